"""Ground of all suites: no network, one database per worker, a client. Unit tests use none of it.

The database is emptied after each test that asked for ``app``; builders are in ``factories.py``.
"""

import ipaddress
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql

from config.roles import DatabaseUrls, connect
from config.scratch_database import ScratchDatabases
from config.settings import Settings

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class NetworkRefusedError(RuntimeError):
    """A test tried to reach beyond this machine."""


def pytest_configure() -> None:
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_this_machine(host):
        raise NetworkRefusedError(f"tests may only reach this machine, not {host}")


def _is_this_machine(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host or "localhost"
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return name == "localhost"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: an open browser keeps an event loop that signing cannot share."""
    items.sort(key=_is_of_browser)
    if any(shutil.which(name) for name in CHROMIUM):
        return
    reason = "Chromium is missing: apt-get install chromium"
    for item in filter(_is_of_browser, items):
        item.add_marker(pytest.mark.skip(reason=reason))


def _is_of_browser(item: pytest.Item) -> bool:
    return "browser" in item.path.parts


@pytest.fixture(scope="session")
def scratch_databases() -> Iterator[ScratchDatabases]:
    """The cluster all workers share; migrated once per set of migrations."""
    with ScratchDatabases() as scratch:
        yield scratch


@pytest.fixture(scope="session")
def database_name(worker_id: str, testrun_uid: str) -> str:
    return f"test_{testrun_uid[:12]}_{worker_id}"


@pytest.fixture(scope="session")
def database_urls(
    scratch_databases: ScratchDatabases, database_name: str
) -> Iterator[DatabaseUrls]:
    """Addresses of this worker's own database for the three roles."""
    yield scratch_databases.clone(database_name)
    scratch_databases.drop(database_name)


@pytest.fixture(scope="session")
def administrator(
    scratch_databases: ScratchDatabases, database_name: str, database_urls: DatabaseUrls
) -> Iterator[psycopg.Connection]:
    """A superuser in this worker's database: looks past policies, to empty and to inspect."""
    with connect(scratch_databases.admin_url(database_name)) as connection:
        yield connection


@pytest.fixture(scope="session")
def test_settings(
    database_urls: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return Settings(
        environment="test",
        base_url="http://localhost",
        database_url=database_urls.app,
        coordination_database_url=database_urls.coordination,
        owner_database_url=database_urls.owner,
        pool_size=2,
        var_dir=tmp_path_factory.mktemp("var"),
    )


@pytest.fixture(scope="session")
def started_app(test_settings: Settings) -> Iterator[Flask]:
    """The portal, made once per worker."""
    from portal import create_app
    from portal.core.db import db

    app = create_app(test_settings)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def start_over(administrator: psycopg.Connection, test_settings: Settings) -> Callable[[], None]:
    """Leaves the database as the migrations made it, and no mail in the folder."""
    tables = _tables_of(administrator)
    filled_by_migrations = _tables_with_rows(administrator, tables)
    to_empty = [name for name in tables if name not in filled_by_migrations]

    def start_over() -> None:
        with administrator.transaction():
            administrator.execute("set local session_replication_role = replica")
            for name in _tables_with_rows(administrator, to_empty):
                administrator.execute(sql.SQL("delete from {}").format(sql.Identifier(name)))
        shutil.rmtree(test_settings.var_dir / "mail", ignore_errors=True)

    return start_over


@pytest.fixture
def app(started_app: Flask, start_over: Callable[[], None]) -> Iterator[Flask]:
    """The portal on an empty, migrated database."""
    yield started_app
    start_over()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _tables_of(administrator: psycopg.Connection) -> list[str]:
    rows = administrator.execute(
        "select tablename from pg_tables where schemaname = 'public' order by tablename"
    ).fetchall()
    return [name for (name,) in rows]


def _tables_with_rows(administrator: psycopg.Connection, tables: list[str]) -> list[str]:
    questions = sql.SQL(" union all ").join(
        sql.SQL("(select {} where exists (select from {}))").format(name, sql.Identifier(name))
        for name in tables
    )
    return [name for (name,) in administrator.execute(questions).fetchall()]
