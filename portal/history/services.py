"""Writes history: one row per event, each chained to the one before. Never changes a row."""

import dataclasses
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import SelectBase, literal, select
from sqlalchemy.dialects.postgresql import insert

from portal.core.canonical import canonical_json
from portal.core.codes import new_id
from portal.core.events import Event
from portal.core.statements import Prepared, given
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
    position, previous_hash = _end_of_chain(work, event)
    details = {
        field.name: _plain(getattr(event, field.name))
        for field in dataclasses.fields(event)
        if field.name not in HEADER and field.name not in event.secrets()
    }
    if work.actor.on_behalf_of:
        details["acting_reason"] = work.actor.on_behalf_of
    entry = HistoryEntry(
        commission_id=event.commission_id,
        id=new_id(),
        city_id=event.city_id,
        application_id=event.application_id,
        position=position + 1,
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
        previous_hash=previous_hash,
        hash="",
    )
    entry.hash = chain_hash(entry)
    values = {name: getattr(entry, name) for name in _COLUMNS}
    _ADDED.rows(work.session, **(values | {"details": Jsonb(details)}))
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
    return hashlib.sha256(canonical_json(facts)).hexdigest()


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


def _end_of_chain(work: Work, event: RecordedEvent) -> tuple[int, str]:
    """Position and hash of the last entry, locked until the commit."""
    rows = _END.rows(work.session, commission=event.commission_id, application=event.application_id)
    return (rows[0][0], rows[0][1]) if rows else (0, FIRST_HASH)


def _end() -> SelectBase:
    return (
        select(HistoryHead.position, HistoryHead.hash)
        .where(
            HistoryHead.commission_id == given("commission"),
            HistoryHead.application_id == given("application"),
        )
        .with_for_update()
    )


def _added() -> SelectBase:
    """The entry and the new end of its chain, in one statement.

    Two first entries at once: one waits for the other and then fails, as both have position 1.
    """
    entry = insert(HistoryEntry).values({name: given(name) for name in _COLUMNS})
    of_head = ("commission_id", "city_id", "application_id", "position", "hash")
    head = insert(HistoryHead).values({name: given(name) for name in of_head})
    end = head.on_conflict_do_update(
        index_elements=["commission_id", "application_id"],
        set_={"position": head.excluded.position, "hash": head.excluded.hash},
    )
    return select(literal(1)).add_cte(entry.cte("entry"), end.cte("chain_end"))


_COLUMNS = tuple(column.key for column in HistoryEntry.__table__.columns)
_END, _ADDED = Prepared(_end), Prepared(_added)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
