"""Jobs of the clock: remind cities before the end of a call, and let lapse what was not submitted.

Walks the commissions, each in its own transaction and local time; may run twice without harm.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.tasks import Task
from sqlalchemy import and_, func, or_, select

from portal.accounts.roles import permissions_of
from portal.applications.models import Application
from portal.applications.services.lapsing import lapse_overdue
from portal.applications.workflow import LAPSING_STATES
from portal.calls.models import Call
from portal.commissions.jobs import enqueue_for_each_commission
from portal.commissions.models import Commission, NationalWindow
from portal.core.jobs import queue
from portal.core.unit_of_work import Actor, Work, unit_of_work
from portal.notifications.events import DeadlineNear
from portal.notifications.local_days import days_left
from portal.notifications.mayor_reminders import remind_mayors
from portal.notifications.models import OutboxMail
from portal.notifications.month_digests import send_month_digests
from portal.notifications.notices import notify
from portal.notifications.remark_digests import tell_of_remarks
from portal.tenancy.scope import NETWORK_ID, Worker

REMINDER_DAYS = (14, 7, 3, 1)
THE_CLOCK = Actor(name="", office="clock", permissions=frozenset(map(str, permissions_of("clock"))))


@queue.periodic(cron="23 * * * *", periodic_id="reminders")
@queue.task(name="notifications.remind_everywhere")
def remind_everywhere(timestamp: int = 0) -> None:
    """Hourly job: one job for each commission."""
    _ask_each(remind_commission)


@queue.periodic(cron="11 * * * *", periodic_id="lapsing")
@queue.task(name="notifications.lapse_everywhere")
def lapse_everywhere(timestamp: int = 0) -> None:
    """Hourly job: one job for each commission."""
    _ask_each(lapse_commission)


@queue.task(name="notifications.remind_commission")
def remind_commission(commission_id: int) -> None:
    """Job: remind the cities of one commission, their mayors, and its own people."""
    with unit_of_work(Worker(commission_id), THE_CLOCK) as work:
        remind(work, commission_id)
        remind_mayors(work, commission_id)
        send_month_digests(work, commission_id)
        tell_of_remarks(work, commission_id)


@queue.task(name="notifications.lapse_commission")
def lapse_commission(commission_id: int) -> None:
    """Job: let lapse what one commission's cities did not submit in time."""
    with unit_of_work(Worker(commission_id), THE_CLOCK, read_only=True) as work:
        calls = work.session.scalars(
            select(Call.id).where(Call.commissions_close_at < work.now).order_by(Call.id)
        ).all()
    for call_id in calls:
        with unit_of_work(Worker(commission_id), THE_CLOCK) as work:
            lapse_overdue(work, call_id)


def remind(work: Work, commission_id: int) -> int:
    """Queue the reminders that are due now; returns to how many applications. Never twice."""
    count = 0
    for row in _unsubmitted(work, commission_id):
        days = days_left(row.deadline, work.now, row.zone)
        if days not in REMINDER_DAYS or _was_reminded(work, row.application_id, days):
            continue
        notify(
            work,
            DeadlineNear(
                commission_id=commission_id,
                city_id=row.city_id,
                application_id=row.application_id,
                days=days,
                is_returned=row.is_returned,
            ),
        )
        count += 1
    return count


@dataclass(frozen=True)
class _Unsubmitted:
    application_id: uuid.UUID
    city_id: uuid.UUID
    is_returned: bool
    deadline: datetime
    zone: str


def _unsubmitted(work: Work, commission_id: int) -> list[_Unsubmitted]:
    """What is still with cities of this commission while its deadline lies ahead. One statement."""
    closes_at = func.least(Call.closes_at, func.coalesce(NationalWindow.closes_at, Call.closes_at))
    was_submitted = Application.submitted_at.is_not(None)
    rows = work.session.execute(
        select(
            Application.id,
            Application.city_id,
            was_submitted.label("is_returned"),
            closes_at.label("closes_at"),
            Call.commissions_close_at,
            Commission.time_zone,
        )
        .join(Call, Call.id == Application.call_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .outerjoin(
            NationalWindow,
            and_(
                NationalWindow.commission_id == Application.commission_id,
                NationalWindow.call_id == Application.call_id,
            ),
        )
        .where(
            Application.commission_id == commission_id,
            Application.state.in_(LAPSING_STATES),
            or_(was_submitted, closes_at > work.now),
            Call.commissions_close_at > work.now,
        )
        .order_by(Application.id)
    )
    return [
        _Unsubmitted(
            application_id=row.id,
            city_id=row.city_id,
            is_returned=row.is_returned,
            deadline=row.commissions_close_at if row.is_returned else row.closes_at,
            zone=row.time_zone,
        )
        for row in rows
    ]


def _was_reminded(work: Work, application_id: uuid.UUID, days: int) -> bool:
    found = work.session.scalar(
        select(OutboxMail.id)
        .where(
            OutboxMail.application_id == application_id,
            OutboxMail.kind.like(f"{DeadlineNear.name}.%.{days}"),
        )
        .limit(1)
    )
    return found is not None


def _ask_each(task: "Task[Any, Any, Any]") -> None:
    with unit_of_work(Worker(NETWORK_ID), THE_CLOCK) as work:
        enqueue_for_each_commission(work, task)
