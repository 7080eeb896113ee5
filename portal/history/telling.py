"""What follows an act is done after it: a job reads the entry of history and tells the subscribers.

The job carries keys only; what happened, who acted in which office and when stand in the history.
All that follows commits together. Told twice after a worker was killed, subscribers do nothing new.
"""

import types
import uuid
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from procrastinate import RetryStrategy
from sqlalchemy import select

from portal.core.events import Event, publish_later
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Actor, Work, unit_of_work
from portal.history.events import RecordedEvent
from portal.history.models import HistoryEntry
from portal.history.services import HEADER, add_entry
from portal.tenancy.scope import Worker

RETRIES = RetryStrategy(max_attempts=9, exponential_wait=4)
"""After 4, 16, 64 … seconds, nine times: about four days, then ``flask doctor`` reports it."""


def record_and_tell(work: Work, event: Event) -> None:
    """Subscriber: add the event to its application's history, and have it told after the commit."""
    if not isinstance(event, RecordedEvent):
        return
    entry = add_entry(work, event)
    if event.is_told or not event.is_internal:
        enqueue(work, tell, commission_id=entry.commission_id, entry_id=str(entry.id))


@queue.task(name="history.tell", retry=RETRIES)
def tell(commission_id: int, entry_id: str) -> None:
    """Job: hand what happened to those who are told later, as if its moment were now."""
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        entry = work.session.scalars(
            select(HistoryEntry).where(HistoryEntry.id == uuid.UUID(entry_id))
        ).one()
        acting = replace(work, actor=actor_of(entry), now=entry.occurred_at, cause=entry.id)
        publish_later(acting, event_of(entry))


def event_of(entry: HistoryEntry) -> RecordedEvent:
    """The event as history knows it: secrets are empty. Raises KeyError for an unknown event."""
    kind = _kinds()[entry.event]
    types_of = get_type_hints(kind)
    values: dict[str, Any] = dict.fromkeys(kind.secrets(), "")
    for field in fields(kind):
        if field.name in entry.details and field.name not in HEADER:
            values[field.name] = _typed(entry.details[field.name], types_of[field.name])
    return kind(
        commission_id=entry.commission_id,
        city_id=entry.city_id,
        application_id=entry.application_id,
        submission_number=entry.submission_number,
        shared_at=entry.shared_at,
        **values,
    )


def actor_of(entry: HistoryEntry) -> Actor:
    """Who acted, in the office of that moment; without any right to act again."""
    return Actor(
        name=entry.actor_name,
        office=entry.actor_office,
        person_id=entry.person_id,
        title=entry.actor_title,
        on_behalf_of=entry.details.get("acting_reason", ""),
    )


def _kinds() -> dict[str, type[RecordedEvent]]:
    return {kind.name: kind for kind in _below(RecordedEvent)}


def _below(kind: type[RecordedEvent]) -> Iterator[type[RecordedEvent]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _typed(value: Any, wanted: Any) -> Any:
    """A detail as the event had it: JSON knows neither moments, nor keys, nor tuples."""
    if value is None:
        return None
    if get_origin(wanted) in (types.UnionType, Union):
        wanted = next(each for each in get_args(wanted) if each is not type(None))
    if wanted is datetime:
        return datetime.fromisoformat(value)
    if wanted is uuid.UUID:
        return uuid.UUID(value)
    if get_origin(wanted) is tuple:
        inner = get_args(wanted)[0]
        return tuple(_typed(item, inner) for item in value)
    return value
