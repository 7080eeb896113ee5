"""What came after the last day: the officer reads why and says whether it is taken in."""

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.workflow import State
from tests import factories as make
from tests.factories import Filed, sign_in
from tests.integration.city.browsing import page, send
from tests.waiting_jobs import tell_all

WHY = "The council met only on Monday."


@pytest.fixture
def late(app: Flask, client: FlaskClient) -> Filed:
    make.make_commission()
    filed = make.make_row(make.make_call(), "Kisumu", State.SUBMITTED, late_reason=WHY)
    make.finish_checklist(filed)
    make.make_person(Role.DELEGATE, "Grace Njeri", city_id=filed.city_id, city_name="Kisumu")
    sign_in(client, make.make_person(Role.OFFICER, "Wanjiru Kariithi"))
    return filed


def place_of(filed: Filed) -> str:
    return f"/c/ke/desk/{filed.reference}"


def act(client: FlaskClient, filed: Filed, name: str, **data: object) -> int:
    seen = page(client, place_of(filed))
    return send(client, f"{place_of(filed)}/{name}", data, seen=seen).status_code


def test_a_late_application_is_approved_only_once_it_is_taken_in(
    late: Filed, client: FlaskClient, administrator: psycopg.Connection
) -> None:
    assert WHY in page(client, place_of(late))
    seen = page(client, place_of(late))
    refused = send(client, f"{place_of(late)}/approve", {}, seen=seen)
    assert refused.status_code == 422
    assert "Say first whether the commission takes it in." in refused.text
    assert act(client, late, "lateness/accept") == 303
    assert "Late, and taken in" in page(client, place_of(late))
    assert act(client, late, "approve") == 303
    tell_all(administrator)
    told = administrator.execute(
        "select to_name from outbox_mail where kind = 'lateness_accepted.city'"
    ).fetchall()
    assert told == [("Grace Njeri",)]


def test_a_refusal_needs_a_reason_that_the_city_reads(
    late: Filed, client: FlaskClient, administrator: psycopg.Connection
) -> None:
    assert act(client, late, "lateness/refuse", reason=" ") == 422
    assert act(client, late, "lateness/refuse", reason="The committee has met.") == 303
    assert "Late, and not taken in" in page(client, place_of(late))
    assert act(client, late, "approve") == 422
    tell_all(administrator)
    (text,) = administrator.execute(
        "select text from outbox_mail where kind = 'lateness_refused.city'"
    ).fetchone() or ("",)
    assert "The committee has met." in text


def test_what_came_in_time_is_not_judged(app: Flask, client: FlaskClient) -> None:
    make.make_commission()
    filed = make.make_row(make.make_call(), "Kisumu", State.SUBMITTED)
    sign_in(client, make.make_person(Role.OFFICER, "Wanjiru Kariithi"))
    assert "Take it in" not in page(client, place_of(filed))
    assert act(client, filed, "lateness/accept") == 409
