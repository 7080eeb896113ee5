"""Nobody signs another document than the one they were shown."""

from dataclasses import dataclass
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.applications.services.deciding import return_for_completion
from portal.applications.services.reopening import reopen
from portal.applications.workflow import State
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.signing.models import Part, Signature
from portal.tenancy.scope import City, Commission
from tests import factories as make
from tests.factories import KENYA, Filed, Somebody, application_of, revision_of, utc_now
from tests.integration.accounts.browsing import give_second_factor
from tests.integration.city.browsing import hidden_inputs
from tests.integration.safety import way


@dataclass(frozen=True)
class Case:
    """A checked application of a commission that decides in one step."""

    filed: Filed
    delegate: Somebody
    staff: way.Staff
    phone: pyotp.TOTP
    signatory: FlaskClient

    @property
    def address(self) -> str:
        return f"/c/ke/desk/{self.filed.reference}/sign"

    def sign(self, shown: dict[str, str]) -> int:
        form = {**shown, "office": "Secretary-General", "consent": "y"}
        form["code"] = self.phone.at(utc_now())
        return self.signatory.post(self.address, data=form).status_code

    def look(self) -> dict[str, str]:
        page = self.signatory.get(self.address)
        assert page.status_code == 200, page.text[:2000]
        return hidden_inputs(page.text)


@pytest.fixture
def case(app: Flask) -> Case:
    make.make_commission(two_step_decision=False)
    staff = way.make_staff()
    filed, delegate = make.make_submitted(make.make_call(), "Nakuru")
    make.finish_checklist(filed)
    phone = pyotp.TOTP(give_second_factor(staff.signatory, utc_now() - timedelta(minutes=5)))
    browser = app.test_client()
    make.sign_in(browser, staff.signatory)
    return Case(filed, delegate, staff, phone, browser)


def take_back_and_submit_again(case: Case) -> None:
    """The city makes version 2, with the mayor's signature, and hands it in."""
    filed, delegate = case.filed, case.delegate
    with unit_of_work(Commission(KENYA), case.staff.officer.actor) as work:
        return_for_completion(
            work, filed.id, seen_revision=revision_of(filed), reason="Look again.", sections=()
        )
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        reopen(work, filed.id, seen_revision=revision_of(filed))
    shown = way.freeze_it(filed, delegate)
    way.sign_as_mayor(filed, way.link_for_mayor(filed, delegate), shown=shown)
    way.submit_it(filed, delegate)
    make.finish_checklist(filed)


def signatures(part: Part) -> int:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = work.session.scalar(select(func.count()).where(Signature.part == part))
        return int(found or 0)


def test_a_version_made_between_view_and_signature_is_not_endorsed(case: Case) -> None:
    shown = case.look()
    take_back_and_submit_again(case)

    assert case.sign(shown) == 409
    assert case.sign({**shown, "seen_revision": str(revision_of(case.filed))}) == 409
    assert signatures(Part.COMMISSION) == 0
    assert application_of(case.filed).state is State.SUBMITTED

    assert case.sign(case.look()) == 303
    assert signatures(Part.COMMISSION) == 1


def test_the_digest_of_another_document_is_not_enough(case: Case) -> None:
    """Not even of one of the same application: its print before the mayor signed."""
    print_sha256 = way.submission_of(case.filed).print_sha256
    assert case.sign({**case.look(), "shown_sha256": print_sha256}) == 409
    assert signatures(Part.COMMISSION) == 0


def test_nothing_is_signed_without_the_second_factor(case: Case) -> None:
    shown = {**case.look(), "office": "Secretary-General", "consent": "y"}
    for code in ({}, {"code": ""}, {"code": "000000"}):
        assert case.signatory.post(case.address, data={**shown, **code}).status_code == 422
    assert signatures(Part.COMMISSION) == 0


def test_a_version_made_while_the_mayor_reads_is_not_signed(app: Flask) -> None:
    make.make_commission()
    filed, delegate = make.make_draft(make.make_call(), "Nakuru")
    way.freeze_it(filed, delegate)
    browser = app.test_client()
    link = f"/mayor/ke/{way.link_for_mayor(filed, delegate)}"
    shown = hidden_inputs(browser.get(link).text)
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        reopen(work, filed.id, seen_revision=revision_of(filed))
    way.freeze_it(filed, delegate)

    form = {**shown, "name": "Joyce Achieng", "office": "Mayor", "consent": "y"}
    answer = browser.post(link, data=form, follow_redirects=True)

    assert answer.status_code == 410
    assert "replaced or withdrawn" in answer.text
    assert signatures(Part.MAYOR) == 0
