"""A city sees what it changed: in the draft, and between two frozen versions."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.applications.services.drafting import save_section
from portal.core.unit_of_work import unit_of_work
from portal.tenancy.scope import City
from tests.factories import KENYA, make_call, make_commission, make_draft, sign_in
from tests.integration.city.browsing import page, send

FILE = "/c/ke/my/KE-2027-001"


@pytest.fixture
def taken_back(client: FlaskClient, app: Flask) -> FlaskClient:
    """A delegate whose application was frozen once, taken back and changed in one answer."""
    make_commission()
    filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)
    assert send(client, f"{FILE}/check", {}).status_code == 303
    seen = page(client, f"{FILE}/mayor")
    assert send(client, f"{FILE}/reopen", {}, seen=seen).status_code == 303
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        changed = {"mayor_title": "Head of the county"}
        saved = save_section(work, filed.id, "mayor", changed, {})
    assert saved.is_whole
    return client


def test_the_draft_is_compared_with_the_last_version(taken_back: FlaskClient) -> None:
    link = f'href="{FILE}/changes"'
    assert link in page(taken_back, f"{FILE}/check")

    html = page(taken_back, f"{FILE}/changes")

    assert "The draft beside version 1" in html
    assert "1 answer has changed" in html
    assert "Head" in html


def test_two_versions_are_compared(taken_back: FlaskClient) -> None:
    assert send(taken_back, f"{FILE}/check", {}).status_code == 303
    assert f'href="{FILE}/changes/2"' in page(taken_back, f"{FILE}/tracker")

    html = page(taken_back, f"{FILE}/changes/2")

    assert "Version 2 beside version 1" in html
    assert "1 answer has changed" in html


@pytest.mark.parametrize("path", ["/changes/1", "/changes/3"])
def test_there_is_nothing_before_the_first_and_after_the_last(
    taken_back: FlaskClient, path: str
) -> None:
    page(taken_back, FILE + path, status=404)


def test_a_first_draft_has_nothing_to_compare_with(client: FlaskClient, app: Flask) -> None:
    make_commission()
    _filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)

    page(client, f"{FILE}/changes", status=404)
    assert "/changes" not in page(client, f"{FILE}/check")
