"""What officers and signatories of a commission are told about applications."""

from portal.applications.events import (
    ApplicationApproved,
    ApplicationDeferred,
    ApplicationEndorsed,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    EndorsementRevoked,
    EndorsementScanned,
    MemberRegistered,
    MessageSent,
    NotAdmitted,
    PaperFormReceived,
    QuestionAsked,
)
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import DESK_FILE, DESK_INTAKE, DESK_PAPER, Audience, Notice

_OPEN = _l("Open the application")
_CHECK = _l(
    "Please check it and decide. Endorsed applications are to reach the Coordination Team by"
    " %(forward_by)s."
)

_FORWARD = _l(
    "If it has not been forwarded at once, please forward it to the Coordination Team by"
    " %(forward_by)s."
)

NOTICES = (
    Notice(
        event=PaperFormReceived,
        audience=Audience.OFFICERS,
        when=lambda event: event.is_for_commission,
        subject=_l("A form filled in by hand is to be typed: %(reference)s"),
        lead=_l(
            "%(city)s has added a form that was filled in by hand and asks you to type its answers."
        ),
        next=_l(
            "The scan stands beside the form while you type. The city confirms the text before its"
            " mayor signs. The call closes on %(closing)s."
        ),
        action=_l("Type the answers"),
        link=DESK_INTAKE,
    ),
    Notice(
        event=ApplicationSubmitted,
        audience=Audience.OFFICERS,
        when=lambda event: not event.late_reason and event.submission_number == 1,
        subject=_l("New application from %(city)s: %(reference)s"),
        lead=_l(
            "%(city)s has submitted its application in the call “%(call)s”. It is signed for the"
            " mayor. The Coordination Team has received a copy."
        ),
        next=_CHECK,
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=ApplicationSubmitted,
        audience=Audience.OFFICERS,
        variant="again",
        when=lambda event: not event.late_reason and event.submission_number != 1,
        subject=_l("%(city)s has submitted again: %(reference)s"),
        lead=_l(
            "%(city)s has submitted a new version of its application. The portal shows what is"
            " different from the version before."
        ),
        next=_CHECK,
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=ApplicationSubmitted,
        audience=Audience.OFFICERS,
        variant="late",
        when=lambda event: bool(event.late_reason),
        subject=_l("Late application from %(city)s: %(reference)s"),
        lead=_l(
            "%(city)s has submitted its application after the end of the call “%(call)s” for"
            " cities, for this reason:"
        ),
        quote="late_reason",
        next=_l(
            "Whether you take it up is for the commission to decide. Endorsed applications are to"
            " reach the Coordination Team by %(forward_by)s."
        ),
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=ApplicationApproved,
        audience=Audience.SIGNATORIES,
        subject=_l("Your signature is needed: %(city)s, %(reference)s"),
        lead=_l("%(actor)s has checked the application of %(city)s and proposes to endorse it."),
        next=_l(
            "Please read it and sign Part 2. It is to reach the Coordination Team by"
            " %(forward_by)s."
        ),
        action=_l("Read and sign"),
        link=DESK_FILE,
    ),
    Notice(
        event=EndorsementScanned,
        audience=Audience.SIGNATORIES,
        when=lambda event: not event.may_attest,
        subject=_l("A signed paper waits for you: %(city)s, %(reference)s"),
        lead=_l("%(actor)s has sent the scan of Part 2 for %(city)s, signed and stamped by hand."),
        next=_l(
            "Please look at the scan and attest it with your second factor. The application is to"
            " reach the Coordination Team by %(forward_by)s."
        ),
        action=_l("Look at the scan and attest it"),
        link=DESK_PAPER,
    ),
    Notice(
        event=ApplicationEndorsed,
        audience=Audience.OFFICERS,
        variant="paper",
        when=lambda event: event.method == "paper",
        subject=_l("Endorsed, ready to forward: %(city)s, %(reference)s"),
        lead=_l(
            "%(signer_name)s has signed the endorsement of %(city)s on paper; %(attested_by)s has"
            " attested the scan."
        ),
        next=_FORWARD,
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=ApplicationEndorsed,
        audience=Audience.OFFICERS,
        when=lambda event: event.method != "paper",
        subject=_l("Endorsed, ready to forward: %(city)s, %(reference)s"),
        lead=_l("%(signer_name)s has signed the endorsement of %(city)s."),
        next=_FORWARD,
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=EndorsementRevoked,
        audience=Audience.OFFICERS,
        subject=_l("Endorsement taken back: %(city)s, %(reference)s"),
        lead=_l("%(actor)s has taken back the endorsement of %(city)s and gives this reason:"),
        quote="reason",
        next=_l(
            "The application waits for a new signature or for another decision. It is to reach the"
            " Coordination Team by %(forward_by)s."
        ),
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=QuestionAsked,
        audience=Audience.OFFICERS,
        subject=_l("The Coordination Team has a question: %(city)s, %(reference)s"),
        lead=_l("The Coordination Team asks about the application of %(city)s:"),
        quote="question",
        next=_l(
            "Please answer in the portal; the application then returns to the Coordination Team."
            " An answer by %(forward_by)s keeps the application in this call."
        ),
        action=_l("Answer the question"),
        link=DESK_FILE,
    ),
    Notice(
        event=MemberRegistered,
        audience=Audience.OFFICERS,
        subject=_l("%(city)s is a member of the network"),
        lead=_l(
            "The Coordination Team has registered %(city)s as a member of the UNESCO Global"
            " Network of Learning Cities. Thank you for your endorsement."
        ),
        next=_l("You do not have to do anything. The certificate is in the file."),
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=NotAdmitted,
        audience=Audience.OFFICERS,
        subject=_l("Outcome for %(city)s: %(reference)s"),
        lead=_l("%(city)s was not among those admitted in the call “%(call)s”."),
        next=_l(
            "The city has been told. It may turn to you for advice about applying again in a later"
            " call."
        ),
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=ApplicationDeferred,
        audience=Audience.OFFICERS,
        subject=_l("Put off to a later call: %(city)s, %(reference)s"),
        lead=_l("The decision about the application of %(city)s was put off to a later call."),
        next=_l("The city has been told. You do not have to do anything now."),
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=ApplicationWithdrawn,
        audience=Audience.OFFICERS,
        when=lambda event: event.shared_at is not None,
        subject=_l("%(city)s has withdrawn its application: %(reference)s"),
        lead=_l("%(city)s has withdrawn its application and gives this reason:"),
        quote="reason",
        next=_l("The application is closed. You do not have to do anything."),
        action=_OPEN,
        link=DESK_FILE,
    ),
    Notice(
        event=MessageSent,
        audience=Audience.OFFICERS,
        when=lambda event: event.is_from_city,
        subject=_l("Message from %(city)s: %(reference)s"),
        lead=_l("%(actor)s of %(city)s writes:"),
        quote="text",
        next=_l("Please answer in the portal, where the conversation is kept with the file."),
        action=_l("Read and answer"),
        link=DESK_FILE,
    ),
)
