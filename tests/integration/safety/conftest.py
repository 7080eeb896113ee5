"""One filled database for all tests of a file: they look, and find out what cannot be done."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask

from tests.conftest import empty_tables
from tests.integration.safety.world import World, make_world


@pytest.fixture(scope="module")
def portal(
    started_app: Flask, administrator: psycopg.Connection, tables_to_empty: list[str]
) -> Iterator[Flask]:
    """The portal on a database that is emptied after the file, not after each test."""
    yield started_app
    empty_tables(administrator, tables_to_empty)


@pytest.fixture(scope="module")
def world(portal: Flask) -> World:
    """Two commissions and an application that went all the way."""
    return make_world()
