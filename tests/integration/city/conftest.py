"""A city that has begun its application, and its delegate at the keyboard."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Filed, Somebody, make_call, make_commission, make_draft, sign_in


@pytest.fixture
def draft(app: Flask) -> tuple[Filed, Somebody]:
    """A draft of Nakuru in Kenya, and its delegate."""
    make_commission()
    return make_draft(make_call(), "Nakuru")


@pytest.fixture
def at_work(client: FlaskClient, draft: tuple[Filed, Somebody]) -> FlaskClient:
    """The delegate, signed in."""
    sign_in(client, draft[1])
    return client
