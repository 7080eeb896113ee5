"""Part 2 on paper: what is taken in and what is refused."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from portal.applications.services.deciding import return_for_completion
from portal.applications.services.reopening import reopen
from portal.applications.workflow import State
from portal.core import clock
from portal.core.unit_of_work import unit_of_work
from portal.documents.shelf import read
from portal.signing.models import Method
from portal.tenancy.scope import City as CityScope
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    application_of,
    make_submitted,
    revision_of,
)
from tests.integration.desk.conftest import Desk
from tests.integration.desk.paper_case import (
    Case,
    approved,
    attest,
    send,
    shown_scan,
    sign_as_mayor,
    signature_of,
    today_in_nairobi,
    verified,
)
from tests.integration.desk.sheets import (
    as_jpeg,
    as_pdf,
    painted,
    part_two_page,
    signed_sheet,
)
from tests.integration.desk.test_signing import second_factor_of


@pytest.fixture
def nakuru(desk: Desk, officer: FlaskClient) -> Case:
    """Signed by the mayor on screen, submitted, checked and approved."""
    filed, delegate = make_submitted(desk.call, "Nakuru")
    return approved(officer, Case(filed, delegate))


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
    assert signature.written_on == today_in_nairobi()
    assert read(signature.stamp_sha256 or "") == sheet
    assert read(signature.signed_sha256).startswith(shown), "the mayor's bytes never change"
    history = officer.get(f"/c/ke/desk/{nakuru.filed.reference}?tab=history")
    assert "Grace Otieno signed the endorsement on paper" in history.text
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
