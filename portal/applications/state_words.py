"""States, holders and events in words: one wording for city, commission and coordination.

Labels only: whose turn it is comes from the workflow, dates from the caller.
"""

from portal.applications.workflow import HOLDERS, Holder, State
from portal.core.i18n import gettext as _


def state_label(state: State) -> str:
    """The state as a badge says it."""
    return _states()[state]


def holder_label(state: State) -> str:
    """With whom an application in this state is, as a sentence."""
    return _holders()[HOLDERS[state]]


def next_label(state: State) -> str:
    """What comes next, as a sentence; empty at the end of the way."""
    return _next().get(state, "")


def event_label(event: str) -> str:
    """An entry of history as a line: what happened. Unknown events are shown by their name."""
    return _events().get(event, event.replace("_", " "))


def office_label(office: str) -> str:
    """A code of an office in words."""
    return _offices().get(office, office)


def _states() -> dict[State, str]:
    return {
        State.DRAFT: _("Draft"),
        State.AWAITING_MAYOR: _("With the mayor"),
        State.SIGNED: _("Signed by the mayor"),
        State.SUBMITTED: _("Submitted"),
        State.RETURNED: _("Changes requested"),
        State.APPROVED: _("Approved"),
        State.DECLINED: _("Not endorsed"),
        State.ENDORSED: _("Endorsed"),
        State.FORWARDED: _("Forwarded to UNESCO"),
        State.INCOMPLETE: _("Question from UNESCO"),
        State.MEMBER: _("Member"),
        State.NOT_ADMITTED: _("Not admitted"),
        State.DEFERRED: _("Deferred"),
        State.WITHDRAWN: _("Withdrawn"),
        State.LAPSED: _("Lapsed"),
    }


def _holders() -> dict[Holder, str]:
    return {
        Holder.CITY: _("It is with the city."),
        Holder.MAYOR: _("It is with the mayor."),
        Holder.COMMISSION: _("It is with the National Commission."),
        Holder.COORDINATION: _("It is with the Coordination Team."),
        Holder.NOBODY: _("Nobody has to act."),
    }


def _next() -> dict[State, str]:
    return {
        State.DRAFT: _("Next, the city completes its answers."),
        State.AWAITING_MAYOR: _("Next, the mayor signs."),
        State.SIGNED: _("Next, the city submits the application."),
        State.SUBMITTED: _("Next, the National Commission checks and decides."),
        State.RETURNED: _("Next, the city completes what was asked."),
        State.APPROVED: _("Next, the signatory signs the endorsement."),
        State.ENDORSED: _("Next, the National Commission forwards the dossier."),
        State.FORWARDED: _("Next, the Coordination Team registers the city."),
        State.INCOMPLETE: _("Next, the National Commission answers."),
    }


def _events() -> dict[str, str]:
    return {
        "application_started": _("Application begun"),
        "application_frozen": _("Version frozen for the mayor's signature"),
        "mayor_link_sent": _("Link made for the mayor"),
        "mayor_signed": _("Signed by the mayor"),
        "mayor_declined": _("The mayor declined to sign"),
        "application_reopened": _("Taken back by the city"),
        "application_submitted": _("Submitted"),
        "application_returned": _("Completion requested"),
        "application_approved": _("Approved"),
        "application_declined": _("Not endorsed"),
        "application_endorsed": _("Endorsed and signed"),
        "endorsement_revoked": _("Endorsement withdrawn"),
        "application_forwarded": _("Forwarded to the Coordination Team"),
        "question_asked": _("Question from the Coordination Team"),
        "question_answered": _("Question answered"),
        "member_registered": _("Registered as a member"),
        "not_admitted": _("Not admitted in this call"),
        "application_deferred": _("Deferred to a later call"),
        "application_withdrawn": _("Withdrawn by the city"),
        "application_lapsed": _("Lapsed at the end of the call"),
        "message_sent": _("Message"),
        "officer_assigned": _("Officer changed"),
        "note_written": _("Internal note written"),
        "checkpoint_marked": _("Checklist point marked"),
    }


def _offices() -> dict[str, str]:
    return {
        "delegate": _("Delegate"),
        "officer": _("Officer"),
        "signatory": _("Signatory"),
        "coordinator": _("Coordinator"),
        "mayor": _("Mayor"),
        "clock": _("Portal"),
        "operator": _("Operator"),
    }
