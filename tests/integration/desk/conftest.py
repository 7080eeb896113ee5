"""One commission with an officer and a signatory, an open call, and a count of statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.accounts.roles import Role
from portal.calls.models import Call
from portal.core.db import db
from tests.factories import Somebody, make_call, make_commission, make_person, sign_in


@dataclass(frozen=True)
class Desk:
    """What stands around the tests of the desk."""

    call: Call
    officer: Somebody
    signatory: Somebody


@pytest.fixture
def desk(app: Flask) -> Desk:
    make_commission()
    return Desk(
        call=make_call(),
        officer=make_person(Role.OFFICER, "Joseph Mwangi", office="Programme officer"),
        signatory=make_person(Role.SIGNATORY, "Amina Otieno", office="Secretary-General"),
    )


@pytest.fixture
def officer(desk: Desk, client: FlaskClient) -> FlaskClient:
    """A browser in which the officer is signed in."""
    sign_in(client, desk.officer)
    return client


@pytest.fixture
def signatory(desk: Desk, app: Flask) -> FlaskClient:
    """A browser in which the signatory is signed in."""
    browser = app.test_client()
    sign_in(browser, desk.signatory)
    return browser


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], "contextmanager[list[str]]"]:
    """``with count_statements() as seen``: every statement sent to the database meanwhile."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting  # type: ignore[return-value]
