"""What the database itself refuses, whatever a query asks: rows of others, and others' rows."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege, UniqueViolation

from config.roles import DatabaseUrls, connect
from portal.core.db import db
from portal.models import ALL_MODELS
from portal.tenancy.ownership import Owned
from portal.tenancy.scope import NETWORK_ID, City, Commission, Coordination, Nobody, Scope
from tests.factories import KENYA, TUNISIA
from tests.integration.safety.world import World

assert ALL_MODELS

OWNERSHIPS = {
    mapper.local_table.name: mapper.class_.ownership
    for mapper in db.Model.registry.mappers
    if issubclass(mapper.class_, Owned)
}
PRIVATE = sorted(name for name, kind in OWNERSHIPS.items() if kind != "public_fact")
PUBLIC = sorted(name for name, kind in OWNERSHIPS.items() if kind == "public_fact")
OF_A_CITY = sorted(
    name for name in PRIVATE if {"city_id"} <= set(db.metadata.tables[name].columns.keys())
)
OF_AN_APPLICATION = sorted(
    name
    for name in PRIVATE
    if "application_id" in db.metadata.tables[name].columns and name != "outbox_mail"
)
"""A mail names its application for the reader's sake; it is no part of it."""
ONE_EACH = {"endorsement_letter", "history_head", "mandate"}
"""An application, or a signature, has only one of these: a second is stopped before its owner."""


@contextmanager
def in_scope(urls: DatabaseUrls, scope: Scope) -> Iterator[psycopg.Connection]:
    """The application's role as it works in a scope; everything is rolled back."""
    url = urls.coordination if isinstance(scope, Coordination) else urls.app
    with connect(url) as connection:
        connection.autocommit = False
        if isinstance(scope, Commission | City):
            connection.execute(f"set local app.commission = '{scope.commission_id}'")
        if isinstance(scope, City):
            connection.execute(f"set local app.city = '{scope.city_id}'")
        yield connection
        connection.rollback()


def rows_of(
    connection: psycopg.Connection, table: str, condition: str = "true"
) -> list[dict[str, Any]]:
    question = sql.SQL("select to_jsonb(t) from {} t where " + condition)  # type: ignore[arg-type]
    return [row for (row,) in connection.execute(question.format(sql.Identifier(table)))]


def add_row(connection: psycopg.Connection, table: str, row: dict[str, Any]) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute(
            sql.SQL("insert into {0} select * from jsonb_populate_record(null::{0}, %s)").format(
                sql.Identifier(table)
            ),
            (json.dumps(row),),
        )


@pytest.fixture(scope="module")
def filled(world: World, administrator: psycopg.Connection) -> World:
    """The filled database. Tables that no test could say anything about would be a gap."""
    empty = [table for table in PRIVATE if not rows_of(administrator, table)]
    assert empty == []
    return world


def test_without_a_scope_nothing_is_read(filled: World, database_urls: DatabaseUrls) -> None:
    with in_scope(database_urls, Nobody()) as connection:
        seen = {table: len(rows_of(connection, table)) for table in PRIVATE}
    assert seen == dict.fromkeys(PRIVATE, 0)


def test_without_a_scope_nothing_is_written(
    filled: World, database_urls: DatabaseUrls, administrator: psycopg.Connection
) -> None:
    with in_scope(database_urls, Nobody()) as connection:
        for table in (*PRIVATE, *PUBLIC):
            for row in rows_of(administrator, table)[:1]:
                with pytest.raises(InsufficientPrivilege, match="row-level security"):
                    add_row(connection, table, row)
            touched = (
                connection.execute(
                    sql.SQL("update {0} set commission_id = commission_id").format(
                        sql.Identifier(table)
                    )
                )
                if OWNERSHIPS[table] != "chronicle"
                else None
            )
            assert touched is None or touched.rowcount == 0, table


def test_a_setting_from_an_earlier_transaction_does_not_stay(
    filled: World, database_urls: DatabaseUrls
) -> None:
    with connect(database_urls.app) as connection:
        with connection.transaction():
            connection.execute(f"set local app.commission = '{KENYA}'")
            assert rows_of(connection, "application")
        assert rows_of(connection, "application") == []


def test_another_commission_reads_nothing(filled: World, database_urls: DatabaseUrls) -> None:
    with in_scope(database_urls, Commission(TUNISIA)) as connection:
        foreign = f"commission_id = {KENYA}"
        seen = {table: len(rows_of(connection, table, foreign)) for table in PRIVATE}
    assert seen == dict.fromkeys(PRIVATE, 0)


def test_a_city_reads_its_own_rows_only(filled: World, database_urls: DatabaseUrls) -> None:
    city_id = filled.filed.city_id
    with in_scope(database_urls, City(KENYA, city_id)) as connection:
        owners = {
            table: {row["city_id"] for row in rows_of(connection, table)} - {str(city_id)}
            for table in OF_A_CITY
        }
        assert owners == {table: set() for table in OF_A_CITY}
        assert rows_of(connection, "application")


def test_a_city_reads_no_papers_of_its_commission(
    filled: World, database_urls: DatabaseUrls
) -> None:
    papers = [name for name, kind in OWNERSHIPS.items() if kind in ("commission_paper", "outgoing")]
    assert {"note", "check_point", "outbox_mail"} <= set(papers)
    with in_scope(database_urls, City(KENYA, filled.filed.city_id)) as connection:
        assert {name: rows_of(connection, name) for name in papers} == {name: [] for name in papers}


def test_figures_are_for_the_commission_the_network_and_coordination(
    filled: World, database_urls: DatabaseUrls
) -> None:
    """Small counts tell: neither a city nor another commission reads them, nor the world's."""
    scopes: dict[str, Scope] = {
        "city": City(KENYA, filled.filed.city_id),
        "other": Commission(TUNISIA),
        "own": Commission(KENYA),
        "network": Commission(NETWORK_ID),
        "coordination": Coordination(),
    }
    seen = {}
    for who, scope in scopes.items():
        with in_scope(database_urls, scope) as connection:
            rows = rows_of(connection, "commission_figures")
            seen[who] = sorted(row["commission_id"] for row in rows)
    assert seen == {
        "city": [],
        "other": [],
        "own": [KENYA],
        "network": [NETWORK_ID, KENYA],
        "coordination": [NETWORK_ID, KENYA],
    }


def test_a_commission_reads_no_remarks_of_its_cities(
    filled: World, database_urls: DatabaseUrls, administrator: psycopg.Connection
) -> None:
    remarks = [name for name, kind in OWNERSHIPS.items() if kind == "city_paper"]
    assert {"comment", "presence"} <= set(remarks)
    with in_scope(database_urls, Commission(KENYA)) as connection:
        for table in remarks:
            (row, *_) = rows_of(administrator, table)
            assert rows_of(connection, table) == []
            with pytest.raises(InsufficientPrivilege):
                add_row(connection, table, row | _fresh(table))
    with in_scope(database_urls, City(KENYA, filled.filed.city_id)) as connection:
        assert {table: bool(rows_of(connection, table)) for table in remarks} == dict.fromkeys(
            remarks, True
        )


def test_a_city_reads_no_internal_history(
    filled: World, database_urls: DatabaseUrls, administrator: psycopg.Connection
) -> None:
    assert rows_of(administrator, "history_entry", "is_internal")
    with in_scope(database_urls, City(KENYA, filled.filed.city_id)) as connection:
        assert rows_of(connection, "history_entry", "is_internal") == []
        assert rows_of(connection, "history_entry", "not is_internal")


def test_coordination_reads_what_was_shared_and_writes_nothing(
    filled: World, database_urls: DatabaseUrls
) -> None:
    shared = [name for name, kind in OWNERSHIPS.items() if kind in ("shared_record", "chronicle")]
    with in_scope(database_urls, Coordination()) as connection:
        for table in shared:
            seen = rows_of(connection, table)
            assert not [row for row in seen if row["shared_at"] is None], table
        assert rows_of(connection, "message") == []
        assert rows_of(connection, "history_entry", "is_internal") == []
        (row,) = rows_of(connection, "application")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            add_row(connection, "application", row)


@pytest.mark.parametrize("table", OF_AN_APPLICATION)
def test_nobody_attaches_rows_to_an_application_of_another_city(
    filled: World, database_urls: DatabaseUrls, administrator: psycopg.Connection, table: str
) -> None:
    """Not by a foreign application under one's own city, nor under the foreign city itself."""
    (row, *_) = rows_of(administrator, table, f"application_id = '{filled.filed.id}'")
    own, fresh = filled.draft.city_id, _fresh(table)
    with in_scope(database_urls, City(KENYA, own)) as connection:
        if "city_id" in row:
            stopped = UniqueViolation if table in ONE_EACH else ForeignKeyViolation
            with pytest.raises(stopped):
                add_row(connection, table, row | fresh | {"city_id": str(own)})
        with pytest.raises(InsufficientPrivilege):
            add_row(connection, table, row | fresh)


@pytest.mark.parametrize("table", OF_AN_APPLICATION)
def test_nobody_attaches_rows_to_an_application_of_another_commission(
    filled: World, database_urls: DatabaseUrls, administrator: psycopg.Connection, table: str
) -> None:
    (row, *_) = rows_of(administrator, table, f"application_id = '{filled.filed.id}'")
    with in_scope(database_urls, Commission(TUNISIA)) as connection:
        new = row | _fresh(table) | {"commission_id": TUNISIA}
        is_city_own = OWNERSHIPS[table] == "city_paper"
        with pytest.raises(InsufficientPrivilege if is_city_own else ForeignKeyViolation):
            add_row(connection, table, new)


def test_an_application_belongs_to_a_city_of_its_commission(
    filled: World, database_urls: DatabaseUrls, administrator: psycopg.Connection
) -> None:
    (row, *_) = rows_of(administrator, "application")
    new = {"id": str(uuid.uuid4()), "reference": "TN-2027-001", "commission_id": TUNISIA}
    with in_scope(database_urls, Commission(TUNISIA)) as connection:
        foreign = row | new
        with pytest.raises(ForeignKeyViolation):
            add_row(connection, "application", foreign)


def _fresh(table: str) -> dict[str, Any]:
    """A key that no row has, so that nothing but the owner stands in the way."""
    columns = db.metadata.tables[table].columns
    found: dict[str, Any] = {}
    for column in ("id", "person_id"):
        if column in columns:
            found[column] = str(uuid.uuid4())
    for column, value in (
        ("number", 99),
        ("position", 99),
        ("token_hash", "f" * 64),
        ("section", "new"),
    ):
        if column in columns:
            found[column] = value
    for column in ("voided_at", "used_at"):
        if column in columns:
            found[column] = "2027-01-01T00:00:00Z"
    return found
