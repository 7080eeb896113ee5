"""National dates: a commission's own window in a call, never wider than the call's."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.accounts.roles import Permission
from portal.calls.events import NationalDatesChanged
from portal.calls.models import Call
from portal.calls.queries import narrowed
from portal.calls.services import DatesNow, note_dates_change
from portal.commissions.models import Commission, NationalWindow
from portal.core.errors import Invalid, NotAllowed, NotFound
from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def set_national_dates(
    work: Work,
    commission_id: int,
    *,
    call_id: uuid.UUID,
    opens_on: date | None,
    closes_on: date | None,
    reason: str,
) -> NationalWindow:
    """Set first and last day for the commission's cities; None: the call's own.

    Days are whole days in the commission's time zone. Raises Invalid if they would be wider than
    the call's, and without a reason once cities could begin: those that have are told.
    Source: product, "national dates".
    """
    if Permission.COMMISSION_SETTINGS not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    commission = work.session.get(Commission, commission_id)
    call = work.session.get(Call, call_id)
    if commission is None or call is None:
        raise NotFound()
    zone = ZoneInfo(commission.time_zone)
    opens_at = _opening(call, opens_on, zone)
    closes_at = _closing(call, closes_on, zone)
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(_l("The last day must not be before the first."), field="closes_on")
    window = work.session.get(NationalWindow, (commission_id, call_id))
    if window is None:
        window = NationalWindow(commission_id=commission_id, call_id=call_id, dates_revision=0)
        work.session.add(window)
    if (window.opens_at, window.closes_at) == (opens_at, closes_at):
        return window
    before = _applied(call, window.opens_at, window.closes_at)
    after = _applied(call, opens_at, closes_at)
    window.opens_at, window.closes_at = opens_at, closes_at
    window.dates_revision += 1
    window.dates_changed_at = work.now
    work.session.flush()
    if before != after and before.opens_at <= work.now:
        change = note_dates_change(
            work, commission_id, call_id, before=before, after=after, reason=reason
        )
        if before.closes_at != after.closes_at:
            window.closes_before, window.change_reason = before.closes_at, change.reason
        work.record(
            NationalDatesChanged(commission_id=commission_id, call_id=call_id, change_id=change.id)
        )
    return window


def last_day(closes_at: datetime, zone: ZoneInfo) -> date:
    """The last whole or partial day of a window that ends at a moment."""
    return (closes_at - timedelta(microseconds=1)).astimezone(zone).date()


def _applied(call: Call, opens_at: datetime | None, closes_at: datetime | None) -> DatesNow:
    opening, closing = narrowed(call.opens_at, call.closes_at, (opens_at, closes_at))
    return DatesNow(opening, closing, call.commissions_close_at)


def _opening(call: Call, opens_on: date | None, zone: ZoneInfo) -> datetime | None:
    if opens_on is None:
        return None
    first = call.opens_at.astimezone(zone).date()
    if opens_on < first:
        raise Invalid(
            _l("The call opens on %(day)s. Choose that day or a later one.", day=day(first)),
            field="opens_on",
        )
    if opens_on > last_day(call.closes_at, zone):
        raise Invalid(_l("The call is over by then. Choose an earlier day."), field="opens_on")
    start = datetime.combine(opens_on, time.min, zone).astimezone(UTC)
    return max(start, call.opens_at)


def _closing(call: Call, closes_on: date | None, zone: ZoneInfo) -> datetime | None:
    if closes_on is None:
        return None
    last = last_day(call.closes_at, zone)
    if closes_on > last:
        raise Invalid(
            _l("The call closes on %(day)s. Choose that day or an earlier one.", day=day(last)),
            field="closes_on",
        )
    if closes_on < call.opens_at.astimezone(zone).date():
        raise Invalid(_l("The call has not opened by then. Choose a later day."), field="closes_on")
    end = datetime.combine(closes_on + timedelta(days=1), time.min, zone).astimezone(UTC)
    return min(end, call.closes_at)
