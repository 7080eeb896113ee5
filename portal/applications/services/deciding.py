"""The commission's decisions before its signature: return, approve, decline."""

import uuid

from portal.applications.events import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationReturned,
    LatenessAccepted,
    LatenessRefused,
)
from portal.applications.models import LateAnswer
from portal.applications.services.evidence import set_seal
from portal.applications.services.freezing import form_of
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    move,
    take,
)
from portal.applications.workflow import Action
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import joined
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.signing.models import SealStatus


def return_for_completion(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    reason: str,
    sections: tuple[str, ...],
) -> None:
    """Ask the city for completion. Raises Invalid without a reason, Conflict if it moved on."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.RETURN)
    if not reason.strip():
        raise Invalid(_l("Tell the city what to complete, in plain words."), field="reason")
    known = {section.key for section in form_of(work, file).sections}
    if unknown := set(sections) - known:
        raise Invalid(
            _l("Choose sections of this form: %(names)s is none.", names=joined(sorted(unknown))),
            field="sections",
        )
    move(work, file, Action.RETURN)
    file.application.return_reason = reason.strip()
    file.application.return_sections = list(sections)
    work.record(ApplicationReturned(**file.ids, reason=reason.strip(), sections=tuple(sections)))


def approve(
    work: Work, application_id: uuid.UUID, *, seen_revision: int, small_city_reason: str = ""
) -> None:
    """Decide to endorse; the signatory signs next.

    Raises Invalid while points of the checklist are open, or if the population is under the
    call's warning and no reason is given. Source: concept note, "a minimum of 10,000 inhabitants".
    """
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.APPROVE)
    check_requirements(file, small_city_reason)
    move(work, file, Action.APPROVE)
    work.record(
        ApplicationApproved(**file.ids, small_city_reason=file.application.small_city_reason)
    )


def judge_lateness(
    work: Work, application_id: uuid.UUID, *, is_accepted: bool, reason: str = ""
) -> None:
    """Say whether a late application is taken in; the city is told. May be judged anew.

    Raises Invalid for a refusal without a reason, Conflict if it is not late or has moved on.
    """
    file = take(work, application_id)
    check_move(work, file, Action.RETURN)  # whoever may give it back to the city
    application = file.application
    if not application.late_reason:
        raise Conflict(_l("This application came in time."))
    if not is_accepted and not reason.strip():
        raise Invalid(_l("Give the city a reason it can learn from."), field="reason")
    application.late_answer = LateAnswer.ACCEPTED if is_accepted else LateAnswer.REFUSED
    application.late_answer_reason = "" if is_accepted else reason.strip()
    work.session.flush()
    if is_accepted:
        work.record(LatenessAccepted(**file.ids))
    else:
        work.record(LatenessRefused(**file.ids, reason=reason.strip()))


def check_requirements(file: File, small_city_reason: str) -> None:
    """What must hold before a commission stands for an application. Raises Invalid."""
    application = file.application
    if application.checks_done < application.checks_total or application.checks_total == 0:
        raise Invalid(
            _l("The checklist is not finished: each point must meet. Check them, then decide.")
        )
    if application.late_reason and application.late_answer is not LateAnswer.ACCEPTED:
        raise Invalid(
            _l("The application came late. Say first whether the commission takes it in.")
        )
    is_small = (
        application.population is not None and application.population < file.call.population_warning
    )
    if is_small and not (small_city_reason.strip() or application.small_city_reason):
        raise Invalid(
            _l("The population is under the call's limit. Say why the commission accepts it."),
            field="small_city_reason",
        )
    if small_city_reason.strip():
        application.small_city_reason = small_city_reason.strip()


def decline(work: Work, application_id: uuid.UUID, *, seen_revision: int, reason: str) -> None:
    """End the application with a reason for the city. Raises Invalid without one."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.DECLINE)
    if not reason.strip():
        raise Invalid(_l("Give the city a reason it can learn from."), field="reason")
    set_seal(work, current_submission(work, file.application), SealStatus.WITHDRAWN)
    move(work, file, Action.DECLINE)
    work.record(ApplicationDeclined(**file.ids, reason=reason.strip()))
