"""What a team reads of its own remarks: comments of a section, and how many are open where."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.applications.team_models import Comment
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class CommentLine:
    """A comment as its reader sees it."""

    id: uuid.UUID
    field: str
    text: str
    author_name: str
    written_at: datetime
    resolved_at: datetime | None
    resolved_by: str


def comments_of(
    work: Work, application_id: uuid.UUID, section: str
) -> dict[str, list[CommentLine]]:
    """The comments of a section by field: open ones first, each in the order of writing."""
    rows = work.session.execute(
        select(
            Comment.id,
            Comment.field,
            Comment.text,
            Comment.author_name,
            Comment.written_at,
            Comment.resolved_at,
            Comment.resolved_by,
        )
        .where(Comment.application_id == application_id, Comment.section == section)
        .order_by(Comment.resolved_at.is_not(None), Comment.written_at, Comment.id)
    )
    found: dict[str, list[CommentLine]] = {}
    for row in rows:
        found.setdefault(row.field, []).append(CommentLine(*row))
    return found


def open_comments(work: Work, application_id: uuid.UUID) -> dict[str, int]:
    """How many comments are open in each section."""
    rows = work.session.execute(
        select(Comment.section, func.count())
        .where(Comment.application_id == application_id, Comment.resolved_at.is_(None))
        .group_by(Comment.section)
    )
    return {section: int(count) for section, count in rows}
