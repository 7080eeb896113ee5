"""The words of the brief for a mayor, in the language in force."""

from datetime import UTC, datetime, time

from portal.core.i18n import day, direction, language_now
from portal.core.i18n import gettext as _
from portal.documents.brief import Brief, Section
from portal.public import words
from portal.public.queries import HowToApply
from portal.public.readiness import Outcome


def brief_of(found: HowToApply, outcome: Outcome) -> Brief:
    """The brief of one readiness check: what the city has, what is open, when and with whom."""
    page, language = found.commission, language_now()
    today = found.now.date()
    return Brief(
        language=language,
        direction=direction(language),
        issuer=page.name(language),
        network=_("UNESCO Global Network of Learning Cities"),
        title=_("Becoming a UNESCO learning city"),
        subtitle=_("A brief for the mayor"),
        about=Section(_("What a learning city is"), text=" ".join(words.what_it_is())),
        gains=Section(
            _("What it brings"),
            lines=tuple(
                _("%(title)s: %(text)s", title=benefit.title, text=benefit.summary)
                for benefit in words.benefits()
            ),
        ),
        asks=Section(_("What it asks of us"), lines=_asks(found)),
        there=Section(
            _("What we have"),
            lines=tuple(answer.question.there for answer in outcome.there),
            empty=_("Nothing has been marked yet."),
        ),
        missing=Section(
            _("What comes next"),
            lines=tuple(answer.question.missing for answer in outcome.missing),
            empty=_("Everything is there: the application can begin."),
        ),
        dates=_dates(found),
        contact=Section(
            _("Contact"),
            lines=tuple(
                line
                for line in (
                    page.name(language),
                    page.contact_name,
                    page.contact_email,
                    page.contact_phone,
                    page.website,
                )
                if line
            ),
        ),
        note=_(
            "Made on %(day)s from the answers that the city gave itself. They are kept nowhere and"
            " decide nothing.",
            day=day(today),
        ),
        made_at=datetime.combine(today, time.min, UTC),
    )


def _asks(found: HowToApply) -> tuple[str, ...]:
    return (
        _("Your signature and the stamp of the city under the application"),
        _(
            "The adoption of the guiding documents: %(texts)s",
            texts="; ".join(text.title(language_now()) for text in found.guiding_texts),
        )
        if found.guiding_texts
        else _("The adoption of the Beijing Declaration and the Key Features of Learning Cities"),
        _("A person who stays in contact with the network"),
        _("No fee; voluntary contributions are welcome"),
    )


def _dates(found: HowToApply) -> Section:
    heading = _("Dates")
    if found.is_closed:
        return Section(heading, text=_("Applications are no longer possible here"))
    if found.call is None:
        return Section(
            heading, text=_("The next call has not been announced yet. The commission can tell.")
        )
    zone = found.commission.time_zone
    return Section(heading, facts=words.dates(found.call, zone))
