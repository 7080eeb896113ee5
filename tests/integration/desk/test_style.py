"""A commission's style: which steps it has, and what a change does to open applications."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.commissions.models import Style
from portal.commissions.styles import StyleStep, has_step, steps_of
from tests.factories import make_call, make_commission, make_person, make_row, sign_in
from tests.integration.city.browsing import page, send

PLACE = "/c/ke/desk/settings/style"


@pytest.fixture
def officer(app: Flask, client: FlaskClient) -> FlaskClient:
    make_commission()
    sign_in(client, make_person(Role.OFFICER, "Wanjiru Kariithi"))
    return client


def test_each_style_has_its_steps() -> None:
    assert steps_of(Style.PASS_THROUGH) == (StyleStep.CHECK, StyleStep.SIGN, StyleStep.FORWARD)
    assert steps_of(Style.ACCOMPANY) == (
        StyleStep.COMMENT_DRAFTS,
        StyleStep.CHECK,
        StyleStep.SIGN,
        StyleStep.FORWARD,
    )
    assert steps_of(Style.SELECT) == (
        StyleStep.CHECK,
        StyleStep.SCORE,
        StyleStep.SIGN,
        StyleStep.FORWARD,
    )
    assert not has_step(Style.PASS_THROUGH, StyleStep.COMMENT_DRAFTS)
    assert has_step(Style.SELECT, StyleStep.SCORE)


def test_a_commission_passes_through_until_it_chooses(officer: FlaskClient) -> None:
    html = page(officer, PLACE)
    assert html.count("Your style") == 1
    assert f"{PLACE}/pass_through" not in html
    assert f"{PLACE}/accompany" in html
    assert f"{PLACE}/select" in html


def test_before_a_change_one_reads_what_happens_to_open_applications(officer: FlaskClient) -> None:
    call = make_call()
    make_row(call, "Nakuru", State.DRAFT, number=1)
    make_row(call, "Kisumu", State.SUBMITTED, number=2)
    make_row(call, "Lamu", State.MEMBER, number=3)
    html = page(officer, f"{PLACE}/accompany")
    assert "2 applications are open" in html
    assert "Each stays where it is" in html
    assert "Your officers can comment in all drafts of your cities at once" in html
    assert "What no longer appears" not in html


def test_the_change_holds_at_once_and_moves_no_application(officer: FlaskClient) -> None:
    filed = make_row(make_call(), "Kisumu", State.SUBMITTED)
    answer = send(officer, f"{PLACE}/select", {"seen_style": "pass_through"})
    assert answer.status_code == 303
    assert "Your style is “Select” from now on." in page(officer, PLACE)
    html = page(officer, f"{PLACE}/pass_through")
    assert "Their scores and conflicts of interest are kept" in html
    assert "What appears" not in html
    assert page(officer, f"/c/ke/desk/{filed.reference}").count("Check the application") >= 1


def test_a_colleagues_change_is_not_overwritten(officer: FlaskClient) -> None:
    send(officer, f"{PLACE}/select", {"seen_style": "pass_through"})
    answer = send(officer, f"{PLACE}/accompany", {"seen_style": "pass_through"})
    assert answer.status_code == 409
    assert "A colleague has changed the style meanwhile." in answer.text
    assert "Select" in page(officer, PLACE)


def test_there_is_no_other_style(officer: FlaskClient) -> None:
    assert officer.get(f"{PLACE}/guess").status_code == 404
    assert officer.post(f"{PLACE}/guess").status_code == 404
    assert officer.post(f"{PLACE}/select").status_code == 404


def test_the_settings_lead_there(officer: FlaskClient) -> None:
    assert page(officer, "/c/ke/desk/settings").count(f'href="{PLACE}"') == 1
