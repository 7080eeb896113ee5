"""States, holders and events in words: one wording for city, commission and coordination.

Labels only: whose turn it is comes from the workflow, dates from the caller.
"""

from collections.abc import Mapping
from typing import Any

from portal.accounts.words import ROLE_NAMES
from portal.applications.events import ApplicationEndorsed, MayorSigned
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
    """An entry of history as a line: what happened. Unknown events are shown by their name.

    A signature on paper says who put it there; the entry's actor is whoever attested it.
    """
    if details and details.get("method") == Method.PAPER:
        on_paper = _signed_on_paper(
            event, str(details.get("signer_name", "")), str(details.get("acting_for", ""))
        )
        if on_paper:
            return on_paper
    if details and details.get("acting_for"):
        return _(
            "Signed by %(name)s for and on behalf of %(mayor)s",
            name=details.get("signer_name", ""),
            mayor=details["acting_for"],
        )
    return str(_EVENTS.get(event, event.replace("_", " ")))


def _signed_on_paper(event: str, name: str, mayor: str) -> str:
    match event:
        case MayorSigned.name if mayor:
            return _(
                "Signed on paper by %(name)s for and on behalf of %(mayor)s; scan attested",
                name=name,
                mayor=mayor,
            )
        case MayorSigned.name:
            return _("Signed on paper by %(name)s for the city; scan attested", name=name)
        case ApplicationEndorsed.name:
            return _("Endorsed: signed on paper by %(name)s; scan attested", name=name)
        case _:
            return ""


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
    "application_started": _l("Application begun"),
    "application_frozen": _l("Version frozen for the mayor's signature"),
    "mayor_link_sent": _l("Link made for the mayor"),
    "mayor_reminded": _l("The mayor was reminded"),
    "mayor_signed": _l("Signed by the mayor"),
    "mayor_declined": _l("The mayor declined to sign"),
    "application_reopened": _l("Taken back by the city"),
    "application_submitted": _l("Submitted"),
    "application_returned": _l("Completion requested"),
    "application_approved": _l("Approved"),
    "application_declined": _l("Not endorsed"),
    "endorsement_scanned": _l("Scan of the signed Part 2 received"),
    "application_endorsed": _l("Endorsed and signed"),
    "endorsement_revoked": _l("Endorsement withdrawn"),
    "application_forwarded": _l("Forwarded to the Coordination Team"),
    "question_asked": _l("Question from the Coordination Team"),
    "question_answered": _l("Question answered"),
    "member_registered": _l("Registered as a member"),
    "not_admitted": _l("Not admitted in this call"),
    "application_deferred": _l("Deferred to a later call"),
    "application_withdrawn": _l("Withdrawn by the city"),
    "application_lapsed": _l("Lapsed at the end of the call"),
    "message_sent": _l("Message"),
    "officer_assigned": _l("Officer changed"),
    "note_written": _l("Internal note written"),
    "checkpoint_marked": _l("Checklist point marked"),
    "filled_form_taken_over": _l("Answers taken over from a PDF filled in offline"),
    "paper_form_received": _l("Form filled in by hand added"),
    "paper_form_typed": _l("Answers typed from the form filled in by hand"),
    "typed_text_confirmed": _l("Typed text confirmed by the city"),
}


_OFFICES: dict[str, object] = {
    **ROLE_NAMES,
    "mayor": _l("Mayor"),
    "clock": _l("Portal"),
    "operator": _l("Operator"),
}
