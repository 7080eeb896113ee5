"""The clock brings an open link to the mayor's mind, shortly before it or the call ends.

Once at most: whoever was mailed in the last days is left alone, whoever caused that mail.
"""

import uuid
from datetime import timedelta

from sqlalchemy import func, select

from portal.applications.models import Application, MayorLink, Submission
from portal.applications.services.mayor_links import MOST_REMINDERS, bring_to_mind
from portal.applications.services.moving import take
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.models import Commission, NationalWindow
from portal.core.unit_of_work import Work
from portal.notifications.local_days import days_left

LAST_DAYS = (1, 2, 3)
"""Days before the end, in the commission's local dates, on which a mayor is reminded."""
LEFT_ALONE = timedelta(days=3)
"""After any mail to the mayor about the same version."""


def remind_mayors(work: Work, commission_id: int) -> int:
    """Queue the reminders that are due now; returns how many."""
    due = _due(work, commission_id)
    for application_id in due:
        bring_to_mind(work, take(work, application_id))
    return len(due)


def _due(work: Work, commission_id: int) -> list[uuid.UUID]:
    """Applications whose mayor has an open link that was mailed and ends soon. One statement."""
    last_mail = func.max(MayorLink.created_at)
    ends_at = func.max(MayorLink.expires_at).filter(
        MayorLink.used_at.is_(None),
        MayorLink.revoked_at.is_(None),
        MayorLink.expires_at > work.now,
    )
    closes_at = func.least(Call.closes_at, func.coalesce(NationalWindow.closes_at, Call.closes_at))
    rows = work.session.execute(
        select(
            Application.id,
            ends_at.label("ends_at"),
            closes_at.label("closes_at"),
            Commission.time_zone,
        )
        .join(
            MayorLink,
            (MayorLink.commission_id == Application.commission_id)
            & (MayorLink.application_id == Application.id),
        )
        .join(
            Submission,
            (Submission.commission_id == MayorLink.commission_id)
            & (Submission.id == MayorLink.submission_id)
            & (Submission.number == Application.submission_number),
        )
        .join(Call, Call.id == Application.call_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .outerjoin(
            NationalWindow,
            (NationalWindow.commission_id == Application.commission_id)
            & (NationalWindow.call_id == Application.call_id),
        )
        .where(
            Application.commission_id == commission_id,
            Application.state == State.AWAITING_MAYOR,
            MayorLink.email != "",
        )
        .group_by(Application.id, closes_at, Commission.time_zone)
        .having(
            ends_at.is_not(None),
            last_mail <= work.now - LEFT_ALONE,
            func.count().filter(MayorLink.is_reminder) < MOST_REMINDERS,
        )
        .order_by(Application.id)
    )
    return [
        row.id
        for row in rows
        if any(
            days_left(end, work.now, row.time_zone) in LAST_DAYS
            for end in (row.ends_at, row.closes_at)
        )
    ]
