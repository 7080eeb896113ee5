"""The check before the form: nothing kept, no verdict, one page for the mayor."""

import re

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import Attempt
from portal.accounts.services.throttling import count_attempt
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.public.routes.readiness import BRIEFS
from portal.tenancy.scope import Nobody
from tests import factories as make

ANSWERS = {"body": "yes", "people": "not-yet", "mayor": "unknown", "person": "yes"}


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_bounded())


def test_ten_questions_each_say_why_they_are_asked(client: FlaskClient) -> None:
    make.make_commission()
    page = client.get("/c/ke/readiness").text
    assert page.count("<fieldset") == 10
    assert page.count('type="radio"') == 30
    assert page.count('id="why-') == 10
    assert "Nothing is stored" in page
    assert "checked" not in page


def test_answers_can_be_changed(client: FlaskClient) -> None:
    make.make_commission()
    page = client.get("/c/ke/readiness/result", query_string=ANSWERS).text
    back = re.search(r'href="(/c/ke/readiness\?[^"]+)"', page)
    assert back is not None
    form = client.get(back[1].replace("&amp;", "&")).text
    assert 'id="body-yes" name="body" value="yes" checked' in form
    assert 'id="people-not-yet" name="people" value="not-yet" checked' in form


def test_the_result_names_next_steps_and_no_verdict(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call()
    page = client.get("/c/ke/readiness/result", query_string=ANSWERS).text
    assert "2 things are there already" in page
    assert "You can also apply together with neighbours" in page
    assert page.count("Why it matters:") == 8
    assert "they do not decide whether your city may apply" in page
    for word in ("not eligible", "cannot apply", "may not apply"):
        assert word not in page


def test_without_any_answer_the_result_is_a_beginning(client: FlaskClient) -> None:
    make.make_commission()
    page = client.get("/c/ke/readiness/result").text
    assert "Every learning city began here" in page


def test_all_answered_with_yes_leads_to_the_application(client: FlaskClient) -> None:
    make.make_commission()
    page = client.get("/c/ke/readiness").text
    answers = dict.fromkeys(re.findall(r'name="([a-z]+)" value="yes"', page), "yes")
    assert len(answers) == 10
    result = client.get("/c/ke/readiness/result", query_string=answers).text
    assert "Everything is there: you can begin with the application" in result
    assert 'href="/c/ke/register"' in result


def test_nothing_is_stored(client: FlaskClient) -> None:
    make.make_commission()
    answer = client.get("/c/ke/readiness/result", query_string=ANSWERS)
    assert "Set-Cookie" not in answer.headers
    client.get("/c/ke/readiness/brief.pdf", query_string=ANSWERS)
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        kept = work.session.scalars(select(Attempt.key)).all()
    assert not [key for key in kept if "yes" in key]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "A brief for the mayor"),
        ("fr", "Une note pour la maire ou le maire"),
        ("ar", "موجز لرئيس البلدية"),
    ],
)
def test_the_brief_is_one_page_in_each_language(
    client: FlaskClient, language: str, title: str
) -> None:
    make.make_commission()
    make.make_call()
    answer = client.get("/c/ke/readiness/brief.pdf", query_string={**ANSWERS, "language": language})
    assert answer.mimetype == "application/pdf"
    text = text_of(answer.data)
    assert title in text


def test_the_brief_says_what_is_there_and_what_is_not(client: FlaskClient) -> None:
    make.make_commission(contact_email="cities@commission.example")
    answer = client.get("/c/ke/readiness/brief.pdf", query_string={**ANSWERS, "language": "en"})
    text = text_of(answer.data)
    assert "cities@commission.example" in text
    assert "An elected body that governs the city" in text
    assert "Three aims for learning in the city" in text
    assert "The next call has not been announced yet" in text


def test_briefs_are_not_made_without_end(client: FlaskClient) -> None:
    make.make_commission()
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        for _ in range(60):
            count_attempt(work, BRIEFS, "127.0.0.1")
    assert client.get("/c/ke/readiness/brief.pdf").status_code == 429
    assert client.get("/c/ke/readiness/result").status_code == 200


def test_unknown_commissions_have_no_check(client: FlaskClient) -> None:
    for page in ("readiness", "readiness/result", "readiness/brief.pdf"):
        assert client.get(f"/c/zz/{page}").status_code == 404
