"""Addresses are remembered where they name a place, and are those Flask would build."""

import pytest

from portal.web.addresses import Portal


@pytest.fixture
def app() -> Portal:
    app = Portal(__name__, static_folder=None)
    app.add_url_rule("/c/<commission>/desk", "desk")
    app.add_url_rule("/c/<commission>/desk/<reference>", "file")
    app.add_url_rule("/mayor/<token>", "mayor")
    return app


def kept(app: Portal) -> int:
    return app._known_address.cache_info().currsize


def test_an_address_is_built_once_and_stays_right(app: Portal) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            assert app.url_for("desk", commission="ke") == "/c/ke/desk"
            assert app.url_for("desk", commission="tn") == "/c/tn/desk"
            assert app.url_for("file", commission="ke", reference="A 1") == "/c/ke/desk/A%201"
            assert app.url_for("desk", commission="ke", tab="all") == "/c/ke/desk?tab=all"
            assert app.url_for("desk", commission="ke", tab=None) == "/c/ke/desk"
    assert kept(app) == 5


def test_where_the_portal_is_mounted_belongs_to_the_address(app: Portal) -> None:
    with app.test_request_context("/", base_url="http://localhost/portal"):
        assert app.url_for("desk", commission="ke") == "/portal/c/ke/desk"
    with app.test_request_context("/"):
        assert app.url_for("desk", commission="ke") == "/c/ke/desk"


def test_secrets_and_searches_are_not_remembered(app: Portal) -> None:
    with app.test_request_context("/"):
        assert app.url_for("mayor", token="secret") == "/mayor/secret"
        assert app.url_for("desk", commission="ke", q="Kisumu") == "/c/ke/desk?q=Kisumu"
        assert app.url_for("desk", commission="ke", _anchor="x") == "/c/ke/desk#x"
        absolute = app.url_for("desk", commission="ke", _external=True)
    assert absolute == "http://localhost/c/ke/desk"
    assert kept(app) == 0
