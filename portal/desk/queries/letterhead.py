"""What the desk reads to show a commission's letterhead and the texts of its letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.applications.models import Application
from portal.commissions.models import Commission
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.desk.queries import row_of, rows_of
from portal.letters.models import StampPicture

PREVIEWED = 30


@dataclass(frozen=True)
class LetterheadNow:
    """The letterhead as it is."""

    names: dict[str, str]
    languages: list[str]
    official_language: str
    lines: str
    contact: tuple[str, ...]
    """Who answers, e-mail address, telephone, website; without what is empty."""
    brand_color: str
    time_zone: str
    logo_sha256: str | None
    stamp_sha256: str | None
    stamp_given_at: datetime | None
    stamp_given_by: str | None


def letterhead_now(work: Work, commission_id: int) -> LetterheadNow:
    """The letterhead of a commission, in one statement. Raises NotFound."""
    row = row_of(
        work,
        select(
            Commission.names,
            Commission.languages,
            Commission.official_language,
            Commission.letterhead,
            Commission.contact_name,
            Commission.contact_email,
            Commission.contact_phone,
            Commission.website,
            Commission.brand_color,
            Commission.time_zone,
            Commission.logo_sha256,
            StampPicture.sha256,
            StampPicture.given_at,
            StampPicture.given_by,
        )
        .outerjoin(StampPicture, StampPicture.commission_id == Commission.commission_id)
        .where(Commission.commission_id == commission_id),
    )
    if row is None:
        raise NotFound()
    names, languages, official, lines, *rest = row
    return LetterheadNow(
        names, languages, official, lines, tuple(item for item in rest[:4] if item), *rest[4:]
    )


def previewable(work: Work) -> list[tuple[str, str]]:
    """References and cities of the applications that were sent last, to preview a letter with."""
    rows = rows_of(
        work,
        select(Application.reference, Application.city_name)
        .where(Application.submitted_at.is_not(None))
        .order_by(Application.submitted_at.desc(), Application.id)
        .limit(PREVIEWED),
    )
    return [(row[0], row[1]) for row in rows]
