"""What the Coordination Team is told about applications."""

from portal.applications.events import (
    ApplicationForwarded,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    QuestionAnswered,
)
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import COORDINATION_FILE, Audience, Notice

NOTICES = (
    Notice(
        event=ApplicationSubmitted,
        audience=Audience.COORDINATION,
        subject=_l("Copy: application of %(city)s, %(reference)s"),
        lead=_l(
            "%(city)s has submitted its application to %(commission)s. This is your copy; it is"
            " not endorsed yet."
        ),
        next=_l(
            "You do not have to do anything. You hear again when the commission forwards the"
            " endorsed application, by %(forward_by)s at the latest."
        ),
        action=_l("Read the copy"),
        link=COORDINATION_FILE,
    ),
    Notice(
        event=ApplicationForwarded,
        audience=Audience.COORDINATION,
        subject=_l("Endorsed application of %(city)s: %(reference)s"),
        lead=_l(
            "%(commission)s has endorsed the application of %(city)s and forwards it to you. The"
            " dossier is sealed and carries both signatures."
        ),
        next=_l(
            "Please look whether everything is there. You can ask the commission for a completion"
            " in the same file."
        ),
        action=_l("Open the dossier"),
        link=COORDINATION_FILE,
    ),
    Notice(
        event=QuestionAnswered,
        audience=Audience.COORDINATION,
        subject=_l("Answer about %(city)s: %(reference)s"),
        lead=_l("%(commission)s answers your question about the application of %(city)s:"),
        quote="answer",
        next=_l("The application is with you again. Please look whether everything is there now."),
        action=_l("Open the dossier"),
        link=COORDINATION_FILE,
    ),
    Notice(
        event=ApplicationWithdrawn,
        audience=Audience.COORDINATION,
        when=lambda event: event.shared_at is not None,
        subject=_l("Withdrawn: application of %(city)s, %(reference)s"),
        lead=_l("%(city)s has withdrawn its application and gives this reason:"),
        quote="reason",
        next=_l("The application is closed. You do not have to do anything."),
        action=_l("Open the application"),
        link=COORDINATION_FILE,
    ),
)
