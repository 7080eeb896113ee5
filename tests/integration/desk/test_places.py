"""Places in a call: how many are left is shown, and one more is asked for and answered."""

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.services.endorsing import endorse
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.errors import Conflict
from portal.core.unit_of_work import unit_of_work
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import KENYA, Filed, Somebody, revision_of, sign_in
from tests.integration.city.browsing import page, send
from tests.integration.safety import way
from tests.waiting_jobs import tell_all

REASON = "A fourth city prepared for two years."


@pytest.fixture
def call(app: Flask) -> Call:
    make.make_commission()
    return make.make_call(quota=2)


@pytest.fixture
def officer(call: Call, client: FlaskClient) -> Somebody:
    person = make.make_person(Role.OFFICER, "Wanjiru Kariithi")
    sign_in(client, person)
    return person


@pytest.fixture
def team(call: Call, app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None))
    return client


@pytest.fixture
def full(call: Call) -> Filed:
    """All places are taken; one more application is approved."""
    make.make_row(call, "Nakuru", State.FORWARDED, number=1)
    make.make_row(call, "Lamu", State.ENDORSED, number=2)
    return make.make_row(call, "Kisumu", State.APPROVED, number=3)


def place_of(filed: Filed) -> str:
    return f"/c/ke/desk/{filed.reference}/place"


def answer_of(filed: Filed) -> str:
    return f"/coordination/calls/places/ke/{filed.reference}"


def mails(administrator: psycopg.Connection, kind: str) -> list[tuple[str, str]]:
    tell_all(administrator)
    return administrator.execute(
        "select to_name, subject from outbox_mail where kind like %s order by to_name", [kind]
    ).fetchall()


def test_the_desk_says_how_many_places_are_left(
    call: Call, officer: Somebody, client: FlaskClient
) -> None:
    make.make_row(call, "Nakuru", State.FORWARDED, number=1)
    filed = make.make_row(call, "Kisumu", State.APPROVED, number=2)
    html = page(client, "/c/ke/desk")
    assert "1 of 2 taken" in html
    assert "1 of 2 places are taken, 1 is left." in page(client, f"/c/ke/desk/{filed.reference}")


def test_without_a_quota_nothing_is_said_of_places(client: FlaskClient, app: Flask) -> None:
    make.make_commission()
    filed = make.make_row(make.make_call(), "Kisumu", State.APPROVED)
    sign_in(client, make.make_person(Role.OFFICER, "Wanjiru Kariithi"))
    assert "places" not in page(client, f"/c/ke/desk/{filed.reference}")
    assert "places left" not in page(client, "/c/ke/desk")


def test_at_a_full_quota_the_way_to_ask_is_in_that_very_place(
    full: Filed, officer: Somebody, client: FlaskClient
) -> None:
    html = page(client, f"/c/ke/desk/{full.reference}")
    assert "No place is left in this call" in html
    assert place_of(full) in html
    asking = page(client, place_of(full))
    assert "Nakuru" in asking
    assert "Lamu" in asking


def test_the_signatory_finds_it_beside_the_signature(full: Filed, client: FlaskClient) -> None:
    sign_in(client, make.make_person(Role.SIGNATORY, "Amina Otieno", office="Secretary-General"))
    assert place_of(full) in page(client, f"/c/ke/desk/{full.reference}")


def test_a_request_needs_a_reason(full: Filed, officer: Somebody, client: FlaskClient) -> None:
    answer = send(client, place_of(full), {"reason": "  "})
    assert answer.status_code == 422
    assert "Say why one more city should be forwarded." in answer.text


def test_a_request_reaches_the_team_and_its_grant_both_sides(
    full: Filed,
    officer: Somebody,
    client: FlaskClient,
    team: FlaskClient,
    administrator: psycopg.Connection,
) -> None:
    make.make_person(Role.SIGNATORY, "Amina Otieno", office="Secretary-General")
    make.make_person(Role.COORDINATOR, "Clara Winter", commission_id=None)
    assert send(client, place_of(full), {"reason": REASON}).status_code == 303
    assert "The Coordination Team has been asked" in page(client, place_of(full))
    asked = mails(administrator, "place_asked.%")
    assert [name for name, _ in asked] == ["Clara Winter", "Elena Marín"]
    assert "Kisumu" in page(team, "/coordination/calls/places")
    html = page(team, answer_of(full))
    assert REASON in html
    assert "2 of 2 places are taken." in html

    granted = send(
        team, answer_of(full), {"reason": "Two of them are one consortium.", "answer": "grant"}
    )

    assert granted.status_code == 303
    told = mails(administrator, "place_granted.%")
    assert [name for name, _ in told] == ["Amina Otieno", "Clara Winter", "Wanjiru Kariithi"]
    html = page(client, f"/c/ke/desk/{full.reference}")
    assert "2 of 3 places are taken, 1 is left." in html
    assert "Two of them are one consortium." in page(client, place_of(full))


def test_a_refusal_says_why_and_gives_no_place(
    full: Filed,
    officer: Somebody,
    client: FlaskClient,
    team: FlaskClient,
    administrator: psycopg.Connection,
) -> None:
    send(client, place_of(full), {"reason": REASON})
    assert send(team, answer_of(full), {"reason": "", "answer": "refuse"}).status_code == 422
    assert send(team, answer_of(full), {"reason": "No word."}).status_code == 422
    refused = send(team, answer_of(full), {"reason": "Two is the limit.", "answer": "refuse"})
    assert refused.status_code == 303
    html = page(client, place_of(full))
    assert "No further place was given" in html
    assert "Two is the limit." in html
    assert "Ask the Coordination Team" in html, "one may ask again"
    assert len(mails(administrator, "place_refused.officers")) == 1


def test_one_request_is_answered_once(
    full: Filed, officer: Somebody, client: FlaskClient, team: FlaskClient
) -> None:
    send(client, place_of(full), {"reason": REASON})
    again = client.post(place_of(full), data={"reason": REASON})
    assert again.status_code == 409
    assert "has been asked already" in again.text
    seen = page(team, answer_of(full))
    send(team, answer_of(full), {"reason": "Yes.", "answer": "grant"}, seen=seen)
    late = send(team, answer_of(full), {"reason": "Yes.", "answer": "grant"}, seen=seen)
    assert late.status_code == 409
    assert "A colleague has answered meanwhile" in late.text
    assert "2 of 3 places are taken." in page(client, place_of(full))


def test_one_may_ask_before_the_last_place_is_taken(
    call: Call, officer: Somebody, client: FlaskClient
) -> None:
    filed = make.make_row(call, "Kisumu", State.APPROVED)
    assert send(client, place_of(filed), {"reason": REASON}).status_code == 303


def test_who_has_a_place_needs_no_other(call: Call, officer: Somebody, client: FlaskClient) -> None:
    filed = make.make_row(call, "Kisumu", State.FORWARDED)
    assert "Why should one more city" not in page(client, place_of(filed))
    assert client.post(place_of(filed), data={"reason": REASON}).status_code == 409


def test_no_officer_grants_a_place(full: Filed, officer: Somebody, client: FlaskClient) -> None:
    send(client, place_of(full), {"reason": REASON})
    assert client.get(answer_of(full)).status_code in (403, 404)
    answer = client.post(answer_of(full), data={"reason": "Yes.", "answer": "grant"})
    assert answer.status_code in (403, 404)
    assert "2 of 2 places are taken." in page(client, place_of(full))


def test_the_refused_signature_says_what_to_do_and_a_granted_place_lets_it_pass(
    call: Call, officer: Somebody, client: FlaskClient, team: FlaskClient
) -> None:
    staff = way.make_staff()
    make.make_row(call, "Nakuru", State.FORWARDED, number=8)
    make.make_row(call, "Lamu", State.ENDORSED, number=9)
    filed, _delegate = make.make_submitted(call, "Kisumu")
    make.finish_checklist(filed)
    way.approve_it(filed, staff)
    with (
        pytest.raises(Conflict) as refused,
        unit_of_work(Commission(KENYA), staff.signatory.actor) as work,
    ):
        endorse(
            work,
            filed.id,
            seen_revision=revision_of(filed),
            shown_sha256=way.submission_of(filed).document_sha256,
            hand=way.hand_of(staff.signatory),
        )
    assert str(refused.value.message) == (
        "All 2 places of this call are taken, so nothing was done and nothing is lost. Ask the"
        " Coordination Team for one more place: the request is on this page."
    )
    send(client, place_of(filed), {"reason": REASON})
    send(team, answer_of(filed), {"reason": "Yes.", "answer": "grant"})
    way.endorse_it(filed, staff)
    way.forward_it(filed, staff)
    assert "3 of 3 places are taken, 0 are left." in page(client, f"/c/ke/desk/{filed.reference}")
