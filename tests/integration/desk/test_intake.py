"""Intake for others: an officer enters a form on paper, the city is invited to claim it."""

import io

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import AccountToken
from portal.accounts.roles import Role
from portal.applications.models import Application
from portal.applications.offline_models import PaperForm
from portal.commissions.models import City
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission, Nobody
from tests.factories import (
    KENYA,
    TUNISIA,
    make_commission,
    make_draft,
    make_person,
    make_submitted,
    sign_in,
)
from tests.integration.city.browsing import page, send
from tests.integration.city.test_handwritten_forms import scan
from tests.integration.desk.conftest import Desk

INTAKE = "/c/ke/desk/intake"
NEW_CITY = {
    "call": "2027",
    "city": "",
    "city_name": "Lamu",
    "city_latin_name": "Lamu",
    "city_kind": "municipality",
    "name": "Hassan Omar",
    "email": "hassan@lamu.example",
    "language": "en",
}


def enter(client: FlaskClient, **values: object):
    return send(client, f"{INTAKE}/new", {**NEW_CITY, "files": (scan(), "form.jpg"), **values})


def test_a_city_without_an_account_is_entered_and_invited(officer: FlaskClient, desk: Desk) -> None:
    answer = enter(officer)
    assert answer.status_code == 303
    assert "Type the answers" in page(officer, answer.location)
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        assert work.session.scalar(select(City.name)) == "Lamu"
        reference = work.session.scalar(select(Application.reference))
        assert work.session.scalar(select(PaperForm.received_by)) == "Joseph Mwangi"
    assert reference == "KE-2027-001"
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        invited = work.session.execute(
            select(AccountToken.email, AccountToken.role, AccountToken.city_name)
        ).one()
    assert tuple(invited) == ("hassan@lamu.example", Role.DELEGATE, "Lamu")
    assert "Lamu" in page(officer, INTAKE)


def test_a_paper_goes_into_the_draft_a_city_has(officer: FlaskClient, desk: Desk) -> None:
    filed, _delegate = make_draft(desk.call, "Nakuru")
    answer = enter(officer, city=str(filed.city_id), city_name="", email="")
    assert answer.status_code == 303
    assert f"/{filed.reference}/" in answer.location


def test_a_city_that_nobody_can_be_asked_for_needs_an_address(
    officer: FlaskClient, desk: Desk
) -> None:
    answer = enter(officer, email="")
    assert answer.status_code == 422
    assert "Give an e-mail address of the city" in answer.text
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        assert work.session.scalar(select(City.city_id)) is None


def test_a_submitted_application_takes_no_paper(officer: FlaskClient, desk: Desk) -> None:
    filed, _delegate = make_submitted(desk.call, "Nakuru")
    answer = enter(officer, city=str(filed.city_id), city_name="", email="")
    assert answer.status_code == 409
    assert "is not a draft any more" in answer.text


def test_what_is_missing_is_said_at_its_field(officer: FlaskClient, desk: Desk) -> None:
    assert (
        "Choose the scan, or the photographs of all pages."
        in send(officer, f"{INTAKE}/new", NEW_CITY).text
    )
    assert "Give the name of the city." in enter(officer, city_name="").text
    broken = enter(officer, files=(io.BytesIO(b"%PDF-1.7 nothing"), "form.pdf"))
    assert broken.status_code == 422
    assert "This file is damaged" in broken.text


def test_a_place_is_proposed_and_brings_its_facts(officer: FlaskClient, desk: Desk) -> None:
    looked = enter(officer, city_name="kisum", city_latin_name="", look="1")
    assert 'value="191245:Kisumu"' in looked.text
    chosen = enter(officer, city_name="kisum", city_latin_name="", choose="191245:Kisumu")
    assert 'value="191245:Kisumu"' in chosen.text
    entered = enter(
        officer,
        city_name="Kisumu",
        city_latin_name="Kisumu",
        city_place="191245:Kisumu",
        city_subdivision="Kisumu",
        city_population="567000",
    )
    assert entered.status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        city = work.session.scalars(select(City)).one()
        assert (city.place_id, city.population) == (191245, 567_000)
        assert (round(city.latitude, 1), round(city.longitude, 1)) == (-0.1, 34.8)


def test_places_come_as_a_part_of_the_page(officer: FlaskClient, desk: Desk) -> None:
    answer = officer.get(f"{INTAKE}/new/places?city_name=Kisum", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="city-places"')
    assert "Kisumu" in answer.text


def test_a_latin_spelling_is_proposed_for_a_name_in_another_script(
    officer: FlaskClient, desk: Desk
) -> None:
    answer = enter(officer, city_name="Суми", city_latin_name="")
    assert answer.status_code == 422
    assert 'value="Sumi"' in answer.text


def test_the_signatory_does_not_type(signatory: FlaskClient, desk: Desk) -> None:
    assert signatory.get(INTAKE).status_code == 403


def test_another_commission_sees_nothing(officer: FlaskClient, desk: Desk, app: Flask) -> None:
    there = enter(officer).location
    make_commission(TUNISIA, "tn", country="TN")
    stranger = app.test_client()
    sign_in(stranger, make_person(Role.OFFICER, "Sami Trabelsi", commission_id=TUNISIA))
    assert stranger.get(there).status_code == 404


def test_few_statements_whatever_the_number_of_papers(
    officer: FlaskClient, desk: Desk, count_statements
) -> None:
    enter(officer)
    enter(officer, files=(scan("another"), "b.jpg"), email="b@lamu.example", city_name="Malindi")
    with count_statements() as seen:
        page(officer, INTAKE)
    assert len([statement for statement in seen if "set local" not in statement]) <= 8
