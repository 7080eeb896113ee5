"""A second registration of one city leads to its team; two cities of one name are told apart."""

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.events import AddressToConfirm, CityRegistered, JoiningAsked
from portal.accounts.roles import Role
from portal.accounts.services.cities import CityFacts, add_city
from portal.commissions.models import City, CityKind
from portal.core.errors import Invalid
from portal.core.events import Event
from portal.core.unit_of_work import unit_of_work
from portal.tenancy.scope import Commission
from tests.factories import KENYA, Somebody, make_commission, make_person, sign_in
from tests.integration.accounts.browsing import PASSWORD, send

CITY = {
    "city_name": "Kisumu",
    "city_latin_name": "Kisumu",
    "city_kind": "municipality",
    "city_subdivision": "Nyanza",
    "name": "Hana Tesfaye",
    "office": "Lecturer, Lake University",
    "email": "hana.tesfaye@university.example",
    "language": "fr",
}


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    return make_person(Role.OFFICER, "Wanjiru Kamau")


def enter(officer: Somebody, name: str, subdivision: str, **facts: object) -> uuid.UUID:
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        return add_city(
            work,
            KENYA,
            city=CityFacts(
                name=name,
                latin_name=name,
                kind=facts.pop("kind", CityKind.MUNICIPALITY),  # type: ignore[arg-type]
                subdivision=subdivision,
                **facts,  # type: ignore[arg-type]
            ),
        )


def called(officer: Somebody) -> list[str]:
    with unit_of_work(Commission(KENYA), officer.actor, read_only=True) as work:
        return sorted(work.session.scalars(select(City.called)))


def register(client: FlaskClient, told: list[Event], **changes: str) -> None:
    told.clear()
    send(client, "/c/ke/register", **{**CITY, **changes})
    event = next(event for event in told if isinstance(event, AddressToConfirm))
    answer = send(
        client,
        f"/c/ke/register/{event.secret}",
        name="Hana Tesfaye",
        language="fr",
        password=PASSWORD,
    )
    assert answer.status_code == 303


def test_a_second_registration_asks_the_team_and_makes_no_city(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    city_id = enter(officer, "Kisumu", "Nyanza")
    delegate = make_person(Role.DELEGATE, "Atieno Wekesa", city_id=city_id, city_name="Kisumu")
    register(client, told, city_name="KISUMU", city_latin_name="Kisumu")
    assert called(officer) == ["Kisumu"]
    event = told[-1]
    assert isinstance(event, JoiningAsked)
    assert [person.email for person in event.recipients] == [delegate.email]
    assert event.person_email == "hana.tesfaye@university.example"
    home = client.get("/home").text
    assert "Atieno" not in home
    assert delegate.email not in home
    assert client.get("/c/ke/my").status_code == 404


def test_the_officers_are_asked_while_a_city_has_no_team(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    enter(officer, "Kisumu", "Nyanza")
    register(client, told)
    event = told[-1]
    assert isinstance(event, JoiningAsked)
    assert [person.email for person in event.recipients] == [officer.email]


def test_a_city_of_the_same_name_elsewhere_is_a_city_of_its_own(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    first = enter(officer, "Kisumu", "Nyanza")
    delegate = make_person(Role.DELEGATE, "Atieno Wekesa", city_id=first, city_name="Kisumu")
    register(client, told, city_subdivision="Kilifi")
    assert isinstance(told[-1], CityRegistered)
    assert called(officer) == ["Kisumu (Kilifi)", "Kisumu (Nyanza)"]
    sign_in(client, delegate)
    assert "Kisumu (Nyanza)" in client.get("/c/ke/my").text


def test_a_county_and_its_capital_are_two(officer: Somebody) -> None:
    enter(officer, "Kisumu", "Nyanza")
    enter(officer, "Kisumu", "Nyanza", kind=CityKind.COUNTY)
    assert len(called(officer)) == 2


def test_an_officer_is_told_that_a_city_is_entered_already(officer: Somebody) -> None:
    enter(officer, "Kisumu", "Nyanza", place_id=191245)
    with pytest.raises(Invalid) as caught:
        enter(officer, "Kisumu City", "", place_id=191245)
    assert caught.value.field == "city_name"


def test_choosing_a_place_fills_in_the_form_without_javascript(
    client: FlaskClient, officer: Somebody
) -> None:
    looked = send(client, "/c/ke/register", city_name="kisum", look="1")
    assert looked.status_code == 200
    assert 'value="191245:Kisumu"' in looked.text
    chosen = send(client, "/c/ke/register", city_name="kisum", choose="191245:Kisumu")
    assert 'name="city_latin_name"' in chosen.text
    assert 'value="Kisumu"' in chosen.text
    assert "GeoNames" in looked.text


def test_places_come_as_a_part_of_the_page_while_writing(
    client: FlaskClient, officer: Somebody
) -> None:
    answer = client.get("/c/ke/register/places?city_name=Kisum", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="city-places"')
    assert "Kisumu" in answer.text


def test_a_latin_spelling_is_proposed_and_has_to_be_confirmed(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    told.clear()
    answer = send(client, "/c/ke/register", **{**CITY, "city_name": "Суми", "city_latin_name": ""})
    assert answer.status_code == 422
    assert 'value="Sumi"' in answer.text
    assert told == []
