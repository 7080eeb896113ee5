"""The mayor's mandate: needed for representatives, frozen with the version, said what to do."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy import update

from portal.applications.models import DraftSection, Submission
from portal.applications.team_models import Mandate
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_call,
    make_commission,
    make_draft,
)
from tests.integration.city.browsing import page, send

FILE = "/c/ke/my/KE-2027-001"
MANDATE = f"{FILE}/mandate"


def today() -> date:
    return datetime.now(UTC).date()


def values(**changes: object) -> dict[str, object]:
    picture = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(picture).text((80, 80), "I endorse Neema Barasa", fill="black")
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return {
        "applicant": "representative",
        "holder_name": "Neema Barasa",
        "organisation": "Lake University",
        "mayor_name": "Joyce Achieng",
        "signed_on": (today() - timedelta(days=20)).isoformat(),
        "valid_until": (today() + timedelta(days=40)).isoformat(),
        "file": (data, "mandate.png"),
        **changes,
    }


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


@pytest.fixture
def draft(call: Call) -> tuple[Filed, Somebody]:
    filed, delegate = make_draft(call, "Nakuru")
    name_organisation(filed, "Lake University")
    return filed, delegate


def name_organisation(filed: Filed, organisation: str) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        section = work.session.query(DraftSection).filter_by(section="contact").one()
        section.answers = {**section.answers, "contact_organisation": organisation}


def test_an_organisation_has_to_say_who_applies_before_the_freeze(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert "Missing" in page(at_work, FILE)
    answer = send(at_work, f"{FILE}/check", {}, seen=page(at_work, MANDATE))
    assert answer.status_code == 422
    assert "The form names an organisation." in page(at_work, f"{FILE}/check")
    assert application_of(draft[0]).state is State.DRAFT


def test_a_mandate_is_frozen_with_the_version_and_shown_to_all_who_need_it(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert send(at_work, MANDATE, values()).location == MANDATE
    assert "Joyce Achieng endorsed Neema Barasa on" in page(at_work, MANDATE)
    assert "Joyce Achieng endorsed Neema Barasa on" in page(at_work, f"{FILE}/tracker")
    assert send(at_work, f"{FILE}/check", {}).status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        kept = work.session.query(Submission).one().attachments
    assert [item["title"] for item in kept] == ["The mayor's mandate for Neema Barasa"]
    assert kept[0]["mandate"]["organisation"] == "Lake University"
    assert kept[0]["pages"] == 1
    answer = send(at_work, MANDATE, values(), seen=page(at_work, f"{FILE}/messages"))
    assert answer.status_code == 409


def test_the_authority_itself_needs_none(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert send(at_work, MANDATE, {"applicant": "authority"}).status_code == 303
    assert send(at_work, f"{FILE}/check", {}).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": (io.BytesIO(b""), "")}, "Choose the signed document."),
        ({"holder_name": ""}, "Give the name of whom the mayor endorsed."),
        ({"mayor_name": ""}, "Give the name of the mayor who signed."),
        ({"signed_on": "2999-01-01"}, "it is not in the future"),
        ({"valid_until": "2020-01-01"}, "This mandate is over."),
        ({"applicant": ""}, "Say who applies."),
    ],
)
def test_what_is_missing_is_said(
    at_work: FlaskClient, change: dict[str, object], said: str
) -> None:
    answer = send(at_work, MANDATE, values(**change))
    assert answer.status_code == 422
    assert said in answer.text


def test_a_mandate_that_ended_is_not_frozen_and_says_what_to_do(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    send(at_work, MANDATE, values())
    with unit_of_work(City(KENYA, draft[0].city_id), draft[1].actor) as work:
        work.session.execute(update(Mandate).values(valid_until=date(2026, 1, 31)))
    for path in (f"{FILE}/check", MANDATE):
        assert "ended on January 31, 2026" in page(at_work, path) or "31 Jan" in page(at_work, path)
    assert "Expired" in page(at_work, FILE)
    assert "Expired" in page(at_work, f"{FILE}/tracker")
    assert send(at_work, f"{FILE}/check", {}, seen=page(at_work, MANDATE)).status_code == 422
