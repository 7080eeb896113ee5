"""States, holders and events in words: one wording for city, commission and coordination.

Labels only: whose turn it is comes from the workflow, dates from the caller.
"""

from collections.abc import Mapping
from typing import Any

from portal.accounts.words import ROLE_NAMES
from portal.applications.events import ApplicationEndorsed, MayorSigned, OfficerAssigned
from portal.applications.workflow import HOLDERS, Holder, State
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.signing.models import Method


def state_label(state: State) -> str:
    """The state as a badge says it."""
    return str(_STATES[state])


def holder_label(state: State) -> str:
    """With whom an application in this state is, as a sentence."""
    return str(_HOLDERS[HOLDERS[state]])


def next_label(state: State) -> str:
    """What comes next, as a sentence; empty at the end of the way."""
    return str(_NEXT.get(state, ""))


def event_label(event: str, details: Mapping[str, Any] | None = None) -> str:
    """An entry of history: what happened, as a sentence that needs nothing beside it.

    A signature says who put it there; on paper the entry's actor is whoever attested it. Unknown
    events are shown by their name.
    """
    told = details or {}
    name, mayor = str(told.get("signer_name") or ""), str(told.get("acting_for") or "")
    is_on_paper = told.get("method") == Method.PAPER
    if event == MayorSigned.name and name:
        return _signed_for_city(name, mayor, is_on_paper=is_on_paper)
    if event == ApplicationEndorsed.name and name and is_on_paper:
        return _(
            "%(name)s signed the endorsement on paper for the National Commission; the scan was"
            " attested.",
            name=name,
        )
    if event == OfficerAssigned.name and told.get("officer_name"):
        return _("%(officer)s took charge of the application.", officer=told["officer_name"])
    return str(_EVENTS.get(event, event.replace("_", " ")))


def _signed_for_city(name: str, mayor: str, *, is_on_paper: bool) -> str:
    if mayor and is_on_paper:
        return _(
            "%(name)s signed the application on paper for and on behalf of %(mayor)s, with a"
            " mandate; the city attested the scan.",
            name=name,
            mayor=mayor,
        )
    if mayor:
        return _(
            "%(name)s signed the application on screen for and on behalf of %(mayor)s, with a"
            " mandate.",
            name=name,
            mayor=mayor,
        )
    if is_on_paper:
        return _(
            "%(name)s signed the application on paper for the city; the city attested the scan.",
            name=name,
        )
    return _("%(name)s signed the application on screen for the city.", name=name)


def office_label(office: str) -> str:
    """A code of an office in words."""
    return str(_OFFICES.get(office, office))


_STATES: dict[State, object] = {
    State.DRAFT: _l("Draft"),
    State.AWAITING_MAYOR: _l("With the mayor"),
    State.SIGNED: _l("Signed by the mayor"),
    State.SUBMITTED: _l("Submitted"),
    State.RETURNED: _l("Changes requested"),
    State.APPROVED: _l("Approved"),
    State.DECLINED: _l("Not endorsed"),
    State.ENDORSED: _l("Endorsed"),
    State.FORWARDED: _l("Forwarded to UNESCO"),
    State.INCOMPLETE: _l("Question from UNESCO"),
    State.MEMBER: _l("Member"),
    State.NOT_ADMITTED: _l("Not admitted"),
    State.DEFERRED: _l("Deferred"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.LAPSED: _l("Lapsed"),
}


_HOLDERS: dict[Holder, object] = {
    Holder.CITY: _l("It is with the city."),
    Holder.MAYOR: _l("It is with the mayor."),
    Holder.COMMISSION: _l("It is with the National Commission."),
    Holder.COORDINATION: _l("It is with the Coordination Team."),
    Holder.NOBODY: _l("Nobody has to act."),
}


_NEXT: dict[State, object] = {
    State.DRAFT: _l("Next, the city completes its answers."),
    State.AWAITING_MAYOR: _l("Next, the mayor signs."),
    State.SIGNED: _l("Next, the city submits the application."),
    State.SUBMITTED: _l("Next, the National Commission checks and decides."),
    State.RETURNED: _l("Next, the city completes what was asked."),
    State.APPROVED: _l("Next, the signatory signs the endorsement."),
    State.ENDORSED: _l("Next, the National Commission forwards the dossier."),
    State.FORWARDED: _l("Next, the Coordination Team registers the city."),
    State.INCOMPLETE: _l("Next, the National Commission answers."),
}


_EVENTS: dict[str, object] = {
    "application_started": _l("The city began its application."),
    "application_frozen": _l("The city froze this version, so that its mayor can sign it."),
    "mayor_link_sent": _l("The city made a link by which the mayor can read and sign."),
    "mayor_reminded": _l("The mayor was reminded that the application waits for a signature."),
    "mayor_signed": _l("The mayor signed the application."),
    "mayor_declined": _l("The mayor did not sign and said what should change first."),
    "application_reopened": _l("The city took the application back to change its answers."),
    "application_submitted": _l("The city submitted the application to its National Commission."),
    "application_returned": _l(
        "The National Commission asked the city to complete the application."
    ),
    "application_approved": _l(
        "The National Commission approved the application; its endorsement is signed next."
    ),
    "application_declined": _l("The National Commission decided not to endorse the application."),
    "endorsement_scanned": _l("A scan of the endorsement signed on paper was received."),
    "application_endorsed": _l("The National Commission endorsed the application and signed it."),
    "endorsement_revoked": _l("The National Commission withdrew its endorsement."),
    "application_forwarded": _l(
        "The National Commission forwarded the application with all its files to the Coordination"
        " Team."
    ),
    "lateness_accepted": _l("The National Commission takes the late application in."),
    "lateness_refused": _l("The National Commission does not take the late application in."),
    "place_asked": _l("The National Commission asked for one more place in the call."),
    "place_granted": _l("The Coordination Team gave the National Commission one more place."),
    "place_refused": _l("The Coordination Team gave the National Commission no further place."),
    "question_asked": _l("The Coordination Team asked the National Commission a question."),
    "question_answered": _l("The National Commission answered the Coordination Team."),
    "member_registered": _l("The city was registered as a member of the network."),
    "not_admitted": _l("The city was not admitted in this call."),
    "application_deferred": _l("The decision was put off to a later call."),
    "application_withdrawn": _l("The city withdrew its application."),
    "application_lapsed": _l("The application lapsed: the call ended before it was submitted."),
    "message_sent": _l("A message was written in the file."),
    "officer_assigned": _l("Nobody has charge of the application any more."),
    "note_written": _l("A note was written that only the National Commission reads."),
    "checkpoint_marked": _l("A point of the checklist was judged."),
    "filled_form_taken_over": _l(
        "Answers were taken over from a PDF that had been filled in offline."
    ),
    "paper_form_received": _l("A form filled in by hand was added to the application."),
    "paper_form_typed": _l("The answers of the form filled in by hand were typed in."),
    "typed_text_confirmed": _l("The city confirmed that the typed answers are what it wrote."),
}


_OFFICES: dict[str, object] = {
    **ROLE_NAMES,
    "mayor": _l("Mayor"),
    "clock": _l("Portal"),
    "operator": _l("Operator"),
}
