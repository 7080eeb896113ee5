"""Mails about remarks in drafts: at once, or gathered at the end of the day."""

from portal.applications.events import DraftRemarked, RemarksGathered
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import Audience, Link, Notice

_FILE = {"commission": "commission_code", "reference": "reference"}
_SECTION = Link("city.section", {**_FILE, "section": "section"})
_TASKS = Link("city.task_list", _FILE)
_DRAFT = Link("desk.draft_in_progress", _FILE)

NOTICES = (
    Notice(
        event=DraftRemarked,
        audience=Audience.NAMED,
        variant="city",
        when=lambda event: not event.is_from_city,
        subject=_l("The National Commission has a comment on your draft: %(reference)s"),
        lead=_l("%(author)s of the National Commission has commented on your draft:"),
        quote="text",
        next=_l("You find it beside the answer. Answer there, or mark it as resolved."),
        action=_l("Read the comment"),
        link=_SECTION,
    ),
    Notice(
        event=DraftRemarked,
        audience=Audience.NAMED,
        variant="officers",
        when=lambda event: event.is_from_city,
        subject=_l("%(city_name)s has answered a comment: %(reference)s"),
        lead=_l("%(author)s of %(city_name)s has answered in the draft:"),
        quote="text",
        next=_l("You find it beside the answer in the city's draft."),
        action=_l("Read the draft"),
        link=_DRAFT,
    ),
    Notice(
        event=RemarksGathered,
        audience=Audience.NAMED,
        variant="city",
        when=lambda event: not event.is_from_city,
        subject=_l("New comments on your draft: %(reference)s"),
        lead=_l("The National Commission has commented on your draft in: %(sections)s."),
        next=_l("You find the comments beside your answers. Nothing of it is urgent."),
        action=_l("Open the application"),
        link=_TASKS,
    ),
    Notice(
        event=RemarksGathered,
        audience=Audience.NAMED,
        variant="officers",
        when=lambda event: event.is_from_city,
        subject=_l("%(city_name)s has answered your comments: %(reference)s"),
        lead=_l("The city has answered in: %(sections)s."),
        next=_l("You find the answers in the city's draft. Nothing of it is urgent."),
        action=_l("Read the draft"),
        link=_DRAFT,
    ),
)
