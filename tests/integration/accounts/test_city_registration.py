"""A city registers itself: nothing is seen before the address is proved, nothing opens before
an officer's word."""

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.events import AddressToConfirm, CityConfirmed, CityRefused, CityRegistered
from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.accounts.services.cities import confirm_city, refuse_city
from portal.commissions.models import City, CityKind, CityStatus
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.events import Event
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission, Nobody
from tests.factories import KENYA, TUNISIA, Somebody, make_commission, make_person, sign_in
from tests.integration.accounts.browsing import PASSWORD, is_signed_in, send

EMAIL = "hana.tesfaye@adama.example"
CITY = {
    "city_name": "አዳማ",
    "city_latin_name": "Adama",
    "city_kind": "municipality",
    "city_subdivision": "Oromia",
    "name": "Hana Tesfaye",
    "office": "Director of Education",
    "email": EMAIL,
    "language": "fr",
}


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    make_commission(TUNISIA, "tn")
    return make_person(Role.OFFICER, "Wanjiru Kamau")


def cities() -> list[tuple[uuid.UUID, str, CityStatus]]:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        rows = work.session.execute(select(City.city_id, City.latin_name, City.status))
        return [(city_id, name, status) for city_id, name, status in rows]


def link_in(told: list[Event]) -> str:
    event = next(event for event in told if isinstance(event, AddressToConfirm))
    return f"/c/{event.commission_code}/register/{event.secret}"


def register(client: FlaskClient, told: list[Event]) -> uuid.UUID:
    """The whole way up to the officer's word; the city."""
    send(client, "/c/ke/register", **CITY)
    answer = send(client, link_in(told), name="Hana Tesfaye", language="fr", password=PASSWORD)
    assert answer.location == "/home"
    return cities()[0][0]


def test_nothing_is_kept_or_told_before_the_link_is_opened(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    answer = send(client, "/c/ke/register", **CITY)
    assert answer.location == "/c/ke/register/sent"
    assert cities() == []
    assert [event.name for event in told] == ["address_to_confirm"]
    for _ in range(3):
        assert client.get(link_in(told)).status_code == 200
    assert cities() == []


def test_a_known_address_gets_the_same_answer(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    answer = send(client, "/c/ke/register", **{**CITY, "email": officer.email})
    assert answer.location == "/c/ke/register/sent"
    assert [event.name for event in told] == ["address_to_confirm"]


def test_whoever_proves_the_address_waits_for_the_commission(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    city_id = register(client, told)
    assert cities() == [(city_id, "Adama", CityStatus.PENDING)]
    event = told[-1]
    assert isinstance(event, CityRegistered)
    assert [recipient.email for recipient in event.recipients] == [officer.email]
    assert (event.city_name, event.person_email) == ("አዳማ", EMAIL)
    assert is_signed_in(client)
    assert client.get("/c/ke/my").status_code == 404
    home = client.get("/home")
    assert home.status_code == 200
    assert "አዳማ" in home.text


def test_confirming_lets_the_delegate_in_at_once(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    city_id = register(client, told)
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        confirm_city(work, city_id)
    event = told[-1]
    assert isinstance(event, CityConfirmed)
    assert (event.recipients[0].email, event.recipients[0].language) == (EMAIL, "fr")
    assert client.get("/home").location == "/c/ke/my"
    assert client.get("/c/ke/my").status_code == 200


def test_refusing_needs_a_reason_and_opens_nothing(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    city_id = register(client, told)
    with pytest.raises(Invalid), unit_of_work(Commission(KENYA), officer.actor) as work:
        refuse_city(work, city_id, " ")
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        refuse_city(work, city_id, "Adama is registered already, with another delegate.")
    event = told[-1]
    assert isinstance(event, CityRefused)
    assert event.reason == "Adama is registered already, with another delegate."
    assert client.get("/c/ke/my").status_code == 404
    assert client.get("/home").status_code == 200


def test_of_two_officers_one_decides(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    city_id = register(client, told)
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        confirm_city(work, city_id)
    with pytest.raises(Conflict), unit_of_work(Commission(KENYA), officer.actor) as work:
        refuse_city(work, city_id, "too late")


def test_only_the_own_officers_decide(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    city_id = register(client, told)
    foreign = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    with pytest.raises(NotFound), unit_of_work(Commission(TUNISIA), foreign.actor) as work:
        confirm_city(work, city_id)
    signatory = make_person(Role.SIGNATORY, "Amina Otieno")
    with pytest.raises(NotAllowed), unit_of_work(Commission(KENYA), signatory.actor) as work:
        confirm_city(work, city_id)


def test_a_registration_belongs_to_its_commission(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    send(client, "/c/ke/register", **CITY)
    assert client.get(link_in(told).replace("/c/ke/", "/c/tn/")).status_code == 404


def test_a_known_person_hands_in_when_signed_in(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    known = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    send(client, "/c/ke/register", **{**CITY, "email": known.email})
    assert "Vous avez un compte." in client.get(link_in(told)).text
    sign_in(client, known)
    assert send(client, link_in(told)).status_code == 303
    assert [(name, status) for _, name, status in cities()] == [("Adama", CityStatus.PENDING)]


def test_a_stranger_signed_in_hands_in_nothing(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    send(client, "/c/ke/register", **CITY)
    sign_in(client, make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA))
    assert send(client, link_in(told), page="/profile").status_code == 403
    assert cities() == []


def test_the_link_is_used_once(client: FlaskClient, officer: Somebody, told: list[Event]) -> None:
    register(client, told)
    assert client.get(link_in(told)).status_code == 404
    assert len(cities()) == 1


def test_values_added_to_the_form_change_nothing(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    send(client, "/c/ke/register", **CITY, status="confirmed", commission_id=str(TUNISIA))
    send(
        client,
        link_in(told),
        name="Hana Tesfaye",
        language="fr",
        password=PASSWORD,
        role="officer",
        email="other@adama.example",
    )
    assert [(name, status) for _, name, status in cities()] == [("Adama", CityStatus.PENDING)]
    with unit_of_work(Nobody(), OPERATOR) as work:
        found = set(work.session.scalars(select(Person.email)))
    assert found == {officer.email, EMAIL}


def test_latin_letters_are_asked_for(client: FlaskClient, officer: Somebody) -> None:
    answer = send(client, "/c/ke/register", **{**CITY, "city_latin_name": "አዳማ"})
    assert answer.status_code == 422
    assert "Write this name in Latin letters" in answer.text
    accented = send(client, "/c/ke/register", **{**CITY, "city_latin_name": "N’Djaména-Sud"})
    assert accented.status_code == 303


def test_a_closed_space_takes_no_registrations(client: FlaskClient, app: Flask) -> None:
    make_commission(is_open=False)
    page = client.get("/c/ke/register")
    assert page.status_code == 200
    assert "No registrations here at present" in page.text
    answer = send(client, "/c/ke/register", page="/sign-in", **CITY)
    assert answer.status_code == 409


def test_an_unknown_commission_has_no_page(client: FlaskClient, app: Flask) -> None:
    assert client.get("/c/zz/register").status_code == 404


def test_each_kind_of_city_can_be_chosen(client: FlaskClient, officer: Somebody) -> None:
    page = client.get("/c/ke/register").text
    for kind in CityKind:
        assert f'value="{kind.value}"' in page
