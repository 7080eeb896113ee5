"""What is told when the dates of a call move: to officers, and to cities that have begun."""

from portal.core.i18n import lazy_gettext as _l
from portal.notifications.events import DatesMoved
from portal.notifications.notice import CITY_START, DESK, Audience, Notice

_SEE = _l("See your application")
_DESK = _l("Open the desk")

NOTICES = (
    Notice(
        event=DatesMoved,
        audience=Audience.OFFICERS,
        when=lambda event: event.is_for_officers and event.moves_closing,
        subject=_l("The call “%(call)s” was extended: cities may submit until %(closing_day)s"),
        lead=_l(
            "The Coordination Team has extended the call “%(call)s”. Cities of %(commission)s can"
            " submit until %(closing)s; before, it was until %(closing_before)s. The reason:"
        ),
        next=_l(
            "Please forward endorsed applications by %(forward_by)s. Your cities with an unfinished"
            " application are told too."
        ),
        quote="reason",
        action=_DESK,
        link=DESK,
    ),
    Notice(
        event=DatesMoved,
        audience=Audience.OFFICERS,
        variant="unmoved",
        when=lambda event: event.is_for_officers and not event.moves_closing,
        subject=_l("The call “%(call)s” was extended; for your cities it ends as before"),
        lead=_l(
            "The Coordination Team has extended the call “%(call)s”. For the cities of"
            " %(commission)s the last moment stays %(closing)s. The reason:"
        ),
        next=_l(
            "Please forward endorsed applications by %(forward_by)s. Within the dates of the call"
            " you can give your cities other dates in your settings."
        ),
        quote="reason",
        action=_DESK,
        link=DESK,
    ),
    Notice(
        event=DatesMoved,
        audience=Audience.CITY,
        when=lambda event: not event.is_national and event.moves_closing,
        subject=_l("More time in the call “%(call)s”: until %(closing_day)s"),
        lead=_l(
            "The Coordination Team has extended the call “%(call)s”. You can submit your"
            " application until %(closing)s; before, it was until %(closing_before)s. The reason:"
        ),
        next=_l(
            "Nothing that you have written changes. An application that was returned to you can be"
            " submitted again until %(forward_by)s."
        ),
        quote="reason",
        action=_SEE,
        link=CITY_START,
    ),
    Notice(
        event=DatesMoved,
        audience=Audience.CITY,
        variant="unmoved",
        when=lambda event: not event.is_national and not event.moves_closing,
        subject=_l("The call “%(call)s” was extended; your last day stays %(closing_day)s"),
        lead=_l(
            "The Coordination Team has extended the call “%(call)s”. For the cities of"
            " %(commission)s the last moment to submit stays %(closing)s. The reason:"
        ),
        next=_l(
            "An application that was returned to you can be submitted again until %(forward_by)s."
            " If the time is too short, %(commission)s can advise you."
        ),
        quote="reason",
        action=_SEE,
        link=CITY_START,
    ),
    Notice(
        event=DatesMoved,
        audience=Audience.CITY,
        variant="national",
        when=lambda event: event.is_national,
        subject=_l("New dates in the call “%(call)s”: until %(closing_day)s"),
        lead=_l(
            "%(commission)s has changed its dates in the call “%(call)s”. You can submit your"
            " application from %(opening)s until %(closing)s; before, it was from"
            " %(opening_before)s until %(closing_before)s. The reason:"
        ),
        next=_l("Nothing that you have written changes. Please submit your application in time."),
        quote="reason",
        action=_SEE,
        link=CITY_START,
    ),
)
