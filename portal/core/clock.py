"""The one caller of ``datetime.now``: times are UTC-aware everywhere."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)
