"""What the outbox holds, for the people who look after it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from portal.core.unit_of_work import Work
from portal.notifications.models import MailState, OutboxMail

STUCK_AFTER = timedelta(hours=24)
"""All attempts are made by then: whatever still waits was left behind."""
MOST_ROWS = 200


@dataclass(frozen=True)
class UndeliveredMail:
    """A mail that did not reach its recipient."""

    id: uuid.UUID
    kind: str
    to_address: str
    to_name: str
    subject: str
    error: str
    attempts: int
    created_at: datetime


def undelivered_mail(work: Work) -> list[UndeliveredMail]:
    """Mails of this space that could not be delivered, the newest first. One statement."""
    rows = work.session.execute(
        select(
            OutboxMail.id,
            OutboxMail.kind,
            OutboxMail.to_address,
            OutboxMail.to_name,
            OutboxMail.subject,
            OutboxMail.last_error,
            OutboxMail.attempts,
            OutboxMail.created_at,
        )
        .where(
            or_(
                OutboxMail.state == MailState.FAILED,
                and_(
                    OutboxMail.state.in_((MailState.QUEUED, MailState.SENDING)),
                    OutboxMail.created_at < work.now - STUCK_AFTER,
                ),
            )
        )
        .order_by(OutboxMail.created_at.desc(), OutboxMail.id.desc())
        .limit(MOST_ROWS)
    )
    return [UndeliveredMail(*row) for row in rows]


def is_stuck(state: MailState, created_at: datetime, now: datetime) -> bool:
    """Whether a mail that is not sent should have been long ago."""
    return state is not MailState.SENT and created_at < now - STUCK_AFTER
