"""Mails about the end of a season."""

from portal.applications.season_events import ArchiveReady
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import Audience, Link, Notice

NOTICES = (
    Notice(
        event=ArchiveReady,
        audience=Audience.NAMED,
        subject=_l("The archive of the call “%(call)s” is ready"),
        lead=_l("The archive of the call “%(call)s” that you asked for has been made."),
        next=_l(
            "You can download it on the page of the season’s end. It holds personal data: give it"
            " only to those who may read them."
        ),
        action=_l("Go to the archive"),
        link=Link("desk.season", {"commission": "commission_code", "code": "call_code"}),
    ),
)
