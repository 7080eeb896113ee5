"""One commission with an officer and a signatory, an open call, and a count of statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.calls.models import Call
from tests.factories import Somebody, make_call, make_commission, make_person, sign_in
from tests.sent_statements import sent_statements


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
def count_statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """``with count_statements() as seen``: every statement sent to the database meanwhile."""
    return sent_statements
