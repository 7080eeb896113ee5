"""Part 2 on paper: what is taken in, what is refused, and all four mixtures up to the dossier."""

import io
import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from portal.accounts.roles import permissions_of
from portal.applications.models import Submission
from portal.applications.services.attesting import (
    Attestation,
    Received,
    SignedPaper,
    attest_paper,
)
from portal.applications.services.deciding import return_for_completion
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link
from portal.applications.services.mayor_signing import (
    MayorsHand,
    sign_electronically,
)
from portal.applications.services.reopening import reopen
from portal.applications.services.submitting import submit
from portal.applications.workflow import State
from portal.commissions.models import Commission as CommissionRow
from portal.commissions.models import SignatureMethod
from portal.core import clock
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.documents.form_values import SignedPage
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.history.models import HistoryEntry
from portal.notifications.models import OutboxMail
from portal.signing.models import Method, Part, Signature
from portal.tenancy.scope import City as CityScope
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    finish_checklist,
    make_draft,
    make_submitted,
    revision_of,
)
from tests.integration.desk.conftest import Desk
from tests.integration.desk.sheets import (
    as_jpeg,
    as_pdf,
    painted,
    part_two_page,
    signed_sheet,
)
from tests.integration.desk.test_signing import next_code, second_factor_of
from tests.waiting_jobs import tell_all


@dataclass(frozen=True)
class Case:
    """An application that is ready for Part 2."""

    filed: Filed
    delegate: Somebody

    @property
    def address(self) -> str:
        return f"/c/ke/desk/{self.filed.reference}/sign-on-paper"

    @property
    def submission(self) -> Submission:
        with unit_of_work(Commission(KENYA), OPERATOR) as work:
            return (
                work.session.query(Submission)
                .filter_by(application_id=self.filed.id)
                .order_by(Submission.number.desc())
                .limit(1)
                .one()
            )

    @property
    def document(self) -> bytes:
        return read(self.submission.document_sha256)


@pytest.fixture
def nakuru(desk: Desk, officer: FlaskClient) -> Case:
    """Signed by the mayor on screen, submitted, checked and approved."""
    filed, delegate = make_submitted(desk.call, "Nakuru")
    return approved(officer, Case(filed, delegate))


def approved(officer: FlaskClient, case: Case) -> Case:
    finish_checklist(case.filed)
    answer = officer.post(
        f"/c/ke/desk/{case.filed.reference}/approve",
        data={"seen_revision": revision_of(case.filed)},
    )
    assert answer.status_code == 303
    return case


def send(
    browser: FlaskClient, case: Case, data: bytes, name: str = "sheet.jpg", **values: Any
) -> Any:
    fields = {
        "seen_revision": revision_of(case.filed),
        "shown_sha256": case.submission.document_sha256,
        "scan": (io.BytesIO(data), name),
    }
    return browser.post(f"{case.address}/scan", data={**fields, **values})


def attest(browser: FlaskClient, case: Case, phone: pyotp.TOTP, **values: Any) -> Any:
    page = browser.get(case.address).get_data(as_text=True)
    fields = {
        "seen_revision": revision_of(case.filed),
        "shown_sha256": case.submission.document_sha256,
        "scan_sha256": shown_scan(page),
        "signer_name": "Grace Otieno",
        "signer_office": "President of the commission",
        "signed_on": clock.now().date().isoformat(),
        "office": "Secretary-General",
        "consent": "y",
        "code": next_code(phone),
    }
    return browser.post(case.address, data={**fields, **values})


def shown_scan(page: str) -> str:
    """The digest of the scan in the form; empty if there is no form."""
    marked = page.partition('name="scan_sha256" type="hidden" value="')[2]
    return marked.partition('"')[0]


def verified(app: Flask, data: bytes) -> dict[str, Any]:
    """What the public page says of a file."""
    answer = app.test_client().post(
        "/verify",
        data={"file": (io.BytesIO(data), "document.pdf")},
        headers={"Accept": "application/json"},
    )
    answer.request.environ["wsgi.input"].close()  # a large upload of the test client stays open
    said: dict[str, Any] = answer.get_json()
    return said


def signature_of(case: Case, part: Part = Part.COMMISSION) -> Signature:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        return (
            work.session.query(Signature)
            .filter_by(application_id=case.filed.id, part=part, voided_at=None)
            .one()
        )


def test_the_page_says_what_to_print_and_where_to_sign(
    signatory: FlaskClient, nakuru: Case
) -> None:
    page = signatory.get(nakuru.address).get_data(as_text=True)
    number = part_two_page(nakuru.document)
    assert f"only its page {number} with Part 2" in page
    assert "Open the document to print" in page
    assert 'name="scan"' in page
    assert "Send the scan first" in page


def test_officer_sends_signatory_attests_and_the_mayors_bytes_stay(
    desk: Desk, officer: FlaskClient, signatory: FlaskClient, nakuru: Case
) -> None:
    shown, sheet = nakuru.document, signed_sheet(nakuru.document)
    assert send(officer, nakuru, sheet).status_code == 303
    page = officer.get(nakuru.address).get_data(as_text=True)
    assert "sent by Joseph Mwangi" in page
    assert "Only a signatory can attest the scan" in page

    phone = second_factor_of(desk.signatory)
    assert attest(signatory, nakuru, phone).status_code == 303
    assert application_of(nakuru.filed).state is State.ENDORSED
    signature = signature_of(nakuru)
    assert signature.method is Method.PAPER
    assert (signature.signer_name, signature.office) == (
        "Grace Otieno",
        "President of the commission",
    )
    assert (signature.attested_by, signature.attested_office) == (
        "Amina Otieno",
        "Secretary-General",
    )
    assert signature.written_on == clock.now().date()
    assert read(signature.stamp_sha256 or "") == sheet
    assert read(signature.signed_sha256).startswith(shown), "the mayor's bytes never change"
    history = officer.get(f"/c/ke/desk/{nakuru.filed.reference}?tab=history")
    assert "Endorsed: signed on paper by Grace Otieno; scan attested" in history.text
    documents = officer.get(f"/c/ke/desk/{nakuru.filed.reference}?tab=documents")
    assert "Attested by Amina Otieno, Secretary-General" in documents.text


def test_anybody_learns_how_the_commission_signed_and_who_attests_it(
    desk: Desk, app: Flask, signatory: FlaskClient, nakuru: Case
) -> None:
    send(signatory, nakuru, signed_sheet(nakuru.document))
    attest(signatory, nakuru, second_factor_of(desk.signatory))
    answer = verified(app, nakuru.document)
    assert answer["ours"] is True
    assert answer["unchanged"] is True
    assert answer["status"] == "current"
    assert [entry["valid"] for entry in answer["signatures"]] == [True, True]
    said = answer["signatures"][1]
    assert (said["part"], said["method"]) == ("commission", "paper")
    assert said["name"] == "Grace Otieno"
    assert (said["attested_by"], said["attested_office"]) == ("Amina Otieno", "Secretary-General")
    page = app.test_client().get(f"/s/{nakuru.submission.verification_code}").text
    assert "National Commission, on paper" in page
    assert "Attested by Amina Otieno, Secretary-General" in page


def test_a_changed_file_is_still_refused(
    desk: Desk, app: Flask, signatory: FlaskClient, nakuru: Case
) -> None:
    send(signatory, nakuru, signed_sheet(nakuru.document))
    attest(signatory, nakuru, second_factor_of(desk.signatory))
    changed = bytearray(nakuru.document)
    place = changed.rindex(b"/Filespec")
    changed[place + 1 : place + 9] = b"Filespek"
    assert verified(app, bytes(changed))["unchanged"] is False


def test_a_sheet_of_an_earlier_version_is_refused(
    desk: Desk, officer: FlaskClient, signatory: FlaskClient
) -> None:
    case = Case(*make_submitted(desk.call, "Nakuru"))
    outdated = signed_sheet(case.document)
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        return_for_completion(
            work,
            case.filed.id,
            seen_revision=revision_of(case.filed),
            reason="Please add figures.",
            sections=("profile",),
        )
    scope = CityScope(KENYA, case.filed.city_id)
    with unit_of_work(scope, case.delegate.actor) as work:
        reopen(work, case.filed.id, seen_revision=revision_of(case.filed))
    sign_as_mayor(case.filed, case.delegate, Method.ELECTRONIC)
    approved(officer, case)
    answer = send(signatory, case, outdated)
    assert answer.status_code == 422
    assert "This is the print of an earlier version." in answer.text


def test_the_portals_own_file_is_no_scan(signatory: FlaskClient, nakuru: Case) -> None:
    answer = send(signatory, nakuru, nakuru.document, "application.pdf")
    assert answer.status_code == 422
    assert "This is the file of the portal itself, not a scan." in answer.text


def test_a_print_that_nobody_signed_is_no_scan(signatory: FlaskClient, nakuru: Case) -> None:
    page = part_two_page(nakuru.document)
    answer = send(signatory, nakuru, as_pdf(painted(nakuru.document, page)), "print.pdf")
    assert answer.status_code == 422
    assert "nobody has signed or stamped it" in answer.text


def test_a_file_signed_on_a_tablet_is_taken_in(signatory: FlaskClient, nakuru: Case) -> None:
    page = painted(nakuru.document, part_two_page(nakuru.document))
    for step in range(40):
        page.paste((20, 30, 110), (300 + 4 * step, 900 + step % 9, 304 + 4 * step, 904 + step % 9))
    assert send(signatory, nakuru, as_pdf(page), "tablet.pdf").status_code == 303


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _pdf: as_jpeg(Image.new("RGB", (800, 1100), "white")), "No page carries a code"),
        (lambda pdf: signed_sheet(pdf, page=1), "with Part 2, is not among these pages"),
        (lambda _pdf: b"%PDF-1.7 broken", "damaged"),
        (lambda _pdf: b"hello", "not a PDF, JPEG or PNG"),
    ],
)
def test_what_is_not_part_two_is_refused_with_what_to_do(
    signatory: FlaskClient, nakuru: Case, make: Any, said: str
) -> None:
    answer = send(signatory, nakuru, make(nakuru.document))
    assert answer.status_code == 422
    assert said in answer.text


def test_a_scan_sent_between_view_and_attestation_answers_409(
    desk: Desk, officer: FlaskClient, signatory: FlaskClient, nakuru: Case
) -> None:
    send(officer, nakuru, signed_sheet(nakuru.document))
    phone = second_factor_of(desk.signatory)
    seen = shown_scan(signatory.get(nakuru.address).text)
    newer = as_jpeg(Image.open(io.BytesIO(signed_sheet(nakuru.document))).rotate(0.5))
    assert send(officer, nakuru, newer).status_code == 303
    answer = attest(signatory, nakuru, phone, scan_sha256=seen)
    assert answer.status_code == 409
    assert "Another scan has come in since you opened the page." in answer.text
    assert shown_scan(answer.text) not in ("", seen), "the page shows the scan as it is now"
    assert application_of(nakuru.filed).state is State.APPROVED


def test_a_document_that_changed_since_the_print_answers_409(
    signatory: FlaskClient, nakuru: Case
) -> None:
    answer = send(signatory, nakuru, signed_sheet(nakuru.document), shown_sha256="0" * 64)
    assert answer.status_code == 409
    assert "Nothing was signed" in answer.text


def test_attesting_takes_a_signatory_and_a_second_factor(
    desk: Desk, officer: FlaskClient, signatory: FlaskClient, nakuru: Case
) -> None:
    send(officer, nakuru, signed_sheet(nakuru.document))
    phone = second_factor_of(desk.signatory)
    assert attest(officer, nakuru, phone).status_code == 403
    answer = attest(signatory, nakuru, phone, code="000000")
    assert answer.status_code == 422
    assert 'value="Grace Otieno"' in answer.text
    assert application_of(nakuru.filed).state is State.APPROVED


def test_the_day_on_the_paper_is_neither_to_come_nor_before_the_version(
    desk: Desk, signatory: FlaskClient, nakuru: Case
) -> None:
    send(signatory, nakuru, signed_sheet(nakuru.document))
    phone = second_factor_of(desk.signatory)
    for days, said in ((3, "still to come"), (-900, "was not written by then")):
        day = (clock.now() + timedelta(days=days)).date().isoformat()
        answer = attest(signatory, nakuru, phone, signed_on=day)
        assert answer.status_code == 422
        assert said in answer.text


def test_a_withdrawn_endorsement_asks_for_a_new_scan(
    desk: Desk, signatory: FlaskClient, nakuru: Case
) -> None:
    before = nakuru.document
    send(signatory, nakuru, signed_sheet(before))
    attest(signatory, nakuru, second_factor_of(desk.signatory))
    signatory.post(
        f"/c/ke/desk/{nakuru.filed.reference}/revoke",
        data={"seen_revision": revision_of(nakuru.filed), "reason": "Stamped by mistake."},
    )
    assert nakuru.document == before
    assert "Send the scan first" in signatory.get(nakuru.address).text


def test_the_pages_of_the_scan_are_shown_and_only_here(
    app: Flask, desk: Desk, officer: FlaskClient, nakuru: Case
) -> None:
    send(officer, nakuru, signed_sheet(nakuru.document))
    digest = officer.get(nakuru.address).text.partition("/scan/")[2][:64]
    address = f"/c/ke/desk/{nakuru.filed.reference}/scan/{digest}/1.jpg"
    assert officer.get(address).data[:3] == b"\xff\xd8\xff"
    assert officer.get(address.replace("/1.jpg", "/2.jpg")).status_code == 404
    assert officer.get(address.replace(digest, "0" * 64)).status_code == 404
    delegate = app.test_client()
    from tests.factories import sign_in

    sign_in(delegate, nakuru.delegate)
    assert delegate.get(address).status_code == 404
    assert delegate.get(nakuru.address).status_code == 404


def test_the_page_costs_at_most_eight_statements(
    officer: FlaskClient, signatory: FlaskClient, nakuru: Case, count_statements: Any
) -> None:
    send(officer, nakuru, signed_sheet(nakuru.document))
    signatory.get(nakuru.address)
    with count_statements() as seen:
        assert signatory.get(nakuru.address).status_code == 200
    assert len(seen) <= 8, seen


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


def set_method(method: SignatureMethod) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(CommissionRow, KENYA).signature_method = method


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


def sign_as_mayor(filed: Filed, delegate: Somebody, method: Method) -> None:
    """Freeze, sign on screen or on paper, submit."""
    scope = CityScope(KENYA, filed.city_id)
    with unit_of_work(scope, delegate.actor) as work:
        shown = freeze(work, filed.id, seen_revision=revision_of(filed)).document_sha256
    if method is Method.ELECTRONIC:
        with unit_of_work(scope, delegate.actor) as work:
            secret = make_mayor_link(work, filed.id, email="", language="en")
        mayor = Actor(name="", office="mayor", permissions=permissions_of("mayor"))
        hand = MayorsHand(name="Joyce Achieng", office="Mayor", consent="Yes.", language="en")
        with unit_of_work(scope, mayor) as work:
            sign_electronically(work, secret, shown_sha256=shown, hand=hand)
    else:
        sheet = signed_sheet(read(shown), page=part_two_page(read(shown)) - 1)
        with unit_of_work(scope, delegate.actor) as work:
            attest_paper(
                work,
                filed.id,
                seen_revision=revision_of(filed),
                shown_sha256=shown,
                paper=SignedPaper(
                    pages=(SignedPage(sheet),),
                    files=(Received(sheet, "mayor.jpg", "image/jpeg", (sheet,)),),
                ),
                attestation=Attestation("Joyce Achieng", "Mayor", "Attested.", "en"),
            )
    with unit_of_work(scope, delegate.actor) as work:
        submit(work, filed.id, seen_revision=revision_of(filed))


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
    if shutil.which("pdfsig"):
        report = subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False)
        assert report.stdout.count("Signature is Valid.") >= 2
        assert "Invalid" not in report.stdout


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
