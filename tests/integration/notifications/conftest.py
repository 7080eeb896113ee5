"""The portal's pieces for mail on this worker's own database, emptied after each test."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from config.settings import Settings
from tests.integration.notifications.pieces import create_app

MADE_HERE = (
    "outbox_mail",
    "procrastinate_jobs",
    "procrastinate_workers",
    "history_entry",
    "mayor_link",
    "document",
    "submission",
    "application",
    "city",
    "membership",
    "person",
    "national_window",
    "commission",
    "call",
    "form_version",
)


@pytest.fixture(scope="session")
def pieces(test_settings: Settings) -> Iterator[Flask]:
    from portal.core.db import db

    app = create_app(test_settings)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def portal(pieces: Flask, administrator: psycopg.Connection) -> Iterator[Flask]:
    with pieces.app_context():
        yield pieces
    with administrator.transaction():
        administrator.execute("set local session_replication_role = replica")
        for name in MADE_HERE:
            administrator.execute(sql.SQL("delete from {}").format(sql.Identifier(name)))
