"""Writes history: one row per event, each chained to the one before. Never changes a row."""

import dataclasses
import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.events import Event
from portal.core.unit_of_work import Work
from portal.history.events import RecordedEvent
from portal.history.models import HistoryEntry, HistoryHead

FIRST_HASH = "0" * 64
HEADER = frozenset(field.name for field in dataclasses.fields(RecordedEvent))
"""Fields of an event with columns of their own; all others are details."""


def record_history(work: Work, event: Event) -> None:
    """Subscriber: add the event to its application's history."""
    if isinstance(event, RecordedEvent):
        add_entry(work, event)


def add_entry(work: Work, event: RecordedEvent) -> HistoryEntry:
    """Add an event to its application's history, chained to the entry before."""
    head = _head_of(work, event)
    details = {
        field.name: _plain(getattr(event, field.name))
        for field in dataclasses.fields(event)
        if field.name not in HEADER and field.name not in event.secrets()
    }
    if work.actor.on_behalf_of:
        details["acting_reason"] = work.actor.on_behalf_of
    entry = HistoryEntry(
        commission_id=event.commission_id,
        city_id=event.city_id,
        application_id=event.application_id,
        position=head.position + 1,
        event=event.name,
        actor_name=work.actor.name,
        actor_office=work.actor.office,
        actor_title=work.actor.title,
        person_id=work.actor.person_id,
        occurred_at=work.now,
        submission_number=event.submission_number,
        details=details,
        is_internal=event.is_internal,
        shared_at=None if event.is_internal else event.shared_at and work.now,
        previous_hash=head.hash,
        hash="",
    )
    entry.hash = chain_hash(entry)
    work.session.add(entry)
    head.position, head.hash = entry.position, entry.hash
    work.session.flush()
    return entry


def chain_hash(entry: HistoryEntry) -> str:
    """SHA-256 over the row and the hash before it: edits, deletions and reordering show."""
    facts = [
        entry.previous_hash,
        str(entry.application_id),
        entry.position,
        entry.event,
        entry.actor_name,
        entry.actor_office,
        entry.actor_title,
        str(entry.person_id or ""),
        entry.occurred_at.isoformat(),
        entry.submission_number,
        entry.details,
        entry.is_internal,
    ]
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken_links(entries: list[HistoryEntry]) -> list[int]:
    """Positions at which a chain of entries (in order) does not hold; empty if it is whole."""
    broken, previous = [], FIRST_HASH
    for expected, entry in enumerate(entries, start=1):
        if (entry.position, entry.previous_hash, entry.hash) != (
            expected,
            previous,
            chain_hash(entry),
        ):
            broken.append(entry.position)
        previous = entry.hash
    return broken


def _head_of(work: Work, event: RecordedEvent) -> HistoryHead:
    """The end of the application's chain, locked until the commit; a new one before its first."""
    head = work.session.scalars(
        select(HistoryHead)
        .where(
            HistoryHead.commission_id == event.commission_id,
            HistoryHead.application_id == event.application_id,
        )
        .with_for_update()
    ).first()
    if head is None:
        head = HistoryHead(
            commission_id=event.commission_id,
            city_id=event.city_id,
            application_id=event.application_id,
            position=0,
            hash=FIRST_HASH,
        )
        work.session.add(head)
    return head


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
