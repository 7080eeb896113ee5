"""Which moments of which calls stand in a calendar, and in which words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.calls.queries import CallDates
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.public.ics import MEDIA_TYPE, Entry, calendar_file
from portal.public.queries import HowToApply

__all__ = ["MEDIA_TYPE", "Addresses", "Feed", "commission_calendar", "network_calendar"]

_DOMAIN = "learning-cities"
"""Right of the @ in identifiers; not our address, which may change while entries must not."""
_REMINDER_DAYS = 7

Addresses = Callable[[CallDates], str]
"""The address of the page about a call."""


@dataclass(frozen=True)
class Feed:
    """Where the dates can be had: once as a file, or for good by a calendar that looks again."""

    address: str

    @property
    def subscription(self) -> str:
        """The address that opens a calendar's own dialogue to subscribe."""
        return "webcal://" + self.address.split("://", 1)[1]


@dataclass(frozen=True)
class _Owner:
    """Whose dates they are; the code is part of each identifier."""

    code: str
    name: str
    ended_on: date | None = None
    """Last day of its space if that has passed: what would come later is cancelled."""


def commission_calendar(found: HowToApply, *, address: str, page_of: Addresses) -> bytes:
    """All dates of a commission, past and to come; cancelled ones if its space has ended."""
    page = found.commission
    ended_on = page.closes_on if found.is_closed else None
    owner = _Owner(page.code, page.name(language_now()), ended_on)
    name = _("Learning cities: dates of %(commission)s", commission=owner.name)
    return _file(name, found.calls, owner, address, page_of)


def network_calendar(calls: Iterable[CallDates], *, address: str, page_of: Addresses) -> bytes:
    """The dates of calls for all countries."""
    owner = _Owner("network", _("UNESCO Global Network of Learning Cities"))
    return _file(_("Learning cities: dates of the calls"), calls, owner, address, page_of)


def _file(
    name: str, calls: Iterable[CallDates], owner: _Owner, address: str, page_of: Addresses
) -> bytes:
    entries = [entry for call in calls for entry in _entries(call, owner, page_of(call))]
    return calendar_file(name, entries, address=address, language=language_now())


def _entries(call: CallDates, owner: _Owner, page: str) -> tuple[Entry, ...]:
    title = call.title(language_now())
    description = _(
        "%(commission)s. What to do, and whom to ask: %(address)s",
        commission=owner.name,
        address=page,
    )
    moments = (
        ("opens", call.opens_at, _("Applications can begin: %(call)s", call=title), None),
        (
            "closes",
            call.closes_at,
            _("Last moment to submit: %(call)s", call=title),
            _REMINDER_DAYS,
        ),
        (
            "forward",
            call.commissions_close_at,
            _("The commission forwards until now: %(call)s", call=title),
            None,
        ),
    )
    return tuple(
        Entry(
            uid=f"{call.id}-{owner.code}-{kind}@{_DOMAIN}",
            starts_at=at,
            summary=summary,
            description=description,
            address=page,
            sequence=call.dates_revision + (1 if _is_cancelled(owner, at) else 0),
            changed_at=call.dates_changed_at,
            is_cancelled=_is_cancelled(owner, at),
            reminder_days=reminder_days,
        )
        for kind, at, summary, reminder_days in moments
    )


def _is_cancelled(owner: _Owner, at: datetime) -> bool:
    return owner.ended_on is not None and at.date() > owner.ended_on
