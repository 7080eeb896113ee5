"""Sentences in a commission's own words: where they are read, what is refused, the way back."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.core.sentences import key_of
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.notifications.models import OutboxMail
from portal.tenancy.scope import Commission as CommissionScope
from tests.factories import KENYA, TUNISIA, make_commission, make_person, sign_in
from tests.integration.desk.conftest import Desk

PLACE = "/c/ke/desk/settings/wording"
HEADING = "Who works at this desk, which cities may apply, and who writes for them."
PLURAL = "One person can sign."


def address(message: str, language: str = "en") -> str:
    return f"{PLACE}/{language}/{key_of('', message)}"


def text(browser: FlaskClient, place: str) -> str:
    return browser.get(place).get_data(as_text=True)


def test_a_sentence_is_found_by_its_words_and_its_place(officer: FlaskClient) -> None:
    page = text(officer, f"{PLACE}?q=which+cities+may+apply")
    assert address(HEADING) in page
    assert "One sentence is found." in page
    assert address(HEADING) not in text(officer, f"{PLACE}?q=which+cities+may+apply&place=mails")
    french = text(officer, f"{PLACE}?q=which+cities+may+apply&language=fr")
    assert address(HEADING, "fr") in french


def test_own_words_are_read_on_the_pages_of_this_commission_alone(
    officer: FlaskClient, app: Flask
) -> None:
    before = text(officer, "/c/ke/desk/people")
    assert HEADING in before
    answer = officer.post(address(HEADING), data={"text_0": "Our team & <b>our cities"})
    assert answer.status_code == 422
    assert "cannot be used" in answer.get_data(as_text=True)
    answer = officer.post(address(HEADING), data={"text_0": "Our team & our cities."})
    assert answer.status_code == 303
    after = text(officer, "/c/ke/desk/people")
    assert "Our team &amp; our cities." in after
    assert HEADING not in after
    make_commission(TUNISIA, "tn")
    stranger = app.test_client()
    sign_in(stranger, make_person(Role.OFFICER, "Salwa Marzougui", commission_id=TUNISIA))
    assert HEADING in text(stranger, "/c/tn/desk/people")


def test_the_portals_words_come_back(officer: FlaskClient) -> None:
    officer.post(address(HEADING), data={"text_0": "Our team."})
    assert "Our team." in text(officer, "/c/ke/desk/people")
    assert officer.post(f"{address(HEADING)}/original").status_code == 303
    assert HEADING in text(officer, "/c/ke/desk/people")


def test_a_look_keeps_nothing(officer: FlaskClient) -> None:
    page = officer.post(
        address("New application from %(city)s: %(reference)s"),
        data={"text_0": "%(city)s has applied: %(reference)s", "look": "yes"},
    ).get_data(as_text=True)
    assert "<p>Baraka has applied: KE-2027-014</p>" in page
    assert "0 sentences are found." in text(officer, f"{PLACE}?own=yes")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("New: %(city)s", "These placeholders are missing: %(reference)s."),
        ("%(city)s %(reference)s %(secret)s", "These placeholders have no value here: %(secret)s."),
        ("%(city)s %(reference)s 100%", "cannot be used"),
    ],
)
def test_placeholders_stay(officer: FlaskClient, words: str, sentence: str) -> None:
    answer = officer.post(
        address("New application from %(city)s: %(reference)s"), data={"text_0": words}
    )
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_every_form_of_a_plural_is_worded(officer: FlaskClient, desk: Desk) -> None:
    assert "One person can sign." in text(officer, "/c/ke/desk/settings/set-up")
    answer = officer.post(address(PLURAL), data={"text_0": "One hand signs.", "text_1": ""})
    assert answer.status_code == 422
    officer.post(
        address(PLURAL), data={"text_0": "One hand signs.", "text_1": "%(count)s hands sign."}
    )
    assert "One hand signs." in text(officer, "/c/ke/desk/settings/set-up")
    make_person(Role.SIGNATORY, "Grace Wanjiru")
    assert "2 hands sign." in text(officer, "/c/ke/desk/settings/set-up")


def test_arabic_asks_for_its_six_forms(officer: FlaskClient) -> None:
    page = text(officer, address(PLURAL, "ar"))
    assert page.count("<textarea") == 6


@pytest.mark.parametrize("key", ["0" * 32, key_of("", "nobody says this")])
def test_other_sentences_are_unknown(officer: FlaskClient, key: str) -> None:
    assert officer.get(f"{PLACE}/en/{key}").status_code == 404
    assert officer.post(f"{PLACE}/en/{key}", data={"text_0": "x"}).status_code == 404


def test_a_mail_is_looked_at_as_it_will_be(officer: FlaskClient) -> None:
    mail = f"{PLACE}/mails/application_submitted.officers/en"
    page = text(officer, mail)
    assert '<p class="strong">New application from Baraka: ZZ-2027-014</p>' in page
    data = {
        "subject": "%(city)s has applied: %(reference)s",
        "lead": "",
        "next": "",
        "action": "",
    }
    look = officer.post(mail, data={**data, "look": "yes"}).get_data(as_text=True)
    assert '<p class="strong">Baraka has applied: ZZ-2027-014</p>' in look
    assert "Baraka has applied" not in text(officer, mail)
    assert officer.post(mail, data=data).status_code == 303
    assert "Baraka has applied" in text(officer, mail)
    officer.post(mail, data={**data, "original": "yes"})
    assert "Baraka has applied" not in text(officer, mail)


def test_mails_are_sent_in_the_commissions_words(officer: FlaskClient) -> None:
    for line in text(officer, f"{PLACE}/mails").split('"'):
        if "/mails/invitation_sent" in line:
            data = {
                "subject": "A seat at %(commission_name)s",
                "lead": "",
                "next": "",
                "action": "",
            }
            officer.post(line, data=data)
    officer.post(
        "/c/ke/desk/people/invite",
        data={
            "name": "Amina Otieno",
            "email": "new@commission.example",
            "role": "officer",
            "language": "en",
        },
    )
    with unit_of_work(CommissionScope(KENYA), OPERATOR) as work:
        subjects = work.session.scalars(select(OutboxMail.subject)).all()
    assert "A seat at National Commission of KE" in subjects


def test_own_words_cost_no_statement_per_page(
    officer: FlaskClient, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    text(officer, "/c/ke/desk/people")
    with count_statements() as before:
        text(officer, "/c/ke/desk/people")
    officer.post(address(HEADING), data={"text_0": "Our team."})
    text(officer, "/c/ke/desk/people")
    with count_statements() as after:
        assert "Our team." in text(officer, "/c/ke/desk/people")
    assert len(after) == len(before)
    for place in (PLACE, address(HEADING), f"{PLACE}/mails"):
        with count_statements() as seen:
            assert officer.get(place).status_code == 200
        assert len(seen) <= 8
