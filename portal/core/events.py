"""What happened: the base of all events and the table of those who listen.

One event class serves history, timeline and notices. Subscribers run inside the unit of work,
before the commit, in the fixed order in which they were registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from portal.core.unit_of_work import Work


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, named in the past tense."""

    name: ClassVar[str]


Subscriber = Callable[["Work", Event], None]
_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> None:
    """Register a subscriber once; order of registration is order of execution."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


def publish(work: Work, event: Event) -> None:
    """Hand an event to each subscriber."""
    for subscriber in _subscribers:
        subscriber(work, event)


@contextmanager
def heard_only_by(*listeners: Subscriber) -> Iterator[None]:
    """Let only these subscribers hear what happens in here: a past told later sends no mail."""
    everybody = _subscribers.copy()
    _subscribers[:] = listeners
    try:
        yield
    finally:
        _subscribers[:] = everybody
