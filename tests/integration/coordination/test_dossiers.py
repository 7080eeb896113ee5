"""Copies, the queue and the dossier: what was submitted, nothing else, and the question back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.applications.models import Application
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import Filed


def token_of(page: str) -> str:
    start = page.index('name="csrf_token"')
    return page[start:].split('value="')[1].split('"')[0]


@pytest.fixture
def forwarded(call: Call) -> Filed:
    return make.make_row(call, "Nakuru", State.FORWARDED, age_days=4)


def test_drafts_are_nowhere(call: Call, desk: FlaskClient) -> None:
    draft = make.make_row(call, "Secretville", State.DRAFT)
    for address in ("/coordination/copies", "/coordination/forwarded", "/coordination"):
        assert "Secretville" not in desk.get(address).text
    address = f"/coordination/applications/ke/{draft.reference}"
    assert desk.get(address).status_code == 404


def test_a_copy_says_that_it_is_one(call: Call, desk: FlaskClient) -> None:
    filed = make.make_row(call, "Kisumu", State.SUBMITTED)
    assert "Kisumu" in desk.get("/coordination/copies").text
    page = desk.get(f"/coordination/applications/ke/{filed.reference}").text
    assert "Copy, not yet endorsed" in page
    assert "Ask the commission" not in page


def test_the_queue_begins_with_who_waits_longest(call: Call, desk: FlaskClient) -> None:
    make.make_row(call, "Younger", State.FORWARDED, age_days=2, number=1)
    make.make_row(call, "Older", State.FORWARDED, age_days=9, number=2)
    page = desk.get("/coordination/forwarded").text
    assert page.index("Older") < page.index("Younger")


def test_a_list_can_be_searched(call: Call, desk: FlaskClient) -> None:
    make.make_row(call, "Kisumu", State.SUBMITTED, number=1)
    make.make_row(call, "Nakuru", State.SUBMITTED, number=2)
    page = desk.get("/coordination/copies?q=naku&region=africa&state=submitted").text
    assert "Nakuru" in page
    assert "Kisumu" not in page


def test_a_wildcard_is_only_a_letter(call: Call, desk: FlaskClient) -> None:
    make.make_row(call, "Kisumu", State.SUBMITTED)
    assert "Kisumu" not in desk.get("/coordination/copies?q=%25").text


def test_there_is_no_way_to_reject(forwarded: Filed, desk: FlaskClient) -> None:
    page = desk.get(f"/coordination/applications/ke/{forwarded.reference}").text
    assert "Register the member" in page
    assert "eject" not in page.replace("rejectattr", "")


def test_a_question_goes_to_the_commission_with_its_reason(
    forwarded: Filed, desk: FlaskClient
) -> None:
    address = f"/coordination/applications/ke/{forwarded.reference}"
    token = token_of(desk.get(address).text)
    answer = desk.post(
        f"{address}/question",
        data={"csrf_token": token, "seen_revision": "1", "question": "Which year is it from?"},
    )
    assert answer.status_code == 303
    page = desk.get(address).text
    assert "Which year is it from?" in page
    assert make.application_of(forwarded).state is State.INCOMPLETE


def test_an_empty_question_returns_to_its_field(forwarded: Filed, desk: FlaskClient) -> None:
    address = f"/coordination/applications/ke/{forwarded.reference}"
    token = token_of(desk.get(address).text)
    answer = desk.post(
        f"{address}/question", data={"csrf_token": token, "seen_revision": "1", "question": " "}
    )
    assert answer.status_code == 422
    assert "Write the question to the commission." in answer.text


def test_a_stale_question_changes_nothing(forwarded: Filed, desk: FlaskClient) -> None:
    address = f"/coordination/applications/ke/{forwarded.reference}"
    token = token_of(desk.get(address).text)
    with unit_of_work(Commission(make.KENYA), OPERATOR) as work:
        work.session.execute(
            update(Application).where(Application.id == forwarded.id).values(revision=7)
        )
    answer = desk.post(
        f"{address}/question", data={"csrf_token": token, "seen_revision": "1", "question": "Why?"}
    )
    assert answer.status_code == 409
    assert make.application_of(forwarded).state is State.FORWARDED


def test_the_files_of_a_real_submission_can_be_downloaded(call: Call, desk: FlaskClient) -> None:
    filed, _delegate = make.make_submitted(call, "Nakuru")
    address = f"/coordination/applications/ke/{filed.reference}"
    page = desk.get(address).text
    assert "Application, signed by the mayor" in page
    assert "Joyce Achieng" in page
    link = page.split(f"{address}/files/")[1].split('"')[0]
    answer = desk.get(f"{address}/files/{link}")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    other = make.make_row(call, "Kisumu", State.SUBMITTED, number=77)
    stolen = f"/coordination/applications/ke/{other.reference}/files/{link}"
    assert desk.get(stolen).status_code == 404


def test_a_commission_code_of_another_country_does_not_open_it(
    forwarded: Filed, desk: FlaskClient
) -> None:
    address = f"/coordination/applications/tn/{forwarded.reference}"
    assert desk.get(address).status_code == 404
