"""How a commission signs, and all four mixtures of paper and screen up to the dossier."""

import json
import zipfile
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.applications.workflow import State
from portal.commissions.models import Commission as CommissionRow
from portal.commissions.models import SignatureMethod
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.history.models import HistoryEntry
from portal.notifications.models import OutboxMail
from portal.signing.models import Method
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    application_of,
    finish_checklist,
    make_draft,
    make_submitted,
    revision_of,
)
from tests.integration.desk.conftest import Desk
from tests.integration.desk.paper_case import (
    Case,
    approved,
    attest,
    send,
    set_method,
    sign_as_mayor,
    verified,
)
from tests.integration.desk.sheets import (
    signed_sheet,
)
from tests.integration.desk.test_signing import next_code, second_factor_of
from tests.pdf_reader import report_of
from tests.waiting_jobs import tell_all


@pytest.fixture
def nakuru(desk: Desk, officer: FlaskClient) -> Case:
    """Signed by the mayor on screen, submitted, checked and approved."""
    filed, delegate = make_submitted(desk.call, "Nakuru")
    return approved(officer, Case(filed, delegate))


def test_a_commission_that_signs_on_screen_takes_no_paper(
    officer: FlaskClient, signatory: FlaskClient, nakuru: Case
) -> None:
    set_method(SignatureMethod.ELECTRONIC)
    assert signatory.get(nakuru.address).status_code == 403
    assert send(signatory, nakuru, signed_sheet(nakuru.document)).status_code == 403
    page = signatory.get(f"/c/ke/desk/{nakuru.filed.reference}/sign").text
    assert "Sign on paper instead" not in page


def test_a_commission_that_signs_on_paper_signs_nothing_on_screen(
    desk: Desk, signatory: FlaskClient, nakuru: Case
) -> None:
    set_method(SignatureMethod.PAPER)
    answer = signatory.get(f"/c/ke/desk/{nakuru.filed.reference}/sign")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/sign-on-paper")
    posted = signatory.post(
        f"/c/ke/desk/{nakuru.filed.reference}/sign",
        data={
            "seen_revision": revision_of(nakuru.filed),
            "shown_sha256": nakuru.submission.document_sha256,
            "office": "Secretary-General",
            "consent": "y",
            "code": next_code(second_factor_of(desk.signatory)),
        },
    )
    assert posted.status_code == 403
    assert application_of(nakuru.filed).state is State.APPROVED


def test_the_signatory_is_told_that_a_paper_waits(
    desk: Desk,
    officer: FlaskClient,
    signatory: FlaskClient,
    nakuru: Case,
    administrator: psycopg.Connection,
) -> None:
    kind = "endorsement_scanned.signatories"
    send(officer, nakuru, signed_sheet(nakuru.document))
    tell_all(administrator)
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        told = work.session.query(OutboxMail).filter_by(kind=kind).one()
        assert told.to_address == desk.signatory.email
        assert told.subject == f"A signed paper waits for you: Nakuru, {nakuru.filed.reference}"
        assert "/sign-on-paper" in told.text
    page = signatory.get(f"/c/ke/desk/{nakuru.filed.reference}").text
    assert "Attest the signed paper" in page


@pytest.mark.parametrize("is_two_step", [True, False], ids=["two steps", "one step"])
@pytest.mark.parametrize("by_commission", list(Method))
@pytest.mark.parametrize("by_mayor", list(Method))
def test_every_mixture_goes_all_the_way(
    desk: Desk,
    app: Flask,
    officer: FlaskClient,
    signatory: FlaskClient,
    tmp_path: Path,
    by_mayor: Method,
    by_commission: Method,
    is_two_step: bool,
) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(CommissionRow, KENYA).two_step_decision = is_two_step
    case = Case(*make_draft(desk.call, "Nakuru"))
    sign_as_mayor(case.filed, case.delegate, by_mayor)
    finish_checklist(case.filed)
    if is_two_step:
        approved(officer, case)
    phone = second_factor_of(desk.signatory)
    if by_commission is Method.PAPER:
        assert send(officer, case, signed_sheet(case.document)).status_code == 303
        assert attest(signatory, case, phone).status_code == 303
    else:
        answer = signatory.post(
            f"/c/ke/desk/{case.filed.reference}/sign",
            data={
                "seen_revision": revision_of(case.filed),
                "shown_sha256": case.submission.document_sha256,
                "office": "Secretary-General",
                "consent": "y",
                "code": next_code(phone),
            },
        )
        assert answer.status_code == 303
    forwarded = officer.post(
        f"/c/ke/desk/{case.filed.reference}/forward",
        data={"seen_revision": revision_of(case.filed)},
    )
    assert forwarded.status_code == 303
    assert application_of(case.filed).state is State.FORWARDED

    said_of_it = verified(app, case.document)
    assert (said_of_it["ours"], said_of_it["unchanged"]) == (True, True)
    assert [entry["method"] for entry in said_of_it["signatures"]] == [by_mayor, by_commission]
    assert all(entry["valid"] for entry in said_of_it["signatures"])

    runner = app.test_cli_runner()
    listed = json.loads(runner.invoke(args=["dossier", "list", "--json"]).output)
    assert [(row["mayor_signature"], row["commission_signature"]) for row in listed] == [
        (by_mayor, by_commission)
    ]
    exported = runner.invoke(args=["dossier", "export", case.filed.reference, str(tmp_path)])
    assert exported.exit_code == 0, exported.output
    pdf = tmp_path / f"{case.filed.reference}.pdf"
    with zipfile.ZipFile(tmp_path / f"{case.filed.reference}.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        papers = [name for name in archive.namelist() if name.startswith("signed-papers/")]
    on_paper = [by_mayor, by_commission].count(Method.PAPER)
    assert len(papers) == on_paper
    assert [entry["method"] for entry in manifest["signatures"]] == [by_mayor, by_commission]
    digests = {entry["sha256"] for entry in manifest["files"]}
    said = {entry["scan_sha256"] for entry in manifest["signatures"] if "scan_sha256" in entry}
    assert len(said) == on_paper
    assert said <= digests
    report = report_of(pdf)
    assert report.count("Signature is Valid.") >= 2
    assert "Invalid" not in report


def test_the_scan_of_part_two_is_shared_with_the_coordination_team(
    desk: Desk, signatory: FlaskClient, nakuru: Case
) -> None:
    send(signatory, nakuru, signed_sheet(nakuru.document))
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        kinds = [row.kind for row in work.session.query(Document)]
        assert DocumentKind.SCAN not in kinds, "nobody but the commission sees it before"
    attest(signatory, nakuru, second_factor_of(desk.signatory))
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        scan = work.session.query(Document).filter_by(kind=DocumentKind.SCAN).one()
        assert scan.shared_at is not None
        events = [row.event for row in work.session.query(HistoryEntry).filter_by(is_internal=True)]
        assert events.count("endorsement_scanned") == 1
