"""The commission's month runs out: one mail lists all that waits, never one mail for each file.

Sent in the morning of the commission's place, and once a day at most whoever asks again.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.applications.models import Application, Submission
from portal.applications.month_clock import month_ends_on
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.models import Commission
from portal.core.unit_of_work import Work
from portal.notifications.events import FileDue, MonthEnding
from portal.notifications.local_days import MORNING_HOUR
from portal.notifications.notices import notify

DIGEST_DAYS = (14, 7, 3, 1, 0)
"""Days before the end of a file's month on which a digest is due."""
LISTED_DAYS = max(DIGEST_DAYS)
"""A digest lists every file with no more days than this."""
MONDAY = 0
"""Files whose month is over are brought to mind once a week."""
_WAITING = (State.SUBMITTED, State.APPROVED, State.ENDORSED, State.INCOMPLETE)
_DIGESTS = uuid.UUID("5a0f6d0e-1f52-4c1c-9d0a-2f8c6e5b7a31")
"""Names the causes of digests: one for each commission, day and audience."""


def send_month_digests(work: Work, commission_id: int) -> int:
    """Queue the digests that are due now; returns how many files they list."""
    commission = work.session.get(Commission, commission_id)
    if commission is None:
        return 0
    now = work.now.astimezone(ZoneInfo(commission.time_zone))
    if now.hour < MORNING_HOUR or commission.is_closed_on(now.date()):
        return 0
    files = _files(work, commission, now.date())
    to_sign = State.APPROVED if commission.two_step_decision else State.SUBMITTED
    listed = 0
    for is_for_signatories, found in (
        (False, files),
        (True, [file for file in files if file.state is to_sign]),
    ):
        if _is_due(found, now):
            _tell(work, commission_id, now.date(), found, is_for_signatories=is_for_signatories)
            listed += len(found)
    return listed


@dataclass(frozen=True)
class _Waiting:
    reference: str
    city_name: str
    officer_name: str
    state: State
    ends_on: date
    days: int


def _is_due(files: Sequence[_Waiting], now: datetime) -> bool:
    is_monday = now.weekday() == MONDAY
    return any(file.days in DIGEST_DAYS or (file.days < 0 and is_monday) for file in files)


def _tell(
    work: Work, commission_id: int, day: date, files: list[_Waiting], *, is_for_signatories: bool
) -> None:
    """One cause for each day: the hourly job that comes again writes nothing new."""
    cause = uuid.uuid5(_DIGESTS, f"{commission_id} {day.isoformat()} {is_for_signatories}")
    notify(
        replace(work, cause=cause),
        MonthEnding(
            commission_id=commission_id,
            is_for_signatories=is_for_signatories,
            files=tuple(
                FileDue(file.reference, file.city_name, file.officer_name, file.ends_on, file.days)
                for file in files
            ),
        ),
    )


def _files(work: Work, commission: Commission, today: date) -> list[_Waiting]:
    """What the commission holds and is to decide soon, most urgent first. One statement."""
    rows = work.session.execute(
        select(
            Application.reference,
            Application.city_name,
            Application.officer_name,
            Application.state,
            Submission.submitted_at,
            Call.commissions_close_at,
        )
        .join(Call, Call.id == Application.call_id)
        .join(
            Submission,
            (Submission.commission_id == Application.commission_id)
            & (Submission.application_id == Application.id)
            & (Submission.number == Application.submission_number),
        )
        .where(
            Application.commission_id == commission.commission_id,
            Application.state.in_(_WAITING),
            Submission.submitted_at.is_not(None),
            Call.is_training.is_(False),
            Call.commissions_close_at > work.now,
        )
    )
    found = []
    for row in rows:
        ends_on = month_ends_on(row.submitted_at, row.commissions_close_at, commission.time_zone)
        days = (ends_on - today).days
        if days <= LISTED_DAYS:
            found.append(
                _Waiting(row.reference, row.city_name, row.officer_name, row.state, ends_on, days)
            )
    return sorted(found, key=lambda file: (file.ends_on, file.reference))
