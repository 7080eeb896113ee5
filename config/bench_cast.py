"""Who acts in ``make bench`` and on what: people with open sessions, applications ready for an act.

Runs as a process of its own on the database to be measured: ``python -m config.bench_cast FILE
[coordinator]``. Everything is made by the portal's own services, nothing is written past them.
"""

import sys
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from config.bench_cast_file import Cast, write_cast
from portal import create_app
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role, permissions_of
from portal.accounts.services.sessions import open_session
from portal.accounts.visitor import visitor_of
from portal.applications.mandates import ORGANISATION_FIELD
from portal.applications.models import Application, Submission
from portal.applications.services.drafting import save_section
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link
from portal.applications.services.mayor_signing import (
    MayorsHand,
    sign_electronically,
)
from portal.applications.services.starting import start_application
from portal.applications.services.submitting import submit
from portal.calls.form import Field, FieldKind, Form, parse_form
from portal.calls.models import Call
from portal.calls.services import (
    NewCall,
    create_call,
    form_definition,
    store_form_version,
    store_guiding_documents,
)
from portal.commissions.models import City, CityKind, CityStatus, Commission
from portal.coordination.figures import refresh_all_figures
from portal.core import clock
from portal.core.codes import new_id
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.desk.counting import count_all_desks
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.tenancy.scope import City as CityScope
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network, Nobody, Worker
from portal.web.session_cookie import SessionCookie

COMMISSION = "ke"
READY_TO_SUBMIT = 40
READY_FOR_THE_MAYOR = 12
HOURS = 4
_CSRF = "b" * 40
_WORDS = "The city learns in libraries, schools, markets and parks, and all ages learn together. "


@dataclass(frozen=True)
class _Delegate:
    actor: Actor
    scope: CityScope
    cookie: str


class _Casting:
    """Makes people and applications of one commission in one call."""

    def __init__(self, app: Flask, commission_id: int, call_id: uuid.UUID, form: Form) -> None:
        self._app = app
        self._commission_id = commission_id
        self._call_id = call_id
        self._answers = _answers(form)
        self._number = 0

    def delegate(self) -> _Delegate:
        """A confirmed city and the delegate who writes for it."""
        self._number += 1
        city_id, name = new_id(), f"Bench City {self._number}"
        with unit_of_work(CommissionScope(self._commission_id), OPERATOR) as work:
            work.session.add(
                City(
                    commission_id=self._commission_id,
                    city_id=city_id,
                    name=name,
                    latin_name=name,
                    kind=CityKind.MUNICIPALITY,
                    status=CityStatus.CONFIRMED,
                    subdivision="Bench Province",
                    created_at=work.now,
                )
            )
        person_id, cookie = _person(
            self._app,
            Role.DELEGATE,
            commission_id=self._commission_id,
            city_id=city_id,
            city_name=name,
        )
        scope = CityScope(self._commission_id, city_id)
        return _Delegate(_actor(Role.DELEGATE, person_id), scope, cookie)

    def draft(self, delegate: _Delegate) -> uuid.UUID:
        """An application with every answer written."""
        with unit_of_work(delegate.scope, delegate.actor) as work:
            application = start_application(
                work,
                self._commission_id,
                city_id=delegate.scope.city_id,
                call_id=self._call_id,
            )
            seen: dict[str, int] = {}
            for section, answers in self._answers.items():
                save_section(work, application.id, section, answers, seen, page="bench")
            return application.id

    def frozen(self, delegate: _Delegate) -> tuple[Submission, str]:
        """A frozen version, and the secret of its mayor's link."""
        application_id = self.draft(delegate)
        _reference, seen = self.head(delegate, application_id)
        with unit_of_work(delegate.scope, delegate.actor) as work:
            submission = freeze(work, application_id, seen_revision=seen)
        with unit_of_work(delegate.scope, delegate.actor) as work:
            secret = make_mayor_link(
                work, application_id, email="mayor@bench.example", language="en"
            )
        return submission, secret

    def signed(self, delegate: _Delegate) -> Submission:
        """A version its mayor has signed on screen."""
        submission, secret = self.frozen(delegate)
        mayor = Actor(name="Amani Bench", office="mayor", permissions=permissions_of("mayor"))
        with unit_of_work(Worker(self._commission_id), mayor) as work:
            sign_electronically(
                work,
                secret,
                shown_sha256=submission.document_sha256,
                hand=MayorsHand(
                    name="Amani Bench", office="Mayor", consent="I sign.", language="en"
                ),
            )
        return submission

    def submitted(self, delegate: _Delegate) -> Submission:
        """A version the commission has received."""
        submission = self.signed(delegate)
        _reference, seen = self.head(delegate, submission.application_id)
        with unit_of_work(delegate.scope, delegate.actor) as work:
            return submit(work, submission.application_id, seen_revision=seen)

    def head(self, delegate: _Delegate, application_id: uuid.UUID) -> tuple[str, int]:
        """Reference and revision of an application."""
        with unit_of_work(delegate.scope, delegate.actor, read_only=True) as work:
            row = work.session.execute(
                select(Application.reference, Application.revision).where(
                    Application.id == application_id
                )
            ).one()
            return row.reference, row.revision

    def document(self, delegate: _Delegate, submission: Submission) -> tuple[uuid.UUID, str]:
        """Id and digest of a version's print as its mayor signed it."""
        with unit_of_work(delegate.scope, delegate.actor, read_only=True) as work:
            row = work.session.execute(
                select(Document.id, Document.sha256).where(
                    Document.submission_id == submission.id,
                    Document.kind == DocumentKind.SIGNED,
                )
            ).one()
            return row.id, row.sha256


def cast_all(app: Flask, folder: Path) -> Cast:
    """Everybody and everything one commission's pages need; the issued file goes to ``folder``."""
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        commission_id = work.session.scalars(
            select(Commission.commission_id).where(Commission.code == COMMISSION)
        ).one()
    form = parse_form(form_definition())
    casting = _Casting(app, commission_id, _open_call(), form)
    writer, sender = casting.delegate(), casting.delegate()
    draft_id = casting.draft(writer)
    submission = casting.submitted(sender)
    print_id, sha256 = casting.document(sender, submission)
    (folder / "issued.pdf").write_bytes(read(sha256))
    submits, signatures = [], []
    for _ in range(READY_TO_SUBMIT):
        delegate = casting.delegate()
        signed = casting.signed(delegate)
        reference, revision = casting.head(delegate, signed.application_id)
        submits.append(
            {
                "reference": reference,
                "cookie": delegate.cookie,
                "seen_revision": str(revision),
            }
        )
    for _ in range(READY_FOR_THE_MAYOR):
        frozen, secret = casting.frozen(casting.delegate())
        signatures.append({"token": secret, "shown_sha256": frozen.document_sha256})
    return Cast(
        form_token=_form_token(app),
        coordinator=_person(app, Role.COORDINATOR)[1],
        officer=_person(app, Role.OFFICER, commission_id=commission_id)[1],
        draft={
            "reference": casting.head(writer, draft_id)[0],
            "cookie": writer.cookie,
        },
        reference=casting.head(sender, submission.application_id)[0],
        print_id=str(print_id),
        code=submission.verification_code,
        submits=tuple(submits),
        signatures=tuple(signatures),
    )


def _open_call() -> uuid.UUID:
    """The newest call that is open now; one is made if there is none."""
    now = clock.now()
    with unit_of_work(Network(), OPERATOR) as work:
        found = work.session.scalars(
            select(Call.id)
            .where(Call.opens_at <= now, Call.closes_at > now, ~Call.is_training)
            .order_by(Call.opens_at.desc())
        ).first()
        if found is not None:
            return found
        store_form_version(work, form_definition())
        store_guiding_documents(work)
        call = create_call(
            work,
            NewCall(
                code=f"{now.year}-bench",
                titles={"en": "Call for measuring"},
                opens_at=now - timedelta(days=30),
                closes_at=now + timedelta(days=60),
                commissions_close_at=now + timedelta(days=90),
            ),
        )
        return call.id


def _person(
    app: Flask,
    role: Role,
    *,
    commission_id: int | None = None,
    city_id: uuid.UUID | None = None,
    city_name: str = "",
) -> tuple[uuid.UUID, str]:
    """Somebody with one membership, and the cookie of a session that is open."""
    person_id = new_id()
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.add(
            Person(
                id=person_id,
                email=f"{role}-{person_id.hex}@bench.example",
                name=f"Bench {role.capitalize()}",
                language="en",
                totp_confirmed_at=work.now,
                created_at=work.now,
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
                since=work.now,
            )
        )
        token = open_session(
            work, person_id, device="make bench", hours=HOURS, with_second_factor=True
        )
    return person_id, _cookie(app, token)


def _cookie(app: Flask, token: str) -> str:
    """The session cookie as a browser has it after its first page, which names the space."""
    serializer = SessionCookie().get_signing_serializer(app)
    assert serializer is not None
    visitor = visitor_of(token, clock.now())
    assert visitor is not None
    space = visitor.spaces[0].key
    value = serializer.dumps(
        {"_user_id": token, "_fresh": True, "csrf_token": _CSRF, "space": space}
    )
    return f"{app.config['SESSION_COOKIE_NAME']}={_text(value)}"


def _form_token(app: Flask) -> str:
    """What ``csrf_token()`` would write into a form of these sessions."""
    assert app.secret_key is not None
    return _text(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(_CSRF))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _actor(role: Role, person_id: uuid.UUID) -> Actor:
    return Actor(
        name=f"Bench {role.capitalize()}",
        office=str(role),
        person_id=person_id,
        permissions=frozenset(str(permission) for permission in permissions_of(role)),
    )


def _answers(form: Form) -> dict[str, dict[str, Any]]:
    """``{section: {field: value}}``: complete, with narratives near their limit.

    The city authority itself applies: no organisation, so no mandate.
    """
    found = {
        section.key: {field.key: _answer(field) for field in section.fields}
        for section in form.sections
    }
    section_key, organisation = ORGANISATION_FIELD
    found[section_key][organisation] = ""
    return found


def _answer(field: Field) -> Any:
    match field.kind:
        case FieldKind.EMAIL:
            return "contact@city.example"
        case FieldKind.URL | FieldKind.LINKS:
            return "https://city.example/learning"
        case FieldKind.PHONE:
            return "+254 20 555 0142"
        case FieldKind.CHOICE:
            return field.options[0].key
        case FieldKind.CHOICES:
            return [option.key for option in field.options[:3]]
        case FieldKind.NUMBER:
            return "12"
        case FieldKind.STATISTIC:
            value = "139070" if field.unit == "people" else "12"
            return {"value": value, "year": "2025", "not_available": False}
        case FieldKind.LONG_TEXT:
            words = (_WORDS * 20).split()[: (field.word_limit or 100) - 5]
            return {"official": " ".join(words), "local": ""}
        case FieldKind.MATRIX:
            return {"rows": {option.key: "3" for option in field.options}, "own": []}
        case FieldKind.DECLARATION:
            return {"agreed": True, "documents": []}
        case _:
            return "Bench"


def main(arguments: list[str]) -> int:
    """Write the cast to the file that is named; ``coordinator`` alone needs no application."""
    path = Path(arguments[0])
    app = create_app()
    with app.app_context():
        if arguments[1:] == ["coordinator"]:
            _open_call()
            cast = Cast(form_token=_form_token(app), coordinator=_person(app, Role.COORDINATOR)[1])
        else:
            cast = cast_all(app, path.parent)
        refresh_all_figures()
        count_all_desks()
    write_cast(path, cast)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
