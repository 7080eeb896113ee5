"""The page on which a commission proposes values to its cities."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from tests.factories import make_call, make_commission, make_person, sign_in
from tests.integration.city.browsing import page, send

PLACE = "/c/ke/desk/settings/national-values"


@pytest.fixture
def officer(app: Flask, client: FlaskClient) -> FlaskClient:
    make_commission()
    sign_in(client, make_person(Role.OFFICER, "Wanjiru Kariithi"))
    return client


def test_what_is_written_once_is_kept(officer: FlaskClient) -> None:
    make_call()
    answer = send(
        officer,
        PLACE,
        {
            "country": "Republic of Kenya",
            "gdp_country.value": "2,100",
            "gdp_country.year": "2025",
            "document_kinds": "Letter of the county\n\n  Letter of the   county \nMap",
        },
    )
    assert answer.status_code == 303, answer.text
    html = page(officer, PLACE)
    assert 'value="Republic of Kenya"' in html
    assert 'value="2,100"' in html
    assert "Letter of the county\nMap</textarea>" in html


def test_a_wrong_answer_says_what_to_do_and_keeps_what_was_typed(officer: FlaskClient) -> None:
    make_call()
    answer = send(officer, PLACE, {"gdp_country.value": "2100", "country": "Kenya"})
    assert answer.status_code == 422
    assert "Add the year the figure is for." in answer.text
    assert 'value="Kenya"' in answer.text


def test_without_a_call_there_is_nothing_to_propose(officer: FlaskClient) -> None:
    assert "There is no call at present" in page(officer, PLACE)
    assert officer.post(PLACE).status_code == 404


def test_the_settings_lead_there(officer: FlaskClient) -> None:
    make_call()
    assert page(officer, "/c/ke/desk/settings").count(PLACE) == 1
