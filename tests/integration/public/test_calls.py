"""The pages before the form: which call they are about, what they explain, in which language."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.calls.models import CallMode
from portal.commissions.models import Commission, NationalWindow, Standing
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission as CommissionScope
from tests import factories as make

BENEFITS = (
    "Tools and strategies for developing a learning city",
    "Insights into what works elsewhere",
    "News about learning cities around the world",
    "Support when you host an international conference or a regional meeting",
    "Contact with learning cities that share your interests",
    "Exchange with experts in lifelong learning",
    "Your milestones and progress",
    "A place among the case studies",
    "The right to run for the UNESCO Learning City Award",
)
"""Source: concept note, 1a to 3c."""
DAY = timedelta(days=1)


def settle(**values: object) -> None:
    with unit_of_work(CommissionScope(make.KENYA), OPERATOR) as work:
        work.session.execute(
            update(Commission).where(Commission.commission_id == make.KENYA).values(**values)
        )


def coming(code: str = "2029") -> None:
    now = make.utc_now()
    make.make_call(
        code,
        opens_at=now + 30 * DAY,
        closes_at=now + 60 * DAY,
        commissions_close_at=now + 90 * DAY,
    )


def deciding(code: str = "2025") -> None:
    now = make.utc_now()
    make.make_call(
        code, opens_at=now - 60 * DAY, closes_at=now - DAY, commissions_close_at=now + 20 * DAY
    )


def over(code: str = "2021") -> None:
    now = make.utc_now()
    make.make_call(
        code, opens_at=now - 90 * DAY, closes_at=now - 60 * DAY, commissions_close_at=now - DAY
    )


@pytest.mark.parametrize("address", ["/c/ke/", "/calls/2027"])
def test_all_benefits_of_the_concept_note_are_told(client: FlaskClient, address: str) -> None:
    make.make_commission()
    make.make_call()
    page = client.get(address).text
    for benefit in BENEFITS:
        assert benefit in page
    for fact in (
        "at least 10,000 inhabitants",
        "If yours has fewer, you can still apply",
        "once the mayor has formally endorsed them",
        "there is no membership fee",
        "welcomes voluntary contributions",
        "official stamp",
        "Beijing Declaration on Building Learning Cities",
        "Key Features of Learning Cities",
        "The Coordination Team receives a copy",
    ):
        assert fact in page


def test_the_population_is_the_calls_own(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call(population_warning=5000)
    assert "at least 5,000 inhabitants" in client.get("/c/ke/").text


def test_a_quota_is_explained(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call(quota=3)
    page = client.get("/c/ke/").text
    assert "can forward up to 3 applications" in page
    assert "If more cities apply, it chooses among them" in page


def test_without_a_quota_there_is_no_word_of_one(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call()
    assert "If more cities apply" not in client.get("/c/ke/").text


def test_a_jury_is_named_only_where_there_is_one(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call("2027", mode=CallMode.JURY)
    make.make_call("2028")
    assert "A jury reads" in client.get("/c/ke/calls/2027").text
    page = client.get("/c/ke/calls/2028").text
    assert "A jury reads" not in page
    assert "registers your city as a member" in page


def test_without_a_call_the_page_says_where_the_next_one_is_announced(client: FlaskClient) -> None:
    make.make_commission(contact_email="cities@commission.example")
    page = client.get("/c/ke/").text
    assert "No call is open" in page
    assert "The next call will be announced on this page" in page
    assert 'href="mailto:cities@commission.example"' in page


def test_a_coming_call_says_when_it_opens(client: FlaskClient) -> None:
    make.make_commission()
    coming()
    page = client.get("/c/ke/").text
    opens = make.utc_now() + 30 * DAY + timedelta(hours=3)
    assert f"The next call opens on {opens.day} {opens:%B %Y}" in page


def test_between_the_deadlines_the_commission_decides(client: FlaskClient) -> None:
    make.make_commission()
    deciding()
    over()
    page = client.get("/c/ke/").text
    assert "The time to submit is over" in page
    assert "The commission decides and forwards until" in page


def test_the_open_call_comes_first_and_names_the_others(client: FlaskClient) -> None:
    make.make_commission()
    coming()
    deciding()
    make.make_call("2027", titles={"en": "The open one"})
    page = client.get("/c/ke/").text
    assert "You can apply now" in page
    assert "The open one" in page
    assert 'href="/c/ke/calls/2029"' in page


def test_a_past_call_keeps_its_page(client: FlaskClient) -> None:
    make.make_commission()
    over()
    assert "No call is open" in client.get("/c/ke/calls/2021").text
    assert "This call is over" in client.get("/calls/2021").text


def test_calls_that_are_not_there_are_not_found(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call("training", is_training=True)
    for address in ("/c/ke/calls/none", "/c/ke/calls/training", "/calls/training", "/c/zz/calls/x"):
        assert client.get(address).status_code == 404


def test_a_commission_narrows_the_dates_of_its_own_page(client: FlaskClient) -> None:
    make.make_commission()
    call = make.make_call()
    closes_at = make.utc_now() + 10 * DAY
    with unit_of_work(CommissionScope(make.KENYA), OPERATOR) as work:
        work.session.add(
            NationalWindow(commission_id=make.KENYA, call_id=call.id, closes_at=closes_at)
        )
    local = closes_at + timedelta(hours=3)
    shown = f"{local.day} {local:%B %Y}, {local:%H:%M} GMT+03:00"
    assert shown in client.get("/c/ke/").text
    assert shown in client.get("/calls/2027").text
    assert shown in client.get("/").text


def test_a_call_for_member_states_is_not_open_for_associates(client: FlaskClient) -> None:
    make.make_commission(standing=Standing.ASSOCIATE)
    make.make_call(accepts_associates=False)
    assert "No call is open" in client.get("/c/ke/").text
    assert "until" not in client.get("/?q=kenya").text.split('href="/c/ke/"')[1].split("</a>")[0]


def test_a_space_that_is_not_open_does_not_promise_to_take_applications(
    client: FlaskClient,
) -> None:
    make.make_commission(is_open=False)
    make.make_call()
    page = client.get("/c/ke/").text
    assert "You can apply now" not in page
    assert "A call is open: ask your commission" in page


@pytest.mark.parametrize(
    ("languages", "asked", "shown"),
    [
        (["ar", "fr"], "fr-TN,fr;q=0.9,en;q=0.8", "fr"),
        (["ar", "fr"], "en-GB,en;q=0.9,fr;q=0.5", "fr"),
        (["ar", "fr"], "de-DE", "ar"),
        (["fr", "en"], "ar,en;q=0.1", "en"),
    ],
)
def test_the_page_speaks_that_of_its_languages_the_browser_asks_for(
    client: FlaskClient, languages: list[str], asked: str, shown: str
) -> None:
    make.make_commission(languages=languages)
    for address in ("/c/ke/", "/c/ke/readiness", "/c/ke/readiness/result"):
        page = client.get(address, headers={"Accept-Language": asked}).text
        assert f'<html lang="{shown}"' in page


def test_the_reader_may_choose_another_language(client: FlaskClient) -> None:
    make.make_commission(languages=["ar"])
    client.set_cookie("language", "fr")
    page = client.get("/c/ke/", headers={"Accept-Language": "ar"}).text
    assert '<html lang="fr"' in page


@pytest.mark.parametrize(
    "typed", ["kenya", "KENYA", "quénia", "肯尼亚", "Кения", "كينيا", "ke", "  Kénya "]
)
def test_a_country_is_found_in_any_language_and_script(client: FlaskClient, typed: str) -> None:
    make.make_commission()
    make.make_commission(make.TUNISIA, "tn")
    page = client.get("/", query_string={"q": typed}).text
    assert 'href="/c/ke/"' in page
    assert 'href="/c/tn/"' not in page


def test_home_lists_where_one_can_apply_now(client: FlaskClient) -> None:
    make.make_commission()
    make.make_commission(make.TUNISIA, "tn", is_open=False)
    make.make_commission(392, "jp", closes_on=date(2020, 1, 31))
    make.make_call()
    listed = client.get("/").text.split("Where you can apply now")[1].split("All countries")[0]
    assert 'href="/c/ke/"' in listed
    assert 'href="/c/tn/"' not in listed
    assert 'href="/c/jp/"' not in listed
