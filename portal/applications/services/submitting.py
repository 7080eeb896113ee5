"""Submit: the commission receives the application and the Coordination Team its copy."""

import uuid
from datetime import datetime

from sqlalchemy import select, update

from portal.applications.checklist import point_keys
from portal.applications.events import ApplicationSubmitted
from portal.applications.models import Submission
from portal.applications.services.evidence import valid_signatures
from portal.applications.services.freezing import form_of
from portal.applications.services.moving import File, check_move, current_submission, move, take
from portal.applications.workflow import Action
from portal.commissions.models import City, NationalWindow
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
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
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.SUBMIT)
    _check_window(work, file, late_reason)
    application = file.application
    submission = current_submission(work, application)
    if not any(row.part is Part.MAYOR for row in valid_signatures(work, submission)):
        raise Conflict(_l("The mayor's signature is missing. Ask the mayor to sign first."))
    application.late_reason = late_reason.strip()
    application.submitted_at = application.submitted_at or work.now
    application.shared_at = application.shared_at or work.now
    application.return_reason, application.return_sections = "", []
    application.checks_done = 0  # verdicts on an older version do not count
    application.checks_total = len(point_keys(form_of(work, file)))
    submission.submitted_at = work.now
    submission.submitted_by = work.actor.name
    move(work, file, Action.SUBMIT)
    work.session.flush()
    _share(work, submission)
    work.record(
        ApplicationSubmitted(
            **file.ids, digest=submission.digest, late_reason=application.late_reason
        )
    )
    return submission


def closing_of(work: Work, file: File) -> tuple[datetime, datetime]:
    """Opening and closing moment of the call for this commission: its own dates, if narrower."""
    window = work.session.get(NationalWindow, (file.application.commission_id, file.call.id))
    opens_at, closes_at = file.call.opens_at, file.call.closes_at
    if window is not None:
        opens_at = max(opens_at, window.opens_at or opens_at)
        closes_at = min(closes_at, window.closes_at or closes_at)
    return opens_at, closes_at


def _check_window(work: Work, file: File, late_reason: str) -> None:
    opens_at, closes_at = closing_of(work, file)
    if work.now < opens_at:
        raise Invalid(_l("The call has not opened yet. Your application waits here, signed."))
    is_first = file.application.submitted_at is None
    if work.now > closes_at and is_first and not late_reason.strip():
        raise Invalid(
            _l("The call has closed. Say why the application is late; the commission decides."),
            field="late_reason",
        )


def _share(work: Work, submission: Submission) -> None:
    """From now on the Coordination Team reads this submission, its files and signatures."""
    submission.shared_at = work.now
    mine = {
        "commission_id": submission.commission_id,
        "submission_id": submission.id,
    }
    work.session.flush()
    for model in (Document, Signature):
        work.session.execute(
            update(model)
            .where(*(getattr(model, key) == value for key, value in mine.items()))
            .values(shared_at=work.now)
        )
    city = work.session.scalars(
        select(City).where(
            City.commission_id == submission.commission_id, City.city_id == submission.city_id
        )
    ).one()
    city.shared_at = city.shared_at or work.now
