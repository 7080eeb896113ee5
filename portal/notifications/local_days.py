"""Days as the calendar in the commission's place counts them."""

from datetime import datetime
from zoneinfo import ZoneInfo

MORNING_HOUR = 8
"""Reminders go out from this hour on, local time of the commission."""


def days_left(deadline: datetime, now: datetime, zone: str) -> int | None:
    """Days until the deadline in local dates; None in the night, when nobody is reminded."""
    here = ZoneInfo(zone)
    local_now = now.astimezone(here)
    if local_now.hour < MORNING_HOUR or now >= deadline:
        return None
    return (deadline.astimezone(here).date() - local_now.date()).days
