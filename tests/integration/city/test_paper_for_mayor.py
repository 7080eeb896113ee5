"""A print that somebody signed by hand for the mayor: with a mandate, and everybody is told."""

from datetime import date

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts.roles import Role
from portal.applications.mandates import Applicant
from portal.applications.models import Submission
from portal.applications.services.attaching import ExaminedFile
from portal.applications.services.mandating import MandateValues, set_mandate
from portal.applications.workflow import State
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.signing.models import Signature
from portal.tenancy.scope import City, Commission
from tests import paper
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_call,
    make_commission,
    make_draft,
    make_person,
    sign_in,
)
from tests.integration.city.browsing import page, send
from tests.integration.city.gathering import FILE, PAPER, add, frozen_version, words
from tests.integration.city.test_signing_for_mayor import mandate, mayor

CONFIRM = f"{PAPER}/confirm"
DEPUTY = {
    "signer": "for-mayor",
    "signer_name": "Ali Hassan",
    "signer_office": "Deputy Governor",
    "attested": "y",
}


@pytest.fixture
def draft(client: FlaskClient) -> tuple[Filed, Somebody]:
    make_commission()
    filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)
    return filed, delegate


@pytest.fixture
def at_work(client: FlaskClient, draft: tuple[Filed, Somebody]) -> FlaskClient:
    """The signed print has come in, page for page."""
    bring_print(client, draft)
    return client


def bring_print(client: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    frozen = frozen_version(*draft)
    numbers = list(range(1, frozen.pages + 1))
    halves = (numbers[:2], numbers[2:])
    add(client, *(paper.scan(paper.pages_of(frozen.printed, half)) for half in halves))


def confirm(client: FlaskClient, **values: object) -> TestResponse:
    form = page(client, f"{CONFIRM}?signer=for-mayor")
    return send(client, CONFIRM, {**DEPUTY, **values}, seen=form)


def test_who_signed_is_asked_and_the_sentence_follows(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert "that the mayor of Nakuru has signed and stamped it." in page(at_work, CONFIRM)
    asked = page(at_work, f"{CONFIRM}?signer=for-mayor")
    assert f"for and on behalf of {mayor(draft[0])}" in asked
    assert "The mandate" in asked


def test_without_a_mandate_nothing_is_taken_in(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    answer = confirm(at_work)
    assert answer.status_code == 422
    assert "Add the mandate" in answer.text
    assert 'value="Ali Hassan"' in answer.text
    assert application_of(draft[0]).state is State.AWAITING_MAYOR


def test_a_paper_signed_for_the_mayor_says_so_everywhere(
    at_work: FlaskClient, draft: tuple[Filed, Somebody], app: Flask
) -> None:
    name = mayor(draft[0])
    answer = confirm(at_work, mandate=mandate())
    assert answer.status_code == 303, answer.text[:3000]

    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        signature = work.session.scalars(select(Signature)).one()
        kept = work.session.scalars(
            select(Document).where(Document.kind == DocumentKind.MANDATE)
        ).one()
        code = work.session.scalar(select(Submission.verification_code))
    assert (signature.signer_name, signature.acting_for) == ("Ali Hassan", name)
    assert signature.mandate_sha256 == kept.sha256

    sheets = pypdfium2.PdfDocument(read(signature.signed_sha256))
    text = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in sheets).split())
    assert f"For and on behalf of {name}" in text
    assert "application for and on behalf of the mayor, with a mandate" in text

    tracker = words(page(at_work, f"{FILE}/tracker"))
    assert (
        f"Ali Hassan signed the application on paper for and on behalf of {name}, with a mandate;"
        " the city attested the scan."
    ) in tracker
    anybody = page(app.test_client(), f"/s/{code}")
    assert f"For and on behalf of {name}" in anybody
    assert kept.sha256 in anybody

    send(at_work, f"{FILE}/submit", {})
    officer = app.test_client()
    sign_in(officer, make_person(Role.OFFICER, "Joseph Mwangi"))
    desk = words(page(officer, "/c/ke/desk/KE-2027-001"))
    assert f"Signed on paper by Ali Hassan, Deputy Governor, for and on behalf of {name}." in desk


def test_the_mandate_of_the_version_is_enough_for_whom_it_names(
    client: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filed, delegate = draft
    data = mandate()[0].getvalue()
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        set_mandate(
            work,
            filed.id,
            values=MandateValues(
                applicant=Applicant.REPRESENTATIVE,
                holder_name="Ali Hassan",
                mayor_name="Joyce Achieng",
                signed_on=date(2026, 1, 15),
            ),
            file=ExaminedFile(data, "mandate.png", "image/png", 1, (data,)),
        )
    bring_print(client, draft)
    asked = page(client, f"{CONFIRM}?signer=for-mayor")
    assert "A mandate of Ali Hassan lies in the application already." in asked
    assert 'value="Ali Hassan"' in asked
    assert confirm(client, signer_name="Somebody Else").status_code == 422
    assert confirm(client).status_code == 303


def test_the_mayor_needs_no_mandate(at_work: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    values = {"signer_name": mayor(draft[0]), "signer_office": "Governor", "attested": "y"}
    assert send(at_work, CONFIRM, values).status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        signature = work.session.scalars(select(Signature)).one()
    assert (signature.acting_for, signature.mandate_sha256) == ("", None)
