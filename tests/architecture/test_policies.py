"""Each table has the policies of its ownership, or stands here with a reason."""

import psycopg
import pytest

from config.roles import DatabaseUrls, connect
from portal.core.db import db
from portal.models import ALL_MODELS
from portal.tenancy.ownership import (
    APP_ROLE,
    COORDINATION_ROLE,
    Owned,
    grants_of,
    policies_of,
)

assert ALL_MODELS

UNSCOPED = {
    "account_token": "a link is followed before anybody is known",
    "attempt": "guesses are counted before anybody is known; holds hashes only",
    "call": "rounds of application are the same for all and public",
    "form_version": "the official form is the same for all and public",
    "guiding_document": "texts of the network, public",
    "membership": "read at sign-in to find the scope",
    "person": "read at sign-in to find the scope",
    "recovery_code": "read at sign-in, before a scope is known",
    "sign_in_session": "read from the cookie to find the scope",
}


def _ownerships() -> dict[str, str]:
    return {
        mapper.local_table.name: mapper.class_.ownership
        for mapper in db.Model.registry.mappers
        if issubclass(mapper.class_, Owned)
    }


def test_each_table_is_owned_or_excepted_with_a_reason() -> None:
    owned = _ownerships()
    assert set(owned) | set(UNSCOPED) == set(db.metadata.tables)
    assert not set(owned) & set(UNSCOPED)


def test_commission_comes_first_in_each_key() -> None:
    firsts = {
        name: next(iter(db.metadata.tables[name].primary_key.columns)).name
        for name in _ownerships()
    }
    assert {name for name, column in firsts.items() if column != "commission_id"} == set()


def test_each_owned_table_forces_row_level_security(administrator: psycopg.Connection) -> None:
    rows = administrator.execute(
        "select relname from pg_class where relkind = 'r' and relrowsecurity"
        " and relforcerowsecurity and relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert {name for (name,) in rows} == set(_ownerships())


@pytest.mark.parametrize("table", sorted(_ownerships()))
def test_policies_are_those_of_the_ownership(
    table: str, database_urls: DatabaseUrls, administrator: psycopg.Connection
) -> None:
    """The same statements on an empty twin of the table give the same policies."""
    ownership = _ownerships()[table]
    with connect(database_urls.owner) as owner:
        owner.autocommit = False
        owner.execute(f"create table twin (like {table})")
        for statement in policies_of("twin", ownership).values():
            owner.execute(statement)
        expected = _policies(owner, "twin")
        owner.rollback()
    assert _policies(administrator, table) == expected


def _policies(connection: psycopg.Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(
        "select policyname, roles::text, cmd, qual, with_check from pg_policies"
        " where tablename = %s order by policyname",
        (table,),
    ).fetchall()


@pytest.mark.parametrize("table", sorted(_ownerships()))
def test_privileges_are_those_of_the_ownership(
    table: str, administrator: psycopg.Connection
) -> None:
    app, coordination = grants_of(_ownerships()[table])
    assert _privileges(administrator, table, APP_ROLE) == _words(app)
    assert _privileges(administrator, table, COORDINATION_ROLE) == _words(coordination or "")


def _words(privileges: str) -> set[str]:
    return {word.strip().upper() for word in privileges.split(",") if word.strip()}


def _privileges(connection: psycopg.Connection, table: str, role: str) -> set[str]:
    rows = connection.execute(
        "select privilege_type from information_schema.role_table_grants"
        " where table_name = %s and grantee = %s",
        (table, role),
    ).fetchall()
    return {privilege for (privilege,) in rows}


def test_coordination_never_reads_drafts_papers_or_mail(
    administrator: psycopg.Connection,
) -> None:
    forbidden = {
        "attachment",
        "check_point",
        "draft_section",
        "mayor_link",
        "note",
        "outbox_mail",
        "paper_file",
        "sheet",
    }
    readable = {name for name in forbidden if _privileges(administrator, name, COORDINATION_ROLE)}
    assert readable == set()


def test_roles_of_the_portal_cannot_get_past_policies(administrator: psycopg.Connection) -> None:
    rows = administrator.execute(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole,"
        " exists(select 1 from pg_auth_members where member = r.oid),"
        " exists(select 1 from pg_class where relowner = r.oid)"
        " from pg_roles r where rolname = any(%s) order by rolname",
        ([APP_ROLE, COORDINATION_ROLE],),
    ).fetchall()
    nothing = (False, False, False, False, False)
    assert rows == [(APP_ROLE, *nothing), (COORDINATION_ROLE, *nothing)]
