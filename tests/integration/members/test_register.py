"""Members: registered by the Coordination Team, shown to everybody, counted truly."""

import re
from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.calls.models import Call, CallMode
from portal.commissions.consortium import Partner, stored_partners
from portal.commissions.models import City, CityKind
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.members import services
from portal.members.models import MemberStatus
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import Filed, Somebody

KENYA = Commission(make.KENYA)


@pytest.fixture
def call(app: Flask) -> Call:
    make.make_commission()
    return make.make_call()


@pytest.fixture
def coordinator(call: Call) -> Somebody:
    return make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)


@pytest.fixture
def desk(coordinator: Somebody, client: FlaskClient) -> FlaskClient:
    make.sign_in(client, coordinator)
    return client


def forwarded(call: Call, name: str = "Nakuru", number: int = 1) -> Filed:
    answers = make.complete_answers()
    return make.make_row(call, name, State.FORWARDED, number=number, answers=answers)


def register(filed: Filed, by: Somebody) -> str:
    with unit_of_work(KENYA, by.actor) as work:
        member = services.register(work, filed.id, seen_revision=make.revision_of(filed))
        return member.certificate_code


def token_of(page: str) -> str:
    start = page.index('name="csrf_token"')
    return page[start:].split('value="')[1].split('"')[0]


def test_registering_makes_a_member_with_its_public_answers_only(
    call: Call, coordinator: Somebody, client: FlaskClient
) -> None:
    filed = forwarded(call)
    code = register(filed, coordinator)
    assert make.application_of(filed).state is State.MEMBER
    page = client.get(f"/members/{code}").text
    assert "Nakuru" in page
    assert "Population" in page
    assert "contact@city.example" not in page
    assert "+254 20 555 0142" not in page


def test_only_coordinators_register(call: Call) -> None:
    filed = forwarded(call)
    officer = make.make_person(Role.OFFICER, "Joseph Mwangi")
    with pytest.raises(NotAllowed):
        register(filed, officer)


def test_a_dossier_is_registered_once(call: Call, coordinator: Somebody) -> None:
    filed = forwarded(call)
    register(filed, coordinator)
    with pytest.raises(Conflict):
        register(filed, coordinator)


def test_where_there_is_a_jury_nobody_registers_without_it(
    app: Flask, coordinator: Somebody
) -> None:
    jury = make.make_call("2029", mode=CallMode.JURY)
    filed = forwarded(jury)
    with pytest.raises(Conflict):
        register(filed, coordinator)
    with pytest.raises(Invalid), unit_of_work(KENYA, coordinator.actor) as work:
        services.admit(work, filed.id, seen_revision=1, minute=" ")
    with unit_of_work(KENYA, coordinator.actor) as work:
        services.admit(work, filed.id, seen_revision=1, minute="Jury 2029/4")
    assert make.application_of(filed).state is State.MEMBER


@pytest.mark.parametrize(
    ("decide", "state"),
    [(services.not_admit, State.NOT_ADMITTED), (services.defer, State.DEFERRED)],
)
def test_a_jury_also_says_no_or_later(
    app: Flask, coordinator: Somebody, decide: object, state: State, client: FlaskClient
) -> None:
    jury = make.make_call("2029", mode=CallMode.JURY)
    filed = forwarded(jury, "Thika")
    with unit_of_work(KENYA, coordinator.actor) as work:
        decide(work, filed.id, seen_revision=1, minute="Jury 2029/4")  # type: ignore[operator]
    assert make.application_of(filed).state is state
    assert "Thika" not in client.get("/members").text


def test_in_registration_there_is_no_jury(call: Call, coordinator: Somebody) -> None:
    filed = forwarded(call)
    with pytest.raises(Conflict), unit_of_work(KENYA, coordinator.actor) as work:
        services.not_admit(work, filed.id, seen_revision=1, minute="none")


def test_the_screen_registers_and_leaves_its_reason_in_history(
    call: Call, desk: FlaskClient, administrator: psycopg.Connection
) -> None:
    filed = forwarded(call)
    address = f"/coordination/applications/ke/{filed.reference}/decision"
    token = token_of(desk.get(address).text)
    answer = desk.post(address, data={"csrf_token": token, "seen_revision": "1"})
    assert answer.status_code == 303
    row = administrator.execute(
        "select event, details->>'acting_reason', actor_office from history_entry"
    ).fetchone()
    assert row == ("member_registered", "Registration of a member", "coordinator")
    assert "Nothing is to be decided" in desk.get(address).text
    again = desk.post(address, data={"csrf_token": token, "seen_revision": "1"})
    assert again.status_code == 409


def test_totals_explain_themselves(call: Call, coordinator: Somebody, desk: FlaskClient) -> None:
    cities = [forwarded(call, f"City {number}", number) for number in range(3)]
    for filed in cities:
        register(filed, coordinator)
    page = f"/coordination/register/ke/{cities[0].city_id}"
    form = {
        "csrf_token": token_of(desk.get(page).text),
        "seen_status": "active",
        "status": "left",
        "since": make.utc_now().date().isoformat(),
        "reason": "The council decided to leave.",
    }
    assert desk.post(page, data=form).status_code == 303
    shown = desk.get("/coordination/register").text
    assert "2 members = 3 admitted − 1 left − 0 removed." in shown
    assert "The council decided to leave." in shown
    assert desk.post(page, data=form).status_code == 409


def test_a_status_changes_on_a_real_day_and_with_a_reason(
    call: Call, coordinator: Somebody
) -> None:
    filed = forwarded(call)
    register(filed, coordinator)
    today = make.utc_now().date()
    for since, reason in ((today + timedelta(days=1), "A reason"), (today, " ")):
        with pytest.raises(Invalid), unit_of_work(KENYA, coordinator.actor) as work:
            services.change_status(
                work,
                make.KENYA,
                filed.city_id,
                seen_status=MemberStatus.ACTIVE,
                status=MemberStatus.LEFT,
                since=since,
                reason=reason,
            )


def test_the_certificate_says_what_the_membership_is_worth_today(
    call: Call, coordinator: Somebody, client: FlaskClient
) -> None:
    filed = forwarded(call)
    code = register(filed, coordinator)
    assert "This certificate of membership is valid" in client.get(f"/s/{code}").text
    with unit_of_work(KENYA, coordinator.actor) as work:
        services.change_status(
            work,
            make.KENYA,
            filed.city_id,
            seen_status=MemberStatus.ACTIVE,
            status=MemberStatus.LEFT,
            since=make.utc_now().date(),
            reason="It left.",
        )
    assert "left the network on" in client.get(f"/s/{code}").text
    assert client.get(f"/members/{code}").status_code == 404
    assert "Nakuru" not in client.get("/members").text


def test_only_members_are_named_in_public(
    call: Call, coordinator: Somebody, client: FlaskClient
) -> None:
    register(forwarded(call, "Nakuru", 1), coordinator)
    for number, state in enumerate(set(State) - {State.MEMBER}, start=2):
        make.make_row(call, f"Secret {state.value}", state, number=number)
    page = client.get("/members").text
    assert "Nakuru" in page
    assert "Secret" not in page
    assert "One city is a member of the network." in page


@pytest.mark.parametrize("code", ["nonsense", "2XAM-79F2-6Z55", "../../etc/passwd"])
def test_unknown_certificates_are_not_found(call: Call, client: FlaskClient, code: str) -> None:
    assert client.get(f"/members/{code}").status_code == 404


def test_a_consortium_names_its_members_and_lead_wherever_it_is_shown(
    call: Call, coordinator: Somebody, desk: FlaskClient, app: Flask
) -> None:
    filed = forwarded(call)
    with unit_of_work(KENYA, OPERATOR) as work:
        city = work.session.get_one(City, (make.KENYA, filed.city_id))
        city.kind = CityKind.CONSORTIUM
        city.partners = stored_partners(
            [
                Partner("Naivasha", CityKind.TOWN_COUNCIL, 61_300, is_lead=False),
                Partner("Nakuru Town", CityKind.MUNICIPALITY, None, is_lead=True),
            ]
        )
    code = register(filed, coordinator)
    anybody = app.test_client()
    profile = words(anybody.get(f"/members/{code}").text)
    assert (
        "Members of the consortium Nakuru Town Leads the consortium Municipality"
        " Naivasha Town council 61,300 inhabitants" in profile
    )
    line = "Consortium of Nakuru Town (lead), Naivasha"
    assert line in words(anybody.get("/members?q=naivasha").text)
    assert line in words(desk.get("/coordination/register").text)
    assert "Leads the consortium" in desk.get(f"/coordination/register/ke/{filed.city_id}").text


def words(html: str) -> str:
    """The text of a page, without its elements."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
