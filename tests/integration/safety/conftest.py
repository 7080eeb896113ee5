"""One filled database for all tests of a file: they look, and find out what cannot be done."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.integration.safety.world import World, make_world


@pytest.fixture(scope="module")
def portal(started_app: Flask, start_over: Callable[[], None]) -> Iterator[Flask]:
    """The portal on a database that is emptied after the file, not after each test."""
    yield started_app
    start_over()


@pytest.fixture(scope="module")
def world(portal: Flask) -> World:
    """Two commissions and an application that went all the way."""
    return make_world()
