"""The history of one application as this scope may read it: internal entries stay hidden."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.applications.events import MayorDeclined, MayorLinkSent
from portal.core.unit_of_work import Work
from portal.history.models import HistoryEntry


@dataclass(frozen=True)
class Entry:
    """One act."""

    event: str
    actor_name: str
    actor_office: str
    actor_title: str
    occurred_at: datetime
    submission_number: int | None
    details: dict[str, Any]

    @property
    def words(self) -> str:
        """What somebody wrote with the act: a reason, a question, a message."""
        for key in ("reason", "text", "question", "answer", "late_reason"):
            if self.details.get(key):
                return str(self.details[key])
        return ""


def mayors_refusal(
    work: Work, application_id: uuid.UUID, number: int
) -> tuple[datetime, str] | None:
    """When and why the mayor said no to this version; None if not, or if asked again since."""
    row = work.session.execute(
        select(HistoryEntry.event, HistoryEntry.occurred_at, HistoryEntry.details)
        .where(
            HistoryEntry.application_id == application_id,
            HistoryEntry.submission_number == number,
            HistoryEntry.event.in_((MayorDeclined.name, MayorLinkSent.name)),
        )
        .order_by(HistoryEntry.position.desc())
        .limit(1)
    ).first()
    if row is None or row.event != MayorDeclined.name:
        return None
    return row.occurred_at, str(row.details.get("reason", ""))


def entries(work: Work, application_id: uuid.UUID) -> tuple[Entry, ...]:
    """What happened, newest first. The policies hide internal entries from cities."""
    rows = work.session.execute(
        select(
            HistoryEntry.event,
            HistoryEntry.actor_name,
            HistoryEntry.actor_office,
            HistoryEntry.actor_title,
            HistoryEntry.occurred_at,
            HistoryEntry.submission_number,
            HistoryEntry.details,
        )
        .where(HistoryEntry.application_id == application_id)
        .order_by(HistoryEntry.position.desc())
    )
    return tuple(Entry(*row) for row in rows)
