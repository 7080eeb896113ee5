"""Calls as the Coordination Team keeps them, and what a new one can be made of."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.calls.models import Call, CallMode, FormVersion, GuidingDocument
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class CallLine:
    """One call."""

    id: uuid.UUID
    code: str
    titles: dict[str, str]
    opens_at: datetime
    closes_at: datetime
    commissions_close_at: datetime
    mode: CallMode
    quota: int | None
    form_version_id: str
    guiding_document_ids: tuple[str, ...]
    is_training: bool

    def title(self, language: str) -> str:
        """The title in a language, else in English."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class Material:
    """Form versions and guiding documents, as pairs of key and words."""

    form_versions: tuple[str, ...]
    guiding_documents: tuple[tuple[str, str], ...]


def call_lines(work: Work) -> tuple[CallLine, ...]:
    """All calls, newest first."""
    rows = work.session.scalars(select(Call).order_by(Call.opens_at.desc(), Call.code))
    return tuple(_line(row) for row in rows)


def call_line(work: Work, code: str) -> CallLine:
    """One call. Raises NotFound."""
    row = work.session.scalars(select(Call).where(Call.code == code)).first()
    if row is None:
        raise NotFound()
    return _line(row)


def material(work: Work, language: str) -> Material:
    """What a new call is made of, newest form first."""
    versions = work.session.scalars(
        select(FormVersion.id).order_by(FormVersion.created_at.desc(), FormVersion.id.desc())
    )
    documents = work.session.execute(
        select(GuidingDocument.id, GuidingDocument.titles).order_by(
            GuidingDocument.adopted_on, GuidingDocument.id
        )
    )
    return Material(
        form_versions=tuple(versions),
        guiding_documents=tuple(
            (row.id, row.titles.get(language) or row.titles.get("en", row.id)) for row in documents
        ),
    )


def _line(row: Call) -> CallLine:
    return CallLine(
        id=row.id,
        code=row.code,
        titles=dict(row.titles),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        commissions_close_at=row.commissions_close_at,
        mode=row.mode,
        quota=row.quota,
        form_version_id=row.form_version_id,
        guiding_document_ids=tuple(row.guiding_document_ids),
        is_training=row.is_training,
    )
