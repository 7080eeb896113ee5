"""Roles and databases on somebody else's server: what is made, kept and refused."""

from pathlib import Path

import pytest

from config import first_run
from config.first_run import Filling
from config.private_postgres import PostgresError
from config.roles import DatabaseUrls, connect, prepare_foreign
from config.scratch_database import ScratchDatabases


def test_the_portal_roles_cannot_bypass_policies_nor_create(database_urls: DatabaseUrls) -> None:
    with connect(database_urls.owner) as owner:
        rows = owner.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
            " from pg_roles where rolname like 'portal%' order by rolname"
        ).fetchall()
    assert rows == [
        ("portal_app", False, False, False, False),
        ("portal_coordination", False, False, False, False),
        ("portal_owner", False, False, False, False),
    ]


def test_the_portal_role_owns_nothing(database_urls: DatabaseUrls) -> None:
    with connect(database_urls.app) as app:
        owned = app.execute(
            "select count(*) from pg_class where pg_get_userbyid(relowner) <> 'portal_owner'"
            " and relnamespace = 'public'::regnamespace"
        ).fetchone()
    assert owned == (0,)


def test_coordination_starts_read_only(database_urls: DatabaseUrls) -> None:
    with connect(database_urls.coordination) as coordination:
        answer = coordination.execute("show default_transaction_read_only").fetchone()
    assert answer == ("on",)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match=r"127\.0\.0\.1:1/postgres cannot be reached"):
        prepare_foreign("postgresql://me@127.0.0.1:1/portal", tmp_path / "roles.json")


def test_another_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="DATABASE_URL must be a PostgreSQL address"):
        prepare_foreign("mysql://me@localhost/portal", tmp_path / "roles.json")


def test_a_filling_that_was_interrupted_is_known_and_can_start_over(
    scratch_databases: ScratchDatabases, database_name: str
) -> None:
    urls = scratch_databases.clone(f"{database_name}_filling")
    assert first_run.filling_of(urls) is Filling.READY  # filled by somebody else: never emptied
    first_run.begin_filling(urls)
    assert first_run.filling_of(urls) is Filling.INTERRUPTED
    first_run.empty(urls)
    assert first_run.filling_of(urls) is Filling.NEW
    first_run.end_filling(urls)
    assert first_run.filling_of(urls) is Filling.READY
    scratch_databases.drop(f"{database_name}_filling")
