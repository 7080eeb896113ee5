"""The digests of a commission's month: one mail for all files whose time runs out."""

from portal.core.i18n import day, ngettext
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.events import FileDue, MonthEnding
from portal.notifications.notice import DESK, Audience, Notice

NOTICES = (
    Notice(
        event=MonthEnding,
        audience=Audience.OFFICERS,
        when=lambda event: not event.is_for_signatories,
        subject=_l("Applications whose month ends: the first on %(first_day)s"),
        lead=_l(
            "National Commissions have one month to decide on an application. These applications"
            " with %(commission)s need a decision next, the most urgent first:"
        ),
        quote="files",
        next=_l(
            "You get one such mail for all applications. What is forwarded or returned to the city"
            " is not listed any more."
        ),
        action=_l("Open the desk"),
        link=DESK,
    ),
    Notice(
        event=MonthEnding,
        audience=Audience.SIGNATORIES,
        when=lambda event: event.is_for_signatories,
        subject=_l("Waiting for your signature: the first until %(first_day)s"),
        lead=_l(
            "National Commissions have one month to decide on an application. These applications"
            " with %(commission)s wait for your signature, the most urgent first:"
        ),
        quote="files",
        next=_l("You get one such mail for all applications. You can sign them one after another."),
        action=_l("Open the desk"),
        link=DESK,
    ),
)


def file_line(file: FileDue, language: str) -> str:
    """One application of a digest, in the language in force."""
    ends = day(file.ends_on, language)
    words = {"reference": file.reference, "city": file.city_name, "day": ends}
    if file.days < 0:
        line = _("%(reference)s, %(city)s: the month ended on %(day)s.") % words
    elif file.days == 0:
        line = _("%(reference)s, %(city)s: the month ends today.") % words
    else:
        line = ngettext(
            "%(reference)s, %(city)s: %(count)s day left, until %(day)s.",
            "%(reference)s, %(city)s: %(count)s days left, until %(day)s.",
            file.days,
            count=file.days,
            **words,
        )
    if file.officer_name:
        line += " " + _("With %(name)s.", name=file.officer_name)
    return line
