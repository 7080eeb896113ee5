"""Two commissions, a call, and a coordinator who is signed in."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.calls.models import Call
from portal.commissions.models import Region
from tests import factories as make
from tests.factories import Somebody
from tests.sent_statements import sent_statements


@pytest.fixture
def call(app: Flask) -> Call:
    """An open call; Kenya and Tunisia take part."""
    make.make_commission(country="KE", names={"en": "Kenya National Commission for UNESCO"})
    make.make_commission(
        make.TUNISIA,
        "tn",
        country="TN",
        region=Region.ARAB_STATES,
        names={"en": "Tunisian National Commission for UNESCO"},
        time_zone="Africa/Tunis",
    )
    return make.make_call()


@pytest.fixture
def coordinator(call: Call) -> Somebody:
    return make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)


@pytest.fixture
def desk(coordinator: Somebody, client: FlaskClient) -> FlaskClient:
    """A browser in which the coordinator is signed in."""
    make.sign_in(client, coordinator)
    return client


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """``with statements() as seen``: every statement sent by either role meanwhile."""
    return sent_statements
