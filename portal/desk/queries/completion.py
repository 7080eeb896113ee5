"""What the page reads on which an officer asks a city for completion."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role
from portal.commissions.models import Commission
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.unit_of_work import Work
from portal.desk.models import ReturnText
from portal.desk.queries import row_of, rows_of


@dataclass(frozen=True)
class TextRow:
    """A text the commission keeps."""

    id: uuid.UUID
    title: str
    wordings: dict[str, str]
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class Correspondence:
    """In which languages a commission writes to a city."""

    names: dict[str, str]
    """Of the commission, by language."""
    languages: tuple[str, ...]
    """Of the commission, in its order, and the city's own if it is another."""
    city_language: str

    def commission_in(self, language: str) -> str:
        """The commission's name in a language."""
        return wording(self.names, self.languages, language)


def return_texts(work: Work) -> list[TextRow]:
    """The commission's texts by title."""
    rows = rows_of(
        work,
        select(
            ReturnText.id,
            ReturnText.title,
            ReturnText.wordings,
            ReturnText.updated_at,
            ReturnText.updated_by,
        ).order_by(func.lower(ReturnText.title), ReturnText.id),
    )
    return [TextRow(*row) for row in rows]


def return_text(work: Work, text_id: uuid.UUID) -> TextRow:
    """One of them. Raises NotFound."""
    for row in return_texts(work):
        if row.id == text_id:
            return row
    raise NotFound()


def languages_of_commission(work: Work, commission_id: int) -> list[str]:
    """Languages of the commission's space, the first is its own."""
    row = row_of(
        work, select(Commission.languages).where(Commission.commission_id == commission_id)
    )
    if row is None:
        raise NotFound()
    return list(row[0])


def correspondence(work: Work, commission_id: int, city_id: uuid.UUID) -> Correspondence:
    """The languages of commission and city: of the delegate who has been there longest."""
    spoken: Any = (
        select(func.array_agg(aggregate_order_by(Person.language, Membership.since, Person.id)))
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.commission_id == commission_id,
            Membership.city_id == city_id,
            Membership.role == Role.DELEGATE,
            Membership.ended_at.is_(None),
        )
        .scalar_subquery()
    )
    row = row_of(
        work,
        select(Commission.names, Commission.languages, spoken).where(
            Commission.commission_id == commission_id
        ),
    )
    if row is None:
        raise NotFound()
    names, languages, of_delegates = row
    city_language = _city_language(languages, of_delegates or ())
    return Correspondence(names, tuple(dict.fromkeys([*languages, city_language])), city_language)


def _city_language(of_commission: Sequence[str], of_delegates: Sequence[str]) -> str:
    return next(
        (language for language in of_delegates if language in INTERFACE_LANGUAGES),
        of_commission[0],
    )
