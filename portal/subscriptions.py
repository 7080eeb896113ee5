"""Who listens to events, in the order of execution: at once, or later in the worker."""

from portal.applications.services.carrying_verdicts import carry_verdicts
from portal.applications.services.letters import make_letter
from portal.applications.services.receipts import make_receipt
from portal.applications.services.renaming import follow_city_name
from portal.coordination.figures import mark_figures_stale
from portal.core.events import subscribe, subscribe_later
from portal.desk.counting import count_after
from portal.history.telling import record_and_tell
from portal.notifications.moved_dates import tell_of_moved_dates
from portal.notifications.notices import notify_at_once, notify_later


def subscribe_all() -> None:
    """Register the subscribers, once at start."""
    subscribe(record_and_tell)
    subscribe(follow_city_name)
    subscribe(notify_at_once)
    subscribe(tell_of_moved_dates)
    subscribe_later(make_receipt)
    subscribe_later(make_letter)
    subscribe_later(carry_verdicts)
    subscribe_later(mark_figures_stale)
    subscribe_later(count_after)
    subscribe_later(notify_later)
