"""Who listens to events, in the order of execution: history, figures, then mail."""

from portal.coordination.figures import mark_figures_stale
from portal.core.events import subscribe
from portal.history.services import record_history
from portal.notifications.notices import notify


def subscribe_all() -> None:
    """Register the subscribers, once at start."""
    subscribe(record_history)
    subscribe(mark_figures_stale)
    subscribe(notify)
