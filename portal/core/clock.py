"""The one caller of ``datetime.now``: times are UTC-aware everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _pretended.get() or datetime.now(UTC)


def pretended() -> datetime | None:
    """The moment somebody pretends it to be, for a process that acts on our behalf."""
    return _pretended.get()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let it be another moment in here: for demo data, whose past must agree with itself.

    Never used where people act: a signature would carry a time that was not.
    """
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
