"""What is told about places beyond the quota: the request to the team, its answer to both sides."""

from portal.applications.events import PlaceAsked, PlaceGranted, PlaceRefused
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import COORDINATION_PLACE, DESK_FILE, Audience, Notice

_OPEN = _l("Open the application")
_SEE = _l("See the request")

_GRANTED_LEAD = _l(
    "%(actor)s has given %(commission)s one more place in the call “%(call)s”, for this reason:"
)
_REFUSED_LEAD = _l(
    "%(actor)s gives %(commission)s no further place in the call “%(call)s”, for this reason:"
)

NOTICES = (
    Notice(
        event=PlaceAsked,
        audience=Audience.COORDINATION,
        subject=_l("One more place asked for: %(commission)s, %(reference)s"),
        lead=_l(
            "%(actor)s of %(commission)s asks for one more place in the call “%(call)s”, for"
            " %(city)s, and gives this reason:"
        ),
        quote="reason",
        next=_l("Please answer it, with a reason that the commission reads."),
        action=_l("Answer the request"),
        link=COORDINATION_PLACE,
    ),
    *(
        Notice(
            event=PlaceGranted,
            audience=audience,
            subject=_l("One more place granted: %(city)s, %(reference)s"),
            lead=_GRANTED_LEAD,
            quote="reason",
            next=_l("You can endorse and forward one more application, by %(forward_by)s."),
            action=_OPEN,
            link=DESK_FILE,
        )
        for audience in (Audience.OFFICERS, Audience.SIGNATORIES)
    ),
    Notice(
        event=PlaceGranted,
        audience=Audience.COORDINATION,
        subject=_l("One more place granted: %(commission)s, %(reference)s"),
        lead=_GRANTED_LEAD,
        quote="reason",
        next=_l("You do not have to do anything. The commission has been told."),
        action=_SEE,
        link=COORDINATION_PLACE,
    ),
    *(
        Notice(
            event=PlaceRefused,
            audience=audience,
            subject=_l("No further place: %(city)s, %(reference)s"),
            lead=_REFUSED_LEAD,
            quote="reason",
            next=_l(
                "The application stays with you as it is. You can decide which cities have your"
                " places until %(forward_by)s."
            ),
            action=_OPEN,
            link=DESK_FILE,
        )
        for audience in (Audience.OFFICERS, Audience.SIGNATORIES)
    ),
    Notice(
        event=PlaceRefused,
        audience=Audience.COORDINATION,
        subject=_l("No further place: %(commission)s, %(reference)s"),
        lead=_REFUSED_LEAD,
        quote="reason",
        next=_l("You do not have to do anything. The commission has been told."),
        action=_SEE,
        link=COORDINATION_PLACE,
    ),
)
