"""A city corrects its name and kind; a consortium names its members and its lead."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.applications.bilingual import Bilingual
from portal.applications.models import Submission
from portal.applications.print_city import city_sections
from portal.calls.models import Call
from portal.commissions.consortium import population_of
from portal.commissions.models import City
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.form_values import TextAnswer
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_call,
    make_commission,
    make_draft,
    make_submitted,
    sign_in,
)
from tests.integration.city.browsing import page, send

MY = "/c/ke/my"
CITY = f"{MY}/city"
FILE = f"{MY}/KE-2027-001"
FACTS = {
    "city_name": "Ziwani",
    "city_latin_name": "Ziwani",
    "city_kind": "municipality",
    "city_subdivision": "Nyanza",
    "city_population": "",
}
CONSORTIUM = {
    **FACTS,
    "city_name": "Ziwani Consortium",
    "city_latin_name": "Ziwani Consortium",
    "city_kind": "consortium",
    "partner_name": ["Ziwani", "Bonde", ""],
    "partner_kind": ["municipality", "town_council", "municipality"],
    "partner_population": ["96 400", "61300", ""],
    "lead": "2",
}


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


@pytest.fixture
def draft(call: Call) -> tuple[Filed, Somebody]:
    return make_draft(call, "Nakuru")


def city_of(filed: Filed) -> City:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        city = work.session.get_one(City, (KENYA, filed.city_id))
        work.session.expunge(city)
        return city


def test_a_corrected_name_reaches_lists_and_the_next_version(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert send(at_work, CITY, FACTS).location == CITY
    assert application_of(draft[0]).city_name == "Ziwani"
    assert "ziwani" in application_of(draft[0]).search_text
    send(at_work, f"{FILE}/check", {})
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        frozen = work.session.query(Submission).one().city
    assert frozen == {
        "name": "Ziwani",
        "latin_name": "Ziwani",
        "kind": "municipality",
        "subdivision": "Nyanza",
        "population": None,
        "members": [],
    }


def test_a_consortium_has_the_sum_of_its_members_and_prints_them(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert send(at_work, CITY, CONSORTIUM).status_code == 303
    assert population_of(city_of(draft[0])) == 157_700
    assert "157,700" in page(at_work, CITY)
    send(at_work, f"{FILE}/check", {})
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        frozen = work.session.query(Submission).one().city
    (section,) = city_sections(frozen, Bilingual("en", "en"))
    told = {
        answer.label.text: answer.value
        for answer in section.answers
        if isinstance(answer, TextAnswer)
    }
    assert told["Lead of the consortium, whose mayor signs"] == "Bonde"
    assert told["Members of the consortium"] == (
        "Bonde (Town council, population 61,300)\nZiwani (Municipality, population 96,400)"
    )
    assert told["Population of all members together"] == "157,700"


def test_a_stated_population_counts_more_than_the_sum(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    send(at_work, CITY, {**CONSORTIUM, "city_population": "160000"})
    assert population_of(city_of(draft[0])) == 160_000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lead": ""}, "Say which member leads the consortium"),
        (
            {"partner_name": ["Ziwani", "", ""], "partner_population": ["", "", ""], "lead": "1"},
            "names at least two members",
        ),
    ],
)
def test_a_consortium_without_lead_or_members_is_not_frozen(
    at_work: FlaskClient, change: dict[str, object], said: str
) -> None:
    send(at_work, CITY, {**CONSORTIUM, **change})
    answer = send(at_work, f"{FILE}/check", {})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"partner_name": ["Ziwani", "ziwani", ""]}, "stands twice among the members"),
        ({"partner_population": ["many", "", ""]}, "in digits"),
        ({"city_name": ""}, "Give the name of the city."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written_is_lost(
    at_work: FlaskClient, change: dict[str, object], said: str
) -> None:
    answer = send(at_work, CITY, {**CONSORTIUM, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Ziwani"' in answer.text


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("-0.3031, 36.0800", (-0.3031, 36.08)),
        ("\u06f0.\u06f5 \u06f3\u06f6", (0.5, 36.0)),
        ("\N{MINUS SIGN}1.5; 40", (-1.5, 40.0)),
        ("", (None, None)),
    ],
)
def test_coordinates_are_read_as_people_write_them(
    at_work: FlaskClient,
    draft: tuple[Filed, Somebody],
    written: str,
    stored: tuple[float | None, float | None],
) -> None:
    assert send(at_work, CITY, {**FACTS, "city_position": written}).status_code == 303
    city = city_of(draft[0])
    assert (city.latitude, city.longitude) == stored


@pytest.mark.parametrize("written", ["91, 10", "10, 181", "36°N 10°E", "north"])
def test_coordinates_that_cannot_be_are_said_at_their_field(
    at_work: FlaskClient, written: str
) -> None:
    answer = send(at_work, CITY, {**FACTS, "city_position": written})
    assert answer.status_code == 422
    assert "Write latitude and longitude in decimal degrees" in answer.text


def test_more_rows_are_added_without_javascript(at_work: FlaskClient) -> None:
    answer = send(at_work, CITY, {**CONSORTIUM, "add": "1"})
    assert answer.text.count('name="partner_name"') == 5


def test_the_frozen_print_keeps_its_name(client: FlaskClient, call: Call) -> None:
    filed, delegate = make_submitted(call, "Nakuru")
    sign_in(client, delegate)
    assert send(client, CITY, FACTS).status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        assert work.session.query(Submission).one().city["name"] == "Nakuru"
    assert application_of(filed).city_name == "Ziwani"
