"""What both sides read of the remarks in a draft: the talks of its fields, what is open."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.applications.remark_models import Remark
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class RemarkLine:
    """A remark or an answer, as its readers see it."""

    text: str
    author_name: str
    is_from_city: bool
    written_at: datetime


@dataclass(frozen=True)
class Talk:
    """A remark with its answers, in the order of writing."""

    id: uuid.UUID
    section: str
    field: str
    resolved_at: datetime | None
    resolved_by: str
    lines: tuple[RemarkLine, ...]


Talks = Mapping[tuple[str, str], list[Talk]]
"""By section and field: open ones first."""


def talks_of(work: Work, application_id: uuid.UUID, section: str | None = None) -> Talks:
    """The talks of a draft, or of one section of it. One statement."""
    question = select(
        Remark.id,
        Remark.answers_to,
        Remark.section,
        Remark.field,
        Remark.text,
        Remark.author_name,
        Remark.is_from_city,
        Remark.written_at,
        Remark.resolved_at,
        Remark.resolved_by,
    ).where(Remark.application_id == application_id)
    if section is not None:
        question = question.where(Remark.section == section)
    rows = work.session.execute(question.order_by(Remark.written_at, Remark.id)).all()
    lines: dict[uuid.UUID, list[RemarkLine]] = {}
    for row in rows:
        line = RemarkLine(row.text, row.author_name, row.is_from_city, row.written_at)
        lines.setdefault(row.answers_to or row.id, []).append(line)
    found: dict[tuple[str, str], list[Talk]] = {}
    firsts = [row for row in rows if row.answers_to is None]
    for row in sorted(firsts, key=lambda row: row.resolved_at is not None):
        talk = Talk(
            id=row.id,
            section=row.section,
            field=row.field,
            resolved_at=row.resolved_at,
            resolved_by=row.resolved_by,
            lines=tuple(lines[row.id]),
        )
        found.setdefault((row.section, row.field), []).append(talk)
    return found


def open_talks(work: Work, application_id: uuid.UUID) -> dict[str, int]:
    """How many remarks of the commission are open in each section."""
    rows = work.session.execute(
        select(Remark.section, func.count())
        .where(
            Remark.application_id == application_id,
            Remark.answers_to.is_(None),
            Remark.resolved_at.is_(None),
        )
        .group_by(Remark.section)
    )
    return {section: int(count) for section, count in rows}
