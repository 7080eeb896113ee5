"""What a city is told about its lateness: whether the commission takes the application in."""

from portal.applications.events import LatenessAccepted, LatenessRefused
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import CITY_TRACKER, Audience, Notice

NOTICES = (
    Notice(
        event=LatenessAccepted,
        audience=Audience.CITY,
        subject=_l("Your late application is taken in: %(reference)s"),
        lead=_l("%(commission)s has read why your application is late, and takes it in."),
        next=_l("You do not have to do anything. It is checked as all others are."),
        action=_l("See where it is"),
        link=CITY_TRACKER,
    ),
    Notice(
        event=LatenessRefused,
        audience=Audience.CITY,
        subject=_l("Your late application is not taken in: %(reference)s"),
        lead=_l(
            "%(commission)s does not take in your application, which came after its last day, and"
            " gives this reason:"
        ),
        quote="reason",
        next=_l("Nothing of it is lost. You can write to the commission in the portal."),
        action=_l("See where it is"),
        link=CITY_TRACKER,
    ),
)
