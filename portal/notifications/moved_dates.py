"""Dates of a call moved: each commission's people are told, in a job of their commission's scope.

Says what applies to that commission: a narrower national date stays. May run twice without harm.
"""

import uuid
from dataclasses import replace

from portal.calls.events import CallExtended, NationalDatesChanged
from portal.calls.models import Call
from portal.calls.queries import MovedDates, dates_change, narrowed
from portal.commissions.jobs import enqueue_for_each_commission
from portal.commissions.models import Commission, NationalWindow, Standing
from portal.core.events import Event
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.history.telling import RETRIES
from portal.notifications.events import DatesMoved
from portal.notifications.notices import notify
from portal.tenancy.scope import NETWORK_ID, Worker


def tell_of_moved_dates(work: Work, event: Event) -> None:
    """Subscriber: ask for one job per commission, or for the one whose own dates moved."""
    if isinstance(event, CallExtended):
        enqueue_for_each_commission(
            work, tell_of_dates, owner_id=NETWORK_ID, change_id=str(event.change_id)
        )
    elif isinstance(event, NationalDatesChanged):
        own = event.commission_id
        change = str(event.change_id)
        enqueue(work, tell_of_dates, commission_id=own, owner_id=own, change_id=change)


@queue.task(name="notifications.tell_of_dates", retry=RETRIES)
def tell_of_dates(commission_id: int, owner_id: int, change_id: str) -> None:
    """Job: tell the people of one commission. ``owner_id``: who moved the dates."""
    with unit_of_work(Worker(owner_id), CLOCK, read_only=True) as work:
        call_id, change = dates_change(work, owner_id, uuid.UUID(change_id))
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        commission = work.session.get_one(Commission, commission_id)
        if commission.is_closed_on(work.now.date()):
            return
        is_national = owner_id != NETWORK_ID
        window = None if is_national else work.session.get(NationalWindow, (commission_id, call_id))
        call = work.session.get_one(Call, call_id)
        event = _as_here(change, call, commission, window)
        if is_national:
            event = replace(event, is_national=True, is_for_officers=False)
        # One cause for each commission: somebody of two gets a mail from each.
        cause = uuid.uuid5(change.id, str(commission_id))
        notify(replace(work, cause=cause), event)


def _as_here(
    change: MovedDates, call: Call, commission: Commission, window: NationalWindow | None
) -> DatesMoved:
    """The network's change as this commission's cities feel it."""
    own = (window.opens_at, window.closes_at) if window else (None, None)
    takes_part = call.accepts_associates or commission.standing is not Standing.ASSOCIATE
    opening_before, closing_before = narrowed(change.opens_before, change.closes_before, own)
    opening, closing = narrowed(change.opens_at, change.closes_at, own)
    return DatesMoved(
        commission_id=commission.commission_id,
        call_id=call.id,
        is_national=False,
        is_for_officers=commission.is_open and takes_part,
        reason=change.reason,
        opening_before=opening_before,
        opening=opening,
        closing_before=closing_before,
        closing=closing,
        forward_by=change.commissions_close_at,
    )
