"""The signatory's page with the real files: print, mayor's signature, endorsement, dossier."""

import io
import re
from typing import Any

import pikepdf
import pyotp
import pytest
from flask.testing import FlaskClient

from portal.accounts.services.second_factor import begin_enrolment, enrol
from portal.applications.models import Submission
from portal.applications.workflow import State
from portal.commissions.models import Commission as CommissionRow
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.shelf import read
from portal.signing.models import Part, Signature
from portal.tenancy.scope import Commission, Nobody
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    finish_checklist,
    make_submitted,
    revision_of,
)
from tests.integration.desk.conftest import Desk


@pytest.fixture
def nakuru(desk: Desk, officer: FlaskClient) -> Filed:
    """Submitted with all its files, checked and approved."""
    filed, _delegate = make_submitted(desk.call, "Nakuru")
    finish_checklist(filed)
    answer = officer.post(
        f"/c/ke/desk/{filed.reference}/approve", data={"seen_revision": revision_of(filed)}
    )
    assert answer.status_code == 303
    return filed


def second_factor_of(person: Somebody) -> pyotp.TOTP:
    """Enrol a phone. The code of the present step is spent by that; the next one is good."""
    enrolment = begin_enrolment(person.id, person.email)
    phone = pyotp.TOTP(enrolment.secret.replace(" ", ""))
    with unit_of_work(Nobody(), OPERATOR) as work:
        enrol(work, person.id, sealed=enrolment.sealed, code=phone.now())
    return phone


def next_code(phone: pyotp.TOTP) -> str:
    from portal.core import clock

    return phone.at(clock.now(), counter_offset=1)


def submission_of(filed: Filed) -> Submission:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        return work.session.query(Submission).filter_by(application_id=filed.id).one()


def form(filed: Filed, **values: Any) -> dict[str, Any]:
    return {
        "seen_revision": revision_of(filed),
        "shown_sha256": submission_of(filed).document_sha256,
        "office": "Secretary-General",
        "consent": "y",
        **values,
    }


def test_the_page_shows_the_bytes_that_will_be_signed(
    signatory: FlaskClient, nakuru: Filed
) -> None:
    address = f"/c/ke/desk/{nakuru.reference}/sign"
    page = signatory.get(address).get_data(as_text=True)
    digest = submission_of(nakuru).document_sha256
    assert f'name="shown_sha256" type="hidden" value="{digest}"' in page
    assert digest[:4] + " " + digest[4:8] in page
    assert "Part 1 signed by Joyce Achieng" in page
    picture = re.search(r'src="([^"]+/document/[^"]+/1\.webp)"', page)
    assert picture
    answer = signatory.get(picture[1])
    assert answer.mimetype == "image/webp"
    assert answer.data[:4] == b"RIFF"


def test_the_page_costs_at_most_eight_statements(
    signatory: FlaskClient, nakuru: Filed, count_statements: Any
) -> None:
    address = f"/c/ke/desk/{nakuru.reference}/sign"
    signatory.get(address)
    with count_statements() as seen:
        assert signatory.get(address).status_code == 200
    assert len(seen) <= 8, seen


def test_officers_do_not_sign(officer: FlaskClient, nakuru: Filed) -> None:
    assert officer.get(f"/c/ke/desk/{nakuru.reference}/sign").status_code == 403
    answer = officer.post(f"/c/ke/desk/{nakuru.reference}/sign", data=form(nakuru, code="123456"))
    assert answer.status_code == 403


def test_a_wrong_code_signs_nothing_and_keeps_the_form(
    desk: Desk, signatory: FlaskClient, nakuru: Filed
) -> None:
    second_factor_of(desk.signatory)
    data = form(nakuru, code="000000", office="Deputy Secretary-General")
    answer = signatory.post(f"/c/ke/desk/{nakuru.reference}/sign", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Deputy Secretary-General"' in page
    assert application_of(nakuru).state is State.APPROVED


def test_a_document_that_changed_is_not_signed(
    desk: Desk, signatory: FlaskClient, nakuru: Filed
) -> None:
    phone = second_factor_of(desk.signatory)
    data = form(nakuru, code=next_code(phone), shown_sha256="0" * 64)
    answer = signatory.post(f"/c/ke/desk/{nakuru.reference}/sign", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Nothing was signed" in page
    assert submission_of(nakuru).document_sha256 in page
    assert application_of(nakuru).state is State.APPROVED


def test_endorse_forward_and_revoke(
    desk: Desk, signatory: FlaskClient, officer: FlaskClient, nakuru: Filed
) -> None:
    phone = second_factor_of(desk.signatory)
    shown = submission_of(nakuru).document_sha256
    answer = signatory.post(
        f"/c/ke/desk/{nakuru.reference}/sign", data=form(nakuru, code=next_code(phone))
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert application_of(nakuru).state is State.ENDORSED
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        signature = work.session.query(Signature).filter_by(part=Part.COMMISSION).one()
        assert signature.shown_sha256 == shown
        assert (signature.signer_name, signature.office) == ("Amina Otieno", "Secretary-General")
        assert signature.consent == (
            f"I have read application {nakuru.reference}, version 1, and I am authorised to sign"
            " its endorsement for National Commission of KE."
        )
        signed = read(signature.signed_sha256)
    assert signed.startswith(read(shown)), "the second signature only adds to the file"
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert len(pdf.pages) > 1

    answer = signatory.post(
        f"/c/ke/desk/{nakuru.reference}/revoke",
        data={"seen_revision": revision_of(nakuru), "reason": "Signed the wrong version."},
    )
    assert answer.status_code == 303
    assert application_of(nakuru).state is State.APPROVED
    assert submission_of(nakuru).document_sha256 == shown


def test_an_officer_forwards_the_dossier(
    desk: Desk, signatory: FlaskClient, officer: FlaskClient, nakuru: Filed
) -> None:
    phone = second_factor_of(desk.signatory)
    signatory.post(f"/c/ke/desk/{nakuru.reference}/sign", data=form(nakuru, code=next_code(phone)))
    answer = officer.post(
        f"/c/ke/desk/{nakuru.reference}/forward", data={"seen_revision": revision_of(nakuru)}
    )
    assert answer.status_code == 303
    assert application_of(nakuru).state is State.FORWARDED
    page = officer.get(f"/c/ke/desk/{nakuru.reference}?tab=documents").get_data(as_text=True)
    assert "Dossier as forwarded" in page


def test_forwarded_at_once_where_the_commission_wants_it(
    desk: Desk, signatory: FlaskClient, nakuru: Filed
) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(CommissionRow, KENYA).forward_at_once = True
    phone = second_factor_of(desk.signatory)
    answer = signatory.post(
        f"/c/ke/desk/{nakuru.reference}/sign", data=form(nakuru, code=next_code(phone))
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert application_of(nakuru).state is State.FORWARDED
