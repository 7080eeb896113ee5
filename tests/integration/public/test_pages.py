"""Pages for everybody: readable in each language, true about each commission."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.applications.workflow import State
from portal.commissions.directory import load_directory
from portal.commissions.models import Commission
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network
from tests import factories as make

PAGES = ("/", "/help", "/accessibility", "/privacy", "/members", "/verify")


@pytest.fixture
def directory(app: Flask) -> None:
    with unit_of_work(Network(), OPERATOR) as work:
        load_directory(work)


def settle(commission_id: int, **values: object) -> None:
    with unit_of_work(CommissionScope(commission_id), OPERATOR) as work:
        work.session.execute(
            update(Commission).where(Commission.commission_id == commission_id).values(**values)
        )


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("address", PAGES)
def test_each_page_opens_in_each_language(
    directory: None, client: FlaskClient, address: str, language: str
) -> None:
    client.set_cookie("language", language)
    answer = client.get(address)
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in answer.text


def test_a_country_is_found_in_the_readers_spelling(directory: None, client: FlaskClient) -> None:
    assert 'href="/c/ci/"' in client.get("/?q=cote d'ivoire").text
    client.set_cookie("language", "fr")
    page = client.get("/?q=tunisie").text
    assert 'href="/c/tn/"' in page
    assert 'href="/c/ke/"' not in page
    assert 'href="/c/ke/"' in client.get("/").text


def test_a_commission_page_comes_in_its_own_first_language(
    directory: None, client: FlaskClient
) -> None:
    page = client.get("/c/tn/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "اللجنة الوطنية لليونسكو في تونس" in page
    client.set_cookie("language", "en")
    assert '<html lang="en"' in client.get("/c/tn/").text


def test_dates_stand_in_the_commissions_time_zone(directory: None, client: FlaskClient) -> None:
    now = make.utc_now()
    closes = (now + timedelta(days=30)).replace(hour=22, minute=30, second=0)
    make.make_call(closes_at=closes, commissions_close_at=closes + timedelta(days=30))
    settle(404, is_open=True)
    page = client.get("/c/ke/").text
    nairobi = closes + timedelta(hours=3)
    assert f"{nairobi.day} {nairobi:%B %Y}, 01:30" in page
    assert 'href="/c/ke/register"' in page
    assert "membership is free of charge" in page
    assert "Beijing Declaration" in page


def test_a_space_that_is_not_open_yet_offers_no_registration(
    directory: None, client: FlaskClient
) -> None:
    make.make_call()
    page = client.get("/c/ke/").text
    assert "has not opened its space yet" in page
    assert 'href="/c/ke/register"' not in page


def test_a_closed_space_says_so(directory: None, client: FlaskClient) -> None:
    make.make_call()
    settle(404, is_open=True, closes_on=date(2020, 1, 31), closing_reason="The state left.")
    page = client.get("/c/ke/").text
    assert "This space has been closed since 31 January 2020" in page
    assert "The state left." in page
    assert 'href="/c/ke/register"' not in page


def test_a_training_call_is_not_shown(directory: None, client: FlaskClient) -> None:
    make.make_call("training", titles={"en": "Practice round"}, is_training=True)
    for address in ("/", "/c/ke/"):
        assert "Practice round" not in client.get(address).text


def test_no_city_is_named_before_it_is_a_member(directory: None, client: FlaskClient) -> None:
    call = make.make_call()
    for number, state in enumerate(State):
        make.make_row(call, f"Secret {state.value}", state, number=number)
    for address in (*PAGES, "/c/ke/"):
        assert "Secret" not in client.get(address).text


def test_words_of_a_commission_are_text_and_links_are_safe(
    directory: None, client: FlaskClient
) -> None:
    settle(404, introduction={"en": "<script>alert(1)</script>"}, website="javascript:alert(1)")
    page = client.get("/c/ke/").text
    assert "&lt;script&gt;alert(1)" in page
    assert "javascript:" not in page


def test_unknown_commissions_are_not_found(directory: None, client: FlaskClient) -> None:
    assert client.get("/c/zz/").status_code == 404


def test_search_engines_are_told_where_not_to_go(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /s/" in answer.text


def test_the_mark_is_the_icon(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert "favicon" in answer.headers["Location"]
