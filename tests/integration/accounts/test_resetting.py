"""A forgotten password: equal answers, links that only a POST spends, sessions that end."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.events import PasswordResetAsked
from portal.accounts.jobs import send_reset_link_later
from portal.accounts.roles import Role
from portal.accounts.services.resetting import check_reset_link, reset_password, send_reset_link
from portal.core.errors import NotFound
from portal.core.events import Event
from portal.core.unit_of_work import CLOCK, unit_of_work
from portal.tenancy.scope import NETWORK_ID, Worker
from tests.factories import Somebody, make_commission, make_person
from tests.integration.accounts.browsing import (
    give_password,
    is_signed_in,
    send,
    sign_in_with_password,
)

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
NEW_PASSWORD = "four herons on the quay"


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    person = make_person(Role.OFFICER, "Wanjiru Kamau", language="fr")
    give_password(person)
    return person


def asked(told: list[Event]) -> PasswordResetAsked:
    found = [event for event in told if isinstance(event, PasswordResetAsked)]
    assert len(found) == 1
    return found[0]


def secret_for(person: Somebody, told: list[Event]) -> str:
    send_reset_link_later(email=person.email, language="en")
    return asked(told).secret


def jobs(administrator) -> list[dict[str, str]]:
    rows = administrator.execute(
        "select args from procrastinate_jobs where task_name = 'accounts.send_reset_link'"
    )
    return [args for (args,) in rows.fetchall()]


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(
    client: FlaskClient, officer: Somebody, administrator, told: list[Event]
) -> None:
    known = send(client, "/forgotten-password", email=officer.email)
    unknown = send(client, "/forgotten-password", email="nobody@nowhere.example")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert known.location == "/forgotten-password/sent"
    assert told == []
    assert jobs(administrator) == [
        {"email": officer.email, "language": "en"},
        {"email": "nobody@nowhere.example", "language": "en"},
    ]


def test_the_link_goes_to_the_address_on_file_in_the_persons_language(
    officer: Somebody, told: list[Event]
) -> None:
    send_reset_link_later(email=officer.email, language="en")
    event = asked(told)
    recipient = event.recipients[0]
    assert (recipient.email, recipient.language) == (officer.email, "fr")
    assert event.is_known
    assert len(event.secret) == 43


def test_an_unknown_address_is_told_so_without_any_link(app: Flask, told: list[Event]) -> None:
    send_reset_link_later(email="nobody@nowhere.example", language="ar")
    event = asked(told)
    assert (event.is_known, event.secret) == (False, "")
    assert event.recipients[0].language == "ar"


def test_opening_the_link_does_not_use_it_up(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    path = f"/reset/{secret_for(officer, told)}"
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]
    assert client.head(path).status_code == 200
    assert client.get(path).headers["Referrer-Policy"] == "no-referrer"
    answer = send(client, path, password=NEW_PASSWORD)
    assert answer.location == "/sign-in"
    assert sign_in_with_password(client, officer, NEW_PASSWORD).status_code == 303


def test_a_link_is_used_once(client: FlaskClient, officer: Somebody, told: list[Event]) -> None:
    secret = secret_for(officer, told)
    send(client, f"/reset/{secret}", password=NEW_PASSWORD)
    assert client.get(f"/reset/{secret}").status_code == 404
    with pytest.raises(NotFound), unit_of_work(Worker(NETWORK_ID), CLOCK) as work:
        reset_password(work, secret, password="six storks over the town")


def test_a_weak_password_leaves_the_link_usable(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    path = f"/reset/{secret_for(officer, told)}"
    weak = send(client, path, password="password1234")
    assert weak.status_code == 422
    assert "This password is among the first that are guessed." in weak.text
    assert send(client, path, password=NEW_PASSWORD).status_code == 303


def test_a_reset_signs_out_everywhere(app: Flask, officer: Somebody, told: list[Event]) -> None:
    thief = app.test_client()
    sign_in_with_password(thief, officer)
    assert is_signed_in(thief)
    send(app.test_client(), f"/reset/{secret_for(officer, told)}", password=NEW_PASSWORD)
    assert not is_signed_in(thief)


def test_a_link_runs_out_after_an_hour(officer: Somebody, told: list[Event]) -> None:
    with unit_of_work(Worker(NETWORK_ID), CLOCK, at=NOON) as work:
        send_reset_link(work, email=officer.email, language="en")
    secret = asked(told).secret
    with unit_of_work(Worker(NETWORK_ID), CLOCK, at=NOON + timedelta(minutes=59)) as work:
        assert check_reset_link(work, secret) == officer.email
    late = NOON + timedelta(minutes=61)
    with pytest.raises(NotFound), unit_of_work(Worker(NETWORK_ID), CLOCK, at=late) as work:
        check_reset_link(work, secret)


def test_a_new_link_voids_the_one_before(officer: Somebody, told: list[Event]) -> None:
    first = secret_for(officer, told)
    told.clear()
    secret_for(officer, told)
    with pytest.raises(NotFound), unit_of_work(Worker(NETWORK_ID), CLOCK) as work:
        check_reset_link(work, first)


def test_a_mailbox_is_not_filled(officer: Somebody, told: list[Event]) -> None:
    for _ in range(8):
        send_reset_link_later(email=officer.email, language="en")
    assert len(told) == 5


def test_a_host_header_does_not_reach_any_address(client: FlaskClient, officer: Somebody) -> None:
    page = client.get("/forgotten-password", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in page.text
