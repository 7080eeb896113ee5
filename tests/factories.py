"""Builders for integration tests: commissions, calls, people, cities and their applications.

Each opens its own unit of work. What the portal does itself is done by its services; only people,
who would need mails to come into being, are written as rows.
"""

import itertools
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role, permissions_of
from portal.accounts.services.sessions import open_session
from portal.applications.checklist import point_keys
from portal.applications.models import Application, DraftSection, Submission
from portal.applications.search_text import search_text
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link
from portal.applications.services.mayor_signing import (
    MayorsHand,
    sign_electronically,
)
from portal.applications.services.starting import start_application
from portal.applications.services.submitting import submit
from portal.applications.workflow import State
from portal.calls.form import parse_form
from portal.calls.models import Call
from portal.calls.services import (
    NewCall,
    create_call,
    form_definition,
    store_form_version,
    store_guiding_documents,
)
from portal.commissions.models import City, CityKind, CityStatus, Commission, Region, Standing
from portal.core.codes import new_id
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.tenancy.scope import City as CityScope
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network, Nobody
from tests.complete_answers import complete_answers

KENYA = 404
TUNISIA = 788
_ADDRESSES = itertools.count(1)
_CSRF = "0123456789abcdef0123456789abcdef01234567"


def utc_now() -> datetime:
    """The present second: tests make data around the real clock."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Somebody:
    """A person with one role."""

    id: uuid.UUID
    name: str
    email: str
    actor: Actor


@dataclass(frozen=True)
class Filed:
    """An application as tests need it."""

    id: uuid.UUID
    reference: str
    city_id: uuid.UUID


def make_commission(commission_id: int = KENYA, code: str = "ke", **settings: Any) -> Commission:
    """A commission whose space is open."""
    values: dict[str, Any] = {
        "country": code.upper(),
        "region": Region.AFRICA,
        "electoral_group": "V(a)",
        "standing": Standing.MEMBER,
        "names": {"en": f"National Commission of {code.upper()}"},
        "languages": ["en", "fr", "ar"],
        "official_language": "en",
        "time_zone": "Africa/Nairobi",
        "is_open": True,
    }
    commission = Commission(commission_id=commission_id, code=code, **{**values, **settings})
    with unit_of_work(Network(), OPERATOR) as work:
        work.session.add(commission)
    return commission


def make_call(code: str = "2027", **settings: Any) -> Call:
    """A call with the official form, open since a month and for two more."""
    now = utc_now()
    values: dict[str, Any] = {
        "titles": {"en": f"Call {code}"},
        "opens_at": now - timedelta(days=30),
        "closes_at": now + timedelta(days=60),
        "commissions_close_at": now + timedelta(days=90),
    }
    with unit_of_work(Network(), OPERATOR) as work:
        store_form_version(work, form_definition())
        store_guiding_documents(work)
        return create_call(work, NewCall(code=code, **{**values, **settings}))


def make_person(
    role: Role,
    name: str,
    *,
    commission_id: int | None = KENYA,
    city_id: uuid.UUID | None = None,
    city_name: str = "",
    language: str = "en",
    office: str = "",
) -> Somebody:
    """Somebody who holds one role; the address is invented."""
    person_id = new_id()
    email = f"person{next(_ADDRESSES)}@people.example"
    now = utc_now()
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.add(
            Person(
                id=person_id,
                email=email,
                name=name,
                language=language,
                created_at=now,
                totp_confirmed_at=now,
            )
        )
        work.session.flush()
        work.session.add(
            Membership(
                person_id=person_id,
                role=role,
                commission_id=commission_id,
                city_id=city_id,
                city_name=city_name,
                office=office,
                since=now,
            )
        )
    actor = Actor(
        name=name,
        office=role.value,
        person_id=person_id,
        permissions=frozenset(str(permission) for permission in permissions_of(role)),
        title=office,
    )
    return Somebody(id=person_id, name=name, email=email, actor=actor)


def sign_in(client: FlaskClient, person: Somebody) -> None:
    """Give the client a session of this person, second factor included, and a valid CSRF token."""
    with unit_of_work(Nobody(), OPERATOR) as work:
        token = open_session(work, person.id, device="test", hours=1, with_second_factor=True)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
        session["csrf_token"] = _CSRF
    client.environ_base["HTTP_X_CSRFTOKEN"] = _signed(client.application.secret_key)


def _signed(secret_key: str | bytes | None) -> str:
    """The token as Flask-WTF hands it to a page."""
    assert secret_key
    return str(URLSafeTimedSerializer(secret_key, salt="wtf-csrf-token").dumps(_CSRF))


def make_city(
    name: str,
    *,
    commission_id: int = KENYA,
    status: CityStatus = CityStatus.CONFIRMED,
    shared_at: datetime | None = None,
) -> uuid.UUID:
    """A city the commission knows; shared with coordination from its first submission on."""
    city_id = new_id()
    with unit_of_work(CommissionScope(commission_id), OPERATOR) as work:
        work.session.add(
            City(
                commission_id=commission_id,
                city_id=city_id,
                name=name,
                latin_name=name if name.isascii() else "City",
                kind=CityKind.MUNICIPALITY,
                status=status,
                subdivision="Lake Region",
                created_at=utc_now(),
                shared_at=shared_at,
            )
        )
    return city_id


def make_row(
    call: Call,
    name: str,
    state: State,
    *,
    commission_id: int = KENYA,
    age_days: int = 1,
    number: int = 1,
    answers: dict[str, Any] | None = None,
    **columns: Any,
) -> Filed:
    """An application in a state, as a row with one frozen version: no files, no history."""
    at = utc_now() - timedelta(days=age_days)
    reached = state not in {State.DRAFT, State.AWAITING_MAYOR, State.SIGNED}
    city_id = make_city(name, commission_id=commission_id, shared_at=at if reached else None)
    reference = f"{'KE' if commission_id == KENYA else 'TN'}-{call.code}-{number:03d}"
    values: dict[str, Any] = {
        "population": 120_000,
        "submission_number": 1,
        "checks_total": len(point_keys(parse_form(form_definition()))),
        "submitted_at": at if reached else None,
        "shared_at": at if reached else None,
        "endorsed_at": at if state in _ENDORSED else None,
        "forwarded_at": at if state in _FORWARDED else None,
    }
    application_id = new_id()
    with unit_of_work(CommissionScope(commission_id), OPERATOR) as work:
        work.session.add(
            Application(
                id=application_id,
                commission_id=commission_id,
                city_id=city_id,
                call_id=call.id,
                reference=reference,
                state=state,
                state_since=at,
                city_name=name,
                search_text=search_text(name, reference),
                created_at=at,
                **{**values, **columns},
            )
        )
        work.session.flush()
        work.session.add(_version(commission_id, city_id, application_id, answers, at, reached))
    return Filed(application_id, reference, city_id)


def make_draft(call: Call, name: str, delegate: str = "Grace Njeri") -> tuple[Filed, Somebody]:
    """A draft with all answers, made by the services as a city does it."""
    city_id = make_city(name)
    person = make_person(Role.DELEGATE, delegate, city_id=city_id, city_name=name)
    return _complete_draft(call, city_id, person), person


def start_again(filed: Filed, delegate: Somebody, *, code: str = "2028") -> Filed:
    """A second complete draft of the same city, in another call."""
    return _complete_draft(make_call(code), filed.city_id, delegate)


def _complete_draft(call: Call, city_id: uuid.UUID, person: Somebody) -> Filed:
    scope = CityScope(KENYA, city_id)
    with unit_of_work(scope, person.actor) as work:
        application = start_application(
            work, KENYA, city_id=city_id, call_id=call.id, copy_answers=False
        )
        filed = Filed(application.id, application.reference, city_id)
    with unit_of_work(scope, person.actor) as work:
        for section, values in complete_answers().items():
            work.session.merge(
                DraftSection(
                    commission_id=KENYA,
                    city_id=city_id,
                    application_id=filed.id,
                    section=section,
                    answers=values,
                    revisions={},
                    saved_at=work.now,
                    saved_by=person.name,
                )
            )
    return filed


def make_signed(call: Call, name: str) -> tuple[Filed, Somebody]:
    """An application the mayor signed on screen."""
    filed, delegate = make_draft(call, name)
    scope = CityScope(KENYA, filed.city_id)
    with unit_of_work(scope, delegate.actor) as work:
        submission = freeze(work, filed.id, seen_revision=revision_of(filed))
        shown = submission.document_sha256
    with unit_of_work(scope, delegate.actor) as work:
        secret = make_mayor_link(work, filed.id, email="", language="en")
    mayor = Actor(name="", office="mayor", permissions=permissions_of("mayor"))
    hand = MayorsHand(
        name="Joyce Achieng", office="Mayor", consent="I have read it.", language="en"
    )
    with unit_of_work(scope, mayor) as work:
        sign_electronically(work, secret, shown_sha256=shown, hand=hand)
    return filed, delegate


def make_submitted(call: Call, name: str) -> tuple[Filed, Somebody]:
    """The same, submitted by the city: all files are there."""
    filed, delegate = make_signed(call, name)
    with unit_of_work(CityScope(KENYA, filed.city_id), delegate.actor) as work:
        submit(work, filed.id, seen_revision=revision_of(filed))
    return filed, delegate


def finish_checklist(filed: Filed, *, commission_id: int = KENYA) -> None:
    """Say of an application that all its points meet."""
    with unit_of_work(CommissionScope(commission_id), OPERATOR) as work:
        work.session.execute(
            update(Application)
            .where(Application.id == filed.id)
            .values(checks_done=Application.checks_total)
        )


def revision_of(filed: Filed, *, commission_id: int = KENYA) -> int:
    """The revision a page would show now."""
    return application_of(filed, commission_id=commission_id).revision


def application_of(filed: Filed, *, commission_id: int = KENYA) -> Application:
    """The application as it is in the database."""
    with unit_of_work(CommissionScope(commission_id), OPERATOR, read_only=True) as work:
        application = work.session.get_one(Application, (commission_id, filed.id))
        work.session.expunge(application)
        return application


def _version(
    commission_id: int,
    city_id: uuid.UUID,
    application_id: uuid.UUID,
    answers: dict[str, Any] | None,
    at: datetime,
    reached: bool,
) -> Submission:
    return Submission(
        commission_id=commission_id,
        city_id=city_id,
        application_id=application_id,
        number=1,
        form_version_id="2027-1",
        answers=answers or {},
        attachments=[],
        digest="d" * 64,
        print_sha256="e" * 64,
        document_sha256="f" * 64,
        verification_code="2XAM-79F2-6Z55",
        mayor_name="Joyce Achieng",
        mayor_office="Mayor",
        language="en",
        frozen_at=at,
        frozen_by="Grace Njeri",
        submitted_at=at if reached else None,
        shared_at=at if reached else None,
    )


_FORWARDED = (
    State.FORWARDED,
    State.INCOMPLETE,
    State.MEMBER,
    State.NOT_ADMITTED,
    State.DEFERRED,
)
_ENDORSED = (State.ENDORSED, *_FORWARDED)
