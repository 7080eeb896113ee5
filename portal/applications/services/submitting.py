"""Submit: the commission receives the application and the Coordination Team its copy."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, SelectBase, and_, bindparam, exists, literal, select, update
from sqlalchemy.orm import defer, load_only

from portal.applications.checklist import point_keys
from portal.applications.events import ApplicationSubmitted
from portal.applications.mandates import frozen_facts
from portal.applications.models import Application, LateAnswer, Submission
from portal.applications.services.moving import File, check_move, check_seen, files, move
from portal.applications.workflow import Action
from portal.calls.form import Form
from portal.calls.models import Call, FormVersion
from portal.calls.queries import narrowed, remembered_form
from portal.commissions.models import City, Commission, NationalWindow
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work
from portal.documents.models import Document
from portal.signing.models import Part, Signature


def submit(
    work: Work, application_id: uuid.UUID, *, seen_revision: int, late_reason: str = ""
) -> Submission:
    """Hand the signed submission to the commission and share the copy; the receipt follows.

    Raises Conflict if the application has moved on, Invalid if the call is over for this
    commission and no reason for the lateness is given, or not open yet.
    """
    found = _take(work, application_id, seen_revision)
    file, application = found.file, found.file.application
    check_move(work, file, Action.SUBMIT)
    _check_window(work, found, late_reason)
    submission = found.submission
    if submission is None:
        raise NotFound()
    mandate = frozen_facts(submission.attachments)
    if mandate and mandate.valid_until and mandate.valid_until < work.now.date():
        raise Conflict(
            _l(
                "The mayor's mandate ended on %(day)s. Take the application back, upload a new"
                " mandate and have the version signed again.",
                day=day(mandate.valid_until),
            )
        )
    if not found.is_signed_by_mayor:
        raise Conflict(_l("The mayor's signature is missing. Ask the mayor to sign first."))
    if late_reason.strip():  # completing it later does not make it punctual
        application.late_reason = late_reason.strip()
        application.late_answer, application.late_answer_reason = LateAnswer.OPEN, ""
    application.submitted_at = application.submitted_at or work.now
    application.shared_at = application.shared_at or work.now
    application.return_reason, application.return_sections = "", []
    application.checks_done = 0  # verdicts on an older version do not count
    application.checks_total = len(point_keys(found.form))
    submission.submitted_at = submission.shared_at = work.now
    submission.submitted_by = work.actor.name
    move(work, file, Action.SUBMIT)
    work.session.flush()
    _share(work, submission)
    work.record(
        ApplicationSubmitted(**file.ids, digest=submission.digest, late_reason=late_reason.strip())
    )
    return submission


def closing_of(work: Work, file: File) -> tuple[datetime, datetime]:
    """Opening and closing moment of the call for this commission: its own dates, if narrower."""
    window = work.session.get(NationalWindow, (file.application.commission_id, file.call.id))
    own = (window.opens_at, window.closes_at) if window else (None, None)
    return narrowed(file.call.opens_at, file.call.closes_at, own)


@dataclass(frozen=True)
class _Found:
    """A locked application and all that the rules of this act depend on."""

    file: File
    submission: Submission | None
    window: tuple[datetime | None, datetime | None]
    form: Form
    is_signed_by_mayor: bool


def _take(work: Work, application_id: uuid.UUID, seen_revision: int) -> _Found:
    """One statement. Raises NotFound, Conflict if the application has changed since it was seen."""
    row = work.session.execute(_locked(), {"application": application_id}).first()
    if row is None:
        raise NotFound()
    file = File(application=row.Application, call=row.Call, commission=row.Commission)
    check_seen(file, seen_revision)
    return _Found(
        file=file,
        submission=row.Submission,
        window=(row.opens_at, row.closes_at),
        form=remembered_form(work, file.call.form_version_id, row.digest),
        is_signed_by_mayor=row.is_signed,
    )


@cache
def _locked() -> Select[Any]:
    """Built once: building it anew costs more than what it finds."""
    is_signed = exists().where(
        Signature.commission_id == Submission.commission_id,
        Signature.submission_id == Submission.id,
        Signature.part == Part.MAYOR,
        Signature.voided_at.is_(None),
    )
    return (
        files()
        .add_columns(
            Submission,
            NationalWindow.opens_at,
            NationalWindow.closes_at,
            FormVersion.digest,
            is_signed.label("is_signed"),
        )
        .join(FormVersion, FormVersion.id == Call.form_version_id)
        .outerjoin(
            Submission,
            and_(
                Submission.commission_id == Application.commission_id,
                Submission.application_id == Application.id,
                Submission.number == Application.submission_number,
            ),
        )
        .outerjoin(
            NationalWindow,
            and_(
                NationalWindow.commission_id == Application.commission_id,
                NationalWindow.call_id == Application.call_id,
            ),
        )
        .where(Application.id == bindparam("application"))
        .options(
            load_only(
                Call.opens_at, Call.closes_at, Call.mode, Call.form_version_id, raiseload=True
            ),
            load_only(
                Commission.two_step_decision, Commission.officers_may_decline, raiseload=True
            ),
            defer(Submission.answers, raiseload=True),
        )
        .with_for_update(of=Application)
    )


def _check_window(work: Work, found: _Found, late_reason: str) -> None:
    call = found.file.call
    opens_at, closes_at = narrowed(call.opens_at, call.closes_at, found.window)
    if work.now < opens_at:
        raise Invalid(_l("The call has not opened yet. Your application waits here, signed."))
    is_first = found.file.application.submitted_at is None
    if work.now > closes_at and is_first and not late_reason.strip():
        raise Invalid(
            _l("The call has closed. Say why the application is late; the commission decides."),
            field="late_reason",
        )


def _share(work: Work, submission: Submission) -> None:
    """From now on the Coordination Team reads this submission's files, signatures and its city."""
    _SHARED.rows(
        work.session,
        commission=submission.commission_id,
        city=submission.city_id,
        submission=submission.id,
        now=work.now,
    )


def _sharing() -> SelectBase:
    """One statement for three tables."""
    commission, city, now = given("commission"), given("city"), given("now")
    of_submission = [
        update(model)
        .where(model.commission_id == commission, model.submission_id == given("submission"))
        .values(shared_at=now)
        for model in (Document, Signature)
    ]
    of_city = (
        update(City)
        .where(City.commission_id == commission, City.city_id == city, City.shared_at.is_(None))
        .values(shared_at=now)
    )
    parts = [statement.cte(f"part_{n}") for n, statement in enumerate((*of_submission, of_city))]
    return select(literal(1)).add_cte(*parts)


_SHARED = Prepared(_sharing)
