"""Of two who act at once one wins, the other is told, and nothing is lost or done twice."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import psycopg
import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.roles import Role
from portal.accounts.services.second_factor import confirm_second_factor
from portal.applications.models import Application, MayorLink
from portal.applications.services.endorsing import endorse
from portal.applications.services.forwarding import forward
from portal.applications.services.starting import start_application
from portal.applications.services.submitting import submit
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.errors import Conflict, Invalid
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.history.models import HistoryEntry
from portal.notifications.models import OutboxMail
from portal.signing.models import Part, Signature
from portal.tenancy.scope import City, Commission, Nobody
from tests import factories as make
from tests.factories import KENYA, Filed, Somebody, application_of, revision_of, utc_now
from tests.integration.accounts.browsing import give_second_factor
from tests.integration.city.browsing import hidden_inputs
from tests.integration.safety import way
from tests.integration.safety.at_once import at_once, in_turns
from tests.waiting_jobs import tell_all

PLACES = 3


@pytest.fixture(scope="module")
def call(portal: Flask) -> Call:
    make.make_commission()
    return make.make_call()


@pytest.fixture(scope="module")
def staff(call: Call) -> way.Staff:
    return way.make_staff()


@pytest.fixture
def submitted(call: Call, request: pytest.FixtureRequest) -> tuple[Filed, Somebody]:
    return make.make_submitted(call, f"City of {request.node.name}")


@pytest.fixture
def checked(submitted: tuple[Filed, Somebody], staff: way.Staff) -> Filed:
    way.check_all(submitted[0], staff)
    return submitted[0]


@pytest.fixture
def approved(checked: Filed, staff: way.Staff) -> Filed:
    way.approve_it(checked, staff)
    return checked


def browser_of(portal: Flask, person: Somebody) -> FlaskClient:
    browser = portal.test_client()
    make.sign_in(browser, person)
    return browser


def events_of(filed: Filed, *names: str) -> list[str]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return list(
            work.session.scalars(
                select(HistoryEntry.event)
                .where(HistoryEntry.application_id == filed.id, HistoryEntry.event.in_(names))
                .order_by(HistoryEntry.position)
            )
        )


def signatures_of(filed: Filed, part: Part) -> int:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = work.session.scalar(
            select(func.count()).where(Signature.application_id == filed.id, Signature.part == part)
        )
        return int(found or 0)


def outcomes(results: list[object]) -> dict[str, int]:
    names = ["done" if not isinstance(found, Exception) else type(found).__name__
             for found in results]  # fmt: skip
    return {name: names.count(name) for name in sorted(set(names))}


def test_two_officers_decide_at_once(portal: Flask, checked: Filed, staff: way.Staff) -> None:
    colleague = make.make_person(Role.OFFICER, "Wanjiru Kamau")
    base, revision = f"/c/ke/desk/{checked.reference}", revision_of(checked)
    first, second = browser_of(portal, staff.officer), browser_of(portal, colleague)
    reason = "Please say how many libraries there are."

    answers = at_once(
        lambda: first.post(f"{base}/approve", data={"seen_revision": revision}),
        lambda: second.post(
            f"{base}/return", data={"seen_revision": revision, "reason": reason, "sections": "city"}
        ),
    )

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    approval, refusal = answers
    decided = events_of(checked, "application_approved", "application_returned")
    if approval.status_code == 303:
        assert application_of(checked).state is State.APPROVED
        assert decided == ["application_approved"]
        assert reason in refusal.text, "what the slower one typed is still there"
    else:
        assert application_of(checked).state is State.RETURNED
        assert decided == ["application_returned"]


def test_a_submission_is_received_once(call: Call, administrator: psycopg.Connection) -> None:
    filed, delegate = make.make_draft(call, "Eldoret")
    shown = way.freeze_it(filed, delegate)
    way.sign_as_mayor(filed, way.link_for_mayor(filed, delegate), shown=shown)
    revision = revision_of(filed)

    def hand_in() -> None:
        with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
            submit(work, filed.id, seen_revision=revision)

    results = at_once(hand_in, hand_in, hand_in)

    assert outcomes(results) == {"Conflict": 2, "done": 1}
    assert events_of(filed, "application_submitted") == ["application_submitted"]
    tell_all(administrator)
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        receipts = select(func.count()).where(
            Document.application_id == filed.id, Document.kind == DocumentKind.RECEIPT
        )
        assert work.session.scalar(receipts) == 1
        mails = select(func.count()).where(
            OutboxMail.application_id == filed.id,
            OutboxMail.to_address == delegate.email,
            OutboxMail.kind.like("application_submitted%"),
        )
        assert work.session.scalar(mails) == 1


def test_a_link_signs_once_in_two_browsers(portal: Flask, call: Call) -> None:
    filed, delegate = make.make_draft(call, "Naivasha")
    way.freeze_it(filed, delegate)
    link = f"/mayor/ke/{way.link_for_mayor(filed, delegate)}"
    browsers = portal.test_client(), portal.test_client()
    forms = [hidden_inputs(browser.get(link).text) for browser in browsers]
    hands = [
        {**form, "name": name, "office": "Mayor", "consent": "y"}
        for form, name in zip(forms, ("Joyce Achieng", "Somebody Else"), strict=True)
    ]

    answers = at_once(
        lambda: browsers[0].post(link, data=hands[0]), lambda: browsers[1].post(link, data=hands[1])
    )

    assert {answer.status_code for answer in answers} <= {303, 409}
    assert signatures_of(filed, Part.MAYOR) == 1
    assert events_of(filed, "mayor_signed") == ["mayor_signed"]
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        used = select(func.count()).where(
            MayorLink.application_id == filed.id, MayorLink.used_at.is_not(None)
        )
        assert work.session.scalar(used) == 1


def test_a_document_is_endorsed_once(approved: Filed, staff: way.Staff) -> None:
    acts = endorsement(approved, staff), endorsement(approved, staff)
    assert outcomes(at_once(*acts)) == {"Conflict": 1, "done": 1}
    assert signatures_of(approved, Part.COMMISSION) == 1
    assert events_of(approved, "application_endorsed") == ["application_endorsed"]


def test_a_dossier_leaves_once(approved: Filed, staff: way.Staff) -> None:
    way.endorse_it(approved, staff)
    revision = revision_of(approved)

    def send() -> None:
        with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
            forward(work, approved.id, seen_revision=revision)

    assert outcomes(at_once(send, send)) == {"Conflict": 1, "done": 1}
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        dossiers = select(func.count()).where(
            Document.application_id == approved.id, Document.kind == DocumentKind.DOSSIER
        )
        assert work.session.scalar(dossiers) == 1


def test_two_delegates_start_one_application(call: Call) -> None:
    city_id = make.make_city("Kitale")
    people = [
        make.make_person(Role.DELEGATE, name, city_id=city_id, city_name="Kitale")
        for name in ("Mary Wafula", "John Barasa")
    ]

    def start(person: Somebody) -> None:
        with unit_of_work(City(KENYA, city_id), person.actor) as work:
            start_application(work, KENYA, city_id=city_id, call_id=call.id)

    assert outcomes(at_once(*(partial(start, person) for person in people))) == {
        "Conflict": 1,
        "done": 1,
    }


def test_three_places_are_given_three_times(call: Call, staff: way.Staff) -> None:
    """Twelve endorsements in six threads, in a call of its own with three places.

    Six are more than the pool keeps: each also needs a second connection while it signs.
    """
    small = make.make_call("2028", quota=PLACES)
    waiting = []
    for number in range(12):
        filed, _delegate = make.make_submitted(small, f"Town {number}")
        make.finish_checklist(filed)
        way.approve_it(filed, staff)
        waiting.append(filed)

    results = in_turns([endorsement(filed, staff) for filed in waiting], threads=6)

    assert outcomes(results) == {"Conflict": 9, "done": 3}
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        states = work.session.scalars(
            select(Application.state).where(Application.call_id == small.id)
        ).all()
        assert states.count(State.ENDORSED) == PLACES
        assert states.count(State.APPROVED) == 9
    assert sum(signatures_of(filed, Part.COMMISSION) for filed in waiting) == PLACES
    refused = next(found for found in results if isinstance(found, Conflict))
    assert "All 3 places" in str(refused.message)
    assert "Ask the Coordination Team for one more place" in str(refused.message)


def test_a_code_of_the_phone_is_good_once(call: Call) -> None:
    person = make.make_person(Role.OFFICER, "Grace Atieno")
    long_ago = utc_now() - timedelta(minutes=5)
    secret = give_second_factor(person, long_ago)
    now = utc_now()
    code = pyotp.TOTP(secret).at(now)

    def confirm() -> None:
        with unit_of_work(Nobody(), person.actor, at=now) as work:
            confirm_second_factor(work, person.id, code)

    assert outcomes(at_once(confirm, confirm)) == {"Invalid": 1, "done": 1}
    with pytest.raises(Invalid, match="used before"):
        confirm()


def endorsement(filed: Filed, staff: way.Staff) -> Callable[[], None]:
    """The signatory's act on what was shown now, to be carried out later."""
    shown, revision = way.submission_of(filed).document_sha256, revision_of(filed)

    def act() -> None:
        with unit_of_work(Commission(KENYA), staff.signatory.actor) as work:
            endorse(
                work,
                filed.id,
                seen_revision=revision,
                shown_sha256=shown,
                hand=way.hand_of(staff.signatory),
            )

    return act
