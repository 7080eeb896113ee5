"""The history of an application is whole, and whoever edits it behind the portal is found out."""

import uuid

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from config.roles import DatabaseUrls, connect
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.history.models import HistoryEntry, HistoryHead
from portal.history.services import broken_links
from portal.tenancy.scope import Commission
from tests.factories import KENYA
from tests.integration.safety.world import World

MUST_BE_THERE = [
    "application_started",
    "paper_form_received",
    "application_frozen",
    "mayor_link_sent",
    "mayor_signed",
    "application_submitted",
    "message_sent",
    "message_sent",
    "note_written",
    "application_approved",
    "endorsement_scanned",
    "application_endorsed",
    "application_forwarded",
]


def chain_of(application_id: uuid.UUID) -> list[HistoryEntry]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return (
            work.session.query(HistoryEntry)
            .filter_by(application_id=application_id)
            .order_by(HistoryEntry.position)
            .all()
        )


def edit(administrator: psycopg.Connection, world: World, change: str) -> list[int]:
    """Broken positions after an edit that policies cannot stop; the edit is taken back."""
    rows = sql.SQL("select * from history_entry where application_id = %s")
    before = administrator.execute(rows, (world.filed.id,)).fetchall()
    columns = len(before[0])
    administrator.execute(sql.SQL(change), {"id": world.filed.id})  # type: ignore[arg-type]
    found = broken_links(chain_of(world.filed.id))
    with administrator.transaction():
        administrator.execute("set local session_replication_role = replica")
        administrator.execute(
            "delete from history_entry where application_id = %s", (world.filed.id,)
        )
        marks = sql.SQL(", ").join([sql.Placeholder()] * columns)
        with administrator.cursor() as cursor:
            cursor.executemany(
                sql.SQL("insert into history_entry values ({})").format(marks), _as_json(before)
            )
    return found


def _as_json(rows: list[tuple[object, ...]]) -> list[list[object]]:
    return [[Jsonb(cell) if isinstance(cell, dict) else cell for cell in row] for row in rows]


def test_the_chain_is_whole_after_the_way(world: World) -> None:
    entries = chain_of(world.filed.id)
    acts = [entry.event for entry in entries if entry.event != "checkpoint_marked"]
    assert acts == MUST_BE_THERE
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    assert broken_links(entries) == []


def test_the_end_of_the_chain_is_kept_apart(world: World) -> None:
    last = chain_of(world.filed.id)[-1]
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        head = work.session.get_one(HistoryHead, (KENYA, world.filed.id))
        assert (head.position, head.hash) == (last.position, last.hash)


@pytest.mark.parametrize(
    ("change", "position", "broken"),
    [
        ("actor_name = 'X'", 3, [3]),
        ("details = '{}'", 2, [2]),
        ("occurred_at = occurred_at - interval '1 minute'", 4, [4]),
        ("is_internal = not is_internal", 5, [5]),
        ("actor_name = 'X', hash = repeat('0', 64)", 3, [3, 4]),
    ],
)
def test_an_edited_row_is_found(
    world: World, administrator: psycopg.Connection, change: str, position: int, broken: list[int]
) -> None:
    where = f"where application_id = %(id)s and position = {position}"
    assert edit(administrator, world, f"update history_entry set {change} {where}") == broken
    assert broken_links(chain_of(world.filed.id)) == []


def test_a_removed_row_is_found(world: World, administrator: psycopg.Connection) -> None:
    removal = "delete from history_entry where application_id = %(id)s and position = 2"
    assert edit(administrator, world, removal)[0] == 3


def test_the_portal_itself_can_neither_edit_nor_remove_history(
    world: World, database_urls: DatabaseUrls
) -> None:
    for statement in (
        "update history_entry set actor_name = 'X'",
        "delete from history_entry",
        "truncate history_entry",
    ):
        for url in (database_urls.app, database_urls.coordination):
            with connect(url) as connection, connection.transaction(force_rollback=True):
                connection.execute("set transaction read write")
                connection.execute(f"set local app.commission = '{KENYA}'")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
