"""The dashboard: a fixed number of statements, figures only, readable in each language."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.coordination.figures import refresh_all_figures
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Network
from tests import factories as make

Statements = Callable[[], AbstractContextManager[list[str]]]
MOST_STATEMENTS = 8


@pytest.fixture
def some_figures(call: Call) -> None:
    make.make_row(call, "Kisumu", State.SUBMITTED, age_days=40, number=1)
    make.make_row(call, "Nakuru", State.APPROVED, age_days=3, number=2)
    make.make_row(call, "Sfax", State.SUBMITTED, commission_id=make.TUNISIA, number=3)
    refresh_all_figures()


def test_it_shows_the_world(some_figures: None, desk: FlaskClient) -> None:
    page = desk.get("/coordination").text
    assert "Global overview" in page
    assert "Kenya" in page
    assert "Tunisia" in page
    assert "One application has waited over 30 days." in page
    assert "do not imply the expression of any opinion" in page


def test_it_costs_a_fixed_number_of_statements(
    call: Call, desk: FlaskClient, statements: Statements
) -> None:
    refresh_all_figures()
    desk.get("/coordination?sort=country")
    with statements() as empty:
        desk.get("/coordination")
    for number in range(12):
        make.make_row(call, f"City {number}", State.SUBMITTED, number=number)
    refresh_all_figures()
    with statements() as full:
        assert desk.get("/coordination").status_code == 200
    assert len(full) == len(empty) <= MOST_STATEMENTS
    assert not any(" application" in statement for statement in full)


def test_the_same_figures_are_drawn_once(
    some_figures: None, desk: FlaskClient, statements: Statements
) -> None:
    first = desk.get("/coordination").text
    with statements() as again:
        second = desk.get("/coordination").text
    assert len(again) == 2  # who asks, and whether anything has changed
    assert _main(second) == _main(first)


def test_a_drawing_is_not_kept_for_other_figures_or_calls(
    some_figures: None, call: Call, desk: FlaskClient
) -> None:
    desk.get("/coordination")
    make.make_row(call, "Eldoret", State.SUBMITTED, number=4)
    refresh_all_figures()
    assert "<dt>Kenya</dt><dd>3</dd>" in desk.get("/coordination").text
    with unit_of_work(Network(), OPERATOR) as work:
        work.session.get_one(Call, call.id).titles = {"en": "A call with another name"}
    assert "A call with another name" in desk.get("/coordination").text


def test_a_region_has_its_own_totals(some_figures: None, desk: FlaskClient) -> None:
    page = desk.get("/coordination?region=arab_states").text
    assert "Tunisia" in page
    assert "Kenya" not in page


@pytest.mark.parametrize("address", ["?region=mars", "?page=x", "?sort=1;drop&show=none"])
def test_nonsense_in_the_address_is_no_error(
    some_figures: None, desk: FlaskClient, address: str
) -> None:
    assert desk.get(f"/coordination{address}").status_code == 200


def test_an_unknown_call_is_not_found(some_figures: None, desk: FlaskClient) -> None:
    assert desk.get("/coordination?call=1999").status_code == 404


def test_without_any_call_it_says_so(app: object, client: FlaskClient) -> None:
    person = make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)
    make.sign_in(client, person)
    assert "There is no call yet" in client.get("/coordination").text


def test_country_names_come_in_the_readers_language(call: Call, client: FlaskClient) -> None:
    person = make.make_person(Role.COORDINATOR, "Inès", commission_id=None, language="fr")
    make.sign_in(client, person)
    assert "Tunisie" in client.get("/coordination").text


def test_htmx_gets_the_table_alone(some_figures: None, desk: FlaskClient) -> None:
    answer = desk.get("/coordination?q=tunis", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Tunisia" in answer.text
    assert "Kenya" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_the_table_leaves_as_a_harmless_file(some_figures: None, desk: FlaskClient) -> None:
    answer = desk.get("/coordination/commissions.csv?show=waiting")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Country", "Kenya"]
    assert rows[1][3:10] == ["2", "2", "0", "0", "0", "2", "1"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SIGNATORY])
@pytest.mark.parametrize(
    "address",
    [
        "/coordination",
        "/coordination/commissions.csv",
        "/coordination/copies",
        "/coordination/forwarded",
        "/coordination/commissions",
        "/coordination/calls",
        "/coordination/register",
    ],
)
def test_a_commissions_people_do_not_find_it(
    call: Call, client: FlaskClient, role: Role, address: str
) -> None:
    make.sign_in(client, make.make_person(role, "Amina Otieno"))
    assert client.get(address).status_code == 404


def test_strangers_are_asked_to_sign_in(call: Call, client: FlaskClient) -> None:
    answer = client.get("/coordination")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def _main(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]
