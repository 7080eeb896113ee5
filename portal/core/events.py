"""What happened: the base of all events and the table of those who listen.

One event class serves history, timeline and notices. Subscribers run inside the unit of work,
before the commit, in the fixed order in which they were registered. What may follow a moment later
is for those who subscribed with ``subscribe_later``: the worker hands them the event.
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
_later_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> None:
    """Register a subscriber once; order of registration is order of execution."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


def subscribe_later(subscriber: Subscriber) -> None:
    """Register, once, somebody who is told after the commit, in the worker (``history.telling``).

    May be told of one event twice, after a worker was killed, and must then do nothing new.
    """
    if subscriber not in _later_subscribers:
        _later_subscribers.append(subscriber)


def publish(work: Work, event: Event) -> None:
    """Hand an event to each subscriber."""
    for subscriber in _subscribers:
        subscriber(work, event)


def publish_later(work: Work, event: Event) -> None:
    """Hand an event to those who are told later."""
    for subscriber in _later_subscribers:
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
