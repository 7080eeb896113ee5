"""How a form filled in by hand is named, and who typed it: on prints, in lists, in the file."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.applications.offline_models import PaperForm
from portal.applications.state_words import office_label
from portal.core.i18n import day
from portal.core.i18n import gettext as _


def paper_title(paper: PaperForm, number: int = 1) -> str:
    """The title of one of its files as a document of the application."""
    title, files = _title(paper), len(paper.originals)
    if files == 1:
        return title
    return _("%(title)s: file %(number)s of %(count)s", title=title, number=number, count=files)


def _title(paper: PaperForm) -> str:
    if paper.typed_at is None:
        return _("Form filled in by hand")
    return _(
        "Form filled in by hand, typed by %(name)s (%(office)s)",
        name=paper.typed_by,
        office=office_label(paper.typed_office),
    )


def paper_story(paper: PaperForm, language: str, time_zone: str) -> str:
    """Who typed from it and when, and who confirmed it for the city."""
    typed = _(
        "The answers were typed from a form filled in by hand, by %(name)s (%(office)s) on"
        " %(day)s.",
        name=paper.typed_by,
        office=office_label(paper.typed_office),
        day=_day(paper.typed_at, language, time_zone),
    )
    if paper.confirmed_at is None:
        return typed
    confirmed = _(
        "%(name)s confirmed them for the city on %(day)s.",
        name=paper.confirmed_by,
        day=_day(paper.confirmed_at, language, time_zone),
    )
    return f"{typed} {confirmed}"


def _day(moment: datetime | None, language: str, time_zone: str) -> str:
    assert moment is not None
    return day(moment.astimezone(ZoneInfo(time_zone)), language)
