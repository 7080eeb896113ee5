"""Taking an application back: reopen to work on it again, or withdraw it for good."""

import uuid

from portal.applications.events import ApplicationReopened, ApplicationWithdrawn
from portal.applications.models import Application
from portal.applications.services.evidence import set_seal, void_signatures
from portal.applications.services.mayor_links import revoke_mayor_links
from portal.applications.services.moving import check_move, current_submission, move, take
from portal.applications.workflow import Action
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.signing.models import SealStatus


def reopen(work: Work, application_id: uuid.UUID, *, seen_revision: int) -> Application:
    """Back to draft. Signatures on the submission are voided visibly and kept.

    Raises Conflict if the application has moved on.
    """
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.REOPEN)
    submission = current_submission(work, file.application)
    voided = void_signatures(work, submission, reason="reopened", part=None)
    submission.superseded_at = work.now
    set_seal(work, submission, SealStatus.SUPERSEDED)
    revoke_mayor_links(work, application_id)
    move(work, file, Action.REOPEN)
    work.record(ApplicationReopened(**file.ids, voided_signatures=voided))
    return file.application


def withdraw(work: Work, application_id: uuid.UUID, *, seen_revision: int, reason: str) -> None:
    """End the application at the city's wish. Raises Conflict if it has ended already."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.WITHDRAW)
    if not reason.strip():
        raise Invalid(_l("Say why the city withdraws, in a few words."), field="reason")
    if file.application.submission_number:
        submission = current_submission(work, file.application)
        set_seal(work, submission, SealStatus.WITHDRAWN)
    revoke_mayor_links(work, application_id)
    move(work, file, Action.WITHDRAW)
    work.record(ApplicationWithdrawn(**file.ids, reason=reason.strip()))
