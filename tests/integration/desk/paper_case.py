"""An application ready for Part 2 on paper, and what people do with it."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import permissions_of
from portal.applications.models import Submission
from portal.applications.services.attesting import (
    Attestation,
    Received,
    SignedPaper,
    attest_paper,
)
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link
from portal.applications.services.mayor_signing import (
    MayorsHand,
    sign_electronically,
)
from portal.applications.services.submitting import submit
from portal.commissions.models import Commission as CommissionRow
from portal.commissions.models import SignatureMethod
from portal.core import clock
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.documents.form_values import SignedPage
from portal.documents.shelf import read
from portal.signing.models import Method, Part, Signature
from portal.tenancy.scope import City as CityScope
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    finish_checklist,
    revision_of,
)
from tests.integration.desk.sheets import (
    part_two_page,
    signed_sheet,
)
from tests.integration.desk.test_signing import next_code


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
        "signed_on": today_in_nairobi().isoformat(),
        "office": "Secretary-General",
        "consent": "y",
        "code": next_code(phone),
    }
    return browser.post(case.address, data={**fields, **values})


def today_in_nairobi() -> date:
    """The day a paper is signed on, as the commission and its cities count."""
    return clock.now().astimezone(ZoneInfo("Africa/Nairobi")).date()


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


def sign_as_mayor(filed: Filed, delegate: Somebody, method: Method) -> None:
    """Freeze, sign on screen or on paper, submit."""
    scope = CityScope(KENYA, filed.city_id)
    with unit_of_work(scope, delegate.actor) as work:
        shown = freeze(work, filed.id, seen_revision=revision_of(filed)).document_sha256
    if method is Method.ELECTRONIC:
        sign_on_screen(filed, delegate, shown)
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
    hand_in(filed, delegate)


def sign_on_screen(filed: Filed, delegate: Somebody, shown_sha256: str) -> None:
    """The mayor opens a link and signs what is shown."""
    scope = CityScope(KENYA, filed.city_id)
    with unit_of_work(scope, delegate.actor) as work:
        secret = make_mayor_link(work, filed.id, email="", language="en")
    mayor = Actor(name="", office="mayor", permissions=permissions_of("mayor"))
    hand = MayorsHand(name="Joyce Achieng", office="Mayor", consent="Yes.", language="en")
    with unit_of_work(scope, mayor) as work:
        sign_electronically(work, secret, shown_sha256=shown_sha256, hand=hand)


def hand_in(filed: Filed, delegate: Somebody) -> None:
    """Submit what the mayor has signed."""
    with unit_of_work(CityScope(KENYA, filed.city_id), delegate.actor) as work:
        submit(work, filed.id, seen_revision=revision_of(filed))


def set_method(method: SignatureMethod) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(CommissionRow, KENYA).signature_method = method
