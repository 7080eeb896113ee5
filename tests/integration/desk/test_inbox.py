"""The first page of the desk: needs, lists, search, export, and what it costs."""

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.workflow import State
from tests.factories import (
    TUNISIA,
    Somebody,
    finish_checklist,
    make_city,
    make_commission,
    make_person,
    make_row,
    sign_in,
)
from tests.integration.desk.conftest import Desk

HTMX = {"HX-Request": "true"}


def text_of(client: FlaskClient, address: str, **options: Any) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def cities_in(page: str, *names: str) -> list[str]:
    """Names in the order in which they stand on the page."""
    found = [(page.find(f"<bdi>{name}</bdi>"), name) for name in names]
    return [name for place, name in sorted(found) if place >= 0]


def test_an_empty_desk_says_so(officer: FlaskClient) -> None:
    page = text_of(officer, "/c/ke/desk")
    assert "Nothing waits for you" in page
    assert "Nothing here" in page


def test_needs_come_first_with_one_action_each(desk: Desk, officer: FlaskClient) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED, number=1, age_days=21)
    finish_checklist(make_row(desk.call, "Nakuru", State.SUBMITTED, number=2))
    make_row(desk.call, "Eldoret", State.APPROVED, number=3)
    make_row(desk.call, "Thika", State.INCOMPLETE, number=4)
    page = text_of(officer, "/c/ke/desk")
    assert "1 application to check" in page
    assert "The oldest has waited 21 days." in page
    assert "1 application to decide" in page
    assert "1 application waits for the signature" in page
    assert "1 question of the Coordination Team" in page


def test_the_next_one_is_the_one_that_waited_longest(desk: Desk, officer: FlaskClient) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED, number=1, age_days=3)
    make_row(desk.call, "Nakuru", State.SUBMITTED, number=2, age_days=9)
    answer = officer.get("/c/ke/desk/next/check")
    assert answer.status_code == 303
    assert answer.location == "/c/ke/desk/KE-2027-002"


@pytest.mark.parametrize(
    ("tab", "shown"),
    [
        ("due", ["Kisumu"]),
        ("no-such-tab", ["Kisumu"]),
        ("city", ["Nakuru"]),
        ("forwarded", ["Eldoret"]),
        ("all", ["Kisumu", "Nakuru", "Eldoret", "Thika"]),
    ],
)
def test_lists_hold_their_states(
    desk: Desk, officer: FlaskClient, tab: str, shown: list[str]
) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED, number=1, age_days=4)
    make_row(desk.call, "Nakuru", State.RETURNED, number=2, age_days=3)
    make_row(desk.call, "Eldoret", State.FORWARDED, number=3, age_days=2)
    make_row(desk.call, "Thika", State.DECLINED, number=4, age_days=1)
    page = text_of(officer, f"/c/ke/desk?tab={tab}")
    assert cities_in(page, "Kisumu", "Nakuru", "Eldoret", "Thika") == shown


@pytest.mark.parametrize("typed", ["thika", "THIKA", "thíka", "ke-2027-002"])
def test_search_ignores_case_and_accents(desk: Desk, officer: FlaskClient, typed: str) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED, number=1)
    make_row(desk.call, "Thïka", State.SUBMITTED, number=2)
    page = text_of(officer, "/c/ke/desk", query_string={"q": typed}, headers=HTMX)
    assert cities_in(page, "Kisumu", "Thïka") == ["Thïka"]
    assert "1 application" in page


def test_search_takes_percent_signs_as_they_are(desk: Desk, officer: FlaskClient) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED)
    assert "Nothing here" in text_of(officer, "/c/ke/desk", query_string={"q": "%"})


def test_lists_can_be_sorted(desk: Desk, officer: FlaskClient) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED, number=1, age_days=2)
    make_row(desk.call, "Eldoret", State.APPROVED, number=2, age_days=9)
    make_row(desk.call, "Thika", State.ENDORSED, number=3, age_days=5)
    names = ("Kisumu", "Eldoret", "Thika")
    assert cities_in(text_of(officer, "/c/ke/desk"), *names) == ["Eldoret", "Thika", "Kisumu"]
    page = text_of(officer, "/c/ke/desk?sort=newest")
    assert cities_in(page, *names) == ["Kisumu", "Thika", "Eldoret"]
    page = text_of(officer, "/c/ke/desk?sort=city")
    assert cities_in(page, *names) == ["Eldoret", "Kisumu", "Thika"]


def test_a_list_goes_on_over_the_page(desk: Desk, officer: FlaskClient) -> None:
    for number in range(1, 28):
        make_row(desk.call, f"City-{number:02d}", State.SUBMITTED, number=number, age_days=number)
    first = text_of(officer, "/c/ke/desk")
    second = text_of(officer, "/c/ke/desk?page=2")
    assert "<bdi>City-27</bdi>" in first
    assert "<bdi>City-02</bdi>" not in first
    assert cities_in(second, "City-27", "City-02", "City-01") == ["City-02", "City-01"]
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


def test_htmx_gets_the_rows_alone(desk: Desk, officer: FlaskClient) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED)
    rows = text_of(officer, "/c/ke/desk", headers=HTMX)
    assert rows.lstrip().startswith('<div id="rows"')
    assert "<html" not in rows


def test_another_commissions_applications_are_not_there(desk: Desk, officer: FlaskClient) -> None:
    make_commission(TUNISIA, "tn")
    make_row(desk.call, "Sfax", State.SUBMITTED, commission_id=TUNISIA)
    assert "Sfax" not in text_of(officer, "/c/ke/desk?tab=all")
    assert officer.get("/c/tn/desk").status_code == 404
    assert officer.get("/c/ke/desk/TN-2027-001").status_code == 404


def test_the_list_leaves_as_text_not_as_formulas(desk: Desk, officer: FlaskClient) -> None:
    make_row(desk.call, "=HYPERLINK(1)", State.SUBMITTED, number=1)
    answer = officer.get("/c/ke/desk/list.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[1][:5] == ["KE-2027-001", "'=HYPERLINK(1)", "Lake Region", "120000", "Submitted"]


def test_pending_cities_wait_at_the_desk(desk: Desk, officer: FlaskClient) -> None:
    from portal.commissions.models import CityStatus

    make_city("Machakos", status=CityStatus.PENDING)
    assert "1 city waits for confirmation" in text_of(officer, "/c/ke/desk")


@pytest.mark.parametrize("rows", [1, 25])
def test_the_desk_costs_at_most_eight_statements(
    desk: Desk, officer: FlaskClient, count_statements: Any, rows: int
) -> None:
    for number in range(1, rows + 1):
        make_row(desk.call, f"City {number}", State.SUBMITTED, number=number)
    text_of(officer, "/c/ke/desk")
    with count_statements() as seen:
        text_of(officer, "/c/ke/desk?q=city")
    assert len(seen) <= 8, seen


def test_a_city_is_a_stranger_at_the_desk(desk: Desk, client: FlaskClient) -> None:
    city_id = make_city("Kisumu")
    delegate: Somebody = make_person(
        Role.DELEGATE, "Grace Njeri", city_id=city_id, city_name="Kisumu"
    )
    sign_in(client, delegate)
    assert client.get("/c/ke/desk").status_code == 404
