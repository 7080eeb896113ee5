"""What the public pages and the brief for the mayor say, in plain words, said once for both.

Source: the concept note of the membership. Nothing here may sound like a threat or a verdict.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.calls.models import CallMode
from portal.calls.queries import CallDates, Phase
from portal.core.i18n import day, language_name, moment, ngettext, number
from portal.core.i18n import gettext as _


@dataclass(frozen=True)
class Benefit:
    """One of the three benefits of the concept note: in a sentence, and in all its parts."""

    title: str
    summary: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of the way, and its time where the call sets one."""

    text: str
    when: str = ""


def what_it_is() -> tuple[str, str]:
    """What a learning city is, and what the network is."""
    return (
        _(
            "A learning city makes it possible for everybody to learn, at every age: in schools"
            " and universities, in families and neighbourhoods, at work, in libraries and online."
            " It does so to bring people together, to strengthen its economy and to grow in a"
            " sustainable way."
        ),
        _(
            "The UNESCO Global Network of Learning Cities connects cities that have chosen this"
            " way. It rests on two texts of 2013, the Beijing Declaration on Building Learning"
            " Cities and the Key Features of Learning Cities."
        ),
    )


def benefits() -> tuple[Benefit, ...]:
    """All benefits of membership. Source: concept note, "the benefits of becoming a member"."""
    return (
        Benefit(
            _("Guidance on the way"),
            _(
                "Tools and strategies for building a learning city, research and examples that"
                " worked, and news from cities around the world."
            ),
            (
                _("Tools and strategies for developing a learning city"),
                _("Insights into what works elsewhere, from new research and reports of practice"),
                _("News about learning cities around the world from the Coordination Team"),
            ),
        ),
        Benefit(
            _("Company"),
            _(
                "Cities with the same questions, experts in lifelong learning, and support for"
                " those who host a conference or a regional meeting."
            ),
            (
                _("Support when you host an international conference or a regional meeting"),
                _("Contact with learning cities that share your interests, questions and plans"),
                _("Exchange with experts in lifelong learning for sustainable development"),
            ),
        ),
        Benefit(
            _("Recognition"),
            _(
                "Your milestones are shared through the network, your city can become a case"
                " study, and you may run for the UNESCO Learning City Award."
            ),
            (
                _("Your milestones and progress, shared through the channels of the network"),
                _(
                    "A place among the case studies: your city, its actions, new ideas, good"
                    " practice and lessons learned"
                ),
                _("The right to run for the UNESCO Learning City Award"),
            ),
        ),
    )


def who_may_apply(call: CallDates | None) -> tuple[str, ...]:
    """Who may apply. Source: concept note, "Who can apply?" and "Background"."""
    least = call.population_warning if call else 10_000
    return (
        _(
            "The city authority of a place with a city council or another elected body: a"
            " municipality, district, commune, county, town or village, or several together."
        ),
        _(
            "The place usually has at least %(people)s inhabitants. If yours has fewer, you can"
            " still apply: your National Commission looks at your case.",
            people=number(least),
        ),
        _(
            "Others who represent the city, such as a university or an association, once the"
            " mayor has formally endorsed them."
        ),
        _(
            "The city itself becomes the member, represented by its mayor or by the person whom"
            " the mayor has formally endorsed."
        ),
    )


def cost() -> str:
    """What membership costs. Source: concept note, "Is there a membership fee?"."""
    return _(
        "Nothing: there is no membership fee. The Coordination Team welcomes voluntary"
        " contributions of members to the network and its services."
    )


def steps(call: CallDates | None, zone: str) -> tuple[Step, ...]:
    """The way of an application with the dates of a call in a time zone."""

    def until(at: datetime) -> str:
        return _("Until %(moment)s", moment=moment(at, zone=zone))

    has_jury = call is not None and call.mode is CallMode.JURY
    return (
        Step(
            _(
                "Register your city. The commission confirms that it knows you, usually within"
                " some days."
            ),
            _("At any time"),
        ),
        Step(
            _(
                "Prepare the application, alone or with colleagues. It saves itself, and you can"
                " pause at any time."
            ),
            _("From %(moment)s", moment=moment(call.opens_at, zone=zone)) if call else "",
        ),
        Step(
            _(
                "Your mayor adopts the guiding documents and signs: on screen by a personal link,"
                " or on the print with signature and stamp, which you upload."
            )
        ),
        Step(
            _(
                "Submit. You get a receipt at once, and see at any time with whom your"
                " application is. The Coordination Team receives a copy."
            ),
            until(call.closes_at) if call else "",
        ),
        Step(
            _(
                "The commission may ask for completion, then endorses by signing and forwards the"
                " dossier to the Coordination Team."
            ),
            until(call.commissions_close_at) if call else "",
        ),
        Step(
            _(
                "A jury reads the endorsed applications and recommends which cities are admitted."
                " You are told as soon as the outcome is known."
            )
            if has_jury
            else _(
                "The Coordination Team at the UNESCO Institute for Lifelong Learning registers"
                " your city as a member. You receive the certificate here."
            )
        ),
    )


def documents(official_language: str) -> tuple[str, ...]:
    """What an application consists of. Source: concept note, "the application procedure"."""
    return (
        _(
            "The application form: filled in here, or by hand on paper. The official text is in"
            " %(language)s; you can draft in your own language beside it.",
            language=language_name(official_language),
        ),
        _("Your mayor's signature and the official stamp of the city."),
        _("Your mayor's declaration that the city adopts the guiding documents named below."),
        _(
            "If somebody outside the city authority prepares the application: a letter by which"
            " the mayor formally endorses that person."
        ),
        _(
            "Figures about the city, each with its year: population, area, income, years of"
            " schooling. What is not available may stay open."
        ),
    )


def city_questions() -> tuple[tuple[str, str], ...]:
    """Questions of cities with their answers, for each page that answers them."""
    return (
        (
            _("Who may apply?"),
            _(
                "Any city authority with a council or another elected body: a municipality, a"
                " district, a commune, a county, a town, or several together. Below 10,000"
                " inhabitants your commission decides whether to accept it. Somebody else may"
                " prepare the application if the mayor formally endorses that person."
            ),
        ),
        (
            _("In which language do I write?"),
            _(
                "You may draft in your own language. The official text, which is signed, is in"
                " English or French; the portal keeps both side by side."
            ),
        ),
        (
            _("Will my text be lost?"),
            _(
                "The form saves itself while you write and says when. If the connection breaks,"
                " the text stays on your device and is sent later."
            ),
        ),
        (
            _("Can several people work on it?"),
            _(
                "Yes. Invite colleagues under “People”. If two change the same answer, the portal"
                " shows both texts."
            ),
        ),
        (
            _("Where is my application?"),
            _(
                "Your page says with whom it is, since when, what comes next and by when. You"
                " also get a mail at each step."
            ),
        ),
        (
            _("What if figures are missing?"),
            _("Tick “not available”. A missing figure is no reason to refuse an application."),
        ),
    )


def application_questions(call: CallDates | None) -> tuple[tuple[str, str], ...]:
    """Questions before the first step, for the page of a commission or a call."""
    questions = [
        (
            _("How much work is it?"),
            _(
                "The form asks for facts about the city and for two short texts of up to 200"
                " words each. Most time goes into collecting figures and into the mayor's"
                " signature: begin with these."
            ),
        ),
        (
            _("Does our mayor need an account?"),
            _(
                "No. Your mayor receives a personal link and signs on screen, or signs and stamps"
                " the printed form, which you upload. Both count the same."
            ),
        ),
    ]
    if call is not None and call.quota is not None:
        questions.append((_("What does the limit of this call mean for us?"), quota(call)))
    questions.append(
        (
            _("What happens after we have become a member?"),
            _(
                "Your city receives a certificate that anybody can verify, and a public profile."
                " It takes part in the network and reports on its progress from time to time."
            ),
        )
    )
    return tuple(questions)


def quota(call: CallDates) -> str:
    """What the quota of a call means for a city; empty if there is none."""
    if call.quota is None:
        return ""
    return (
        ngettext(
            "The commission can forward one application in this call.",
            "The commission can forward up to %(count)s applications in this call.",
            call.quota,
            count=number(call.quota),
        )
        + " "
        + _(
            "If more cities apply, it chooses among them and tells each city. Whoever is not"
            " chosen keeps all answers and can use them in a later call."
        )
    )


def dates(call: CallDates, zone: str) -> tuple[tuple[str, str], ...]:
    """The dates of a call, each with its label, in a time zone."""
    return (
        (_("Cities can begin"), moment(call.opens_at, zone=zone)),
        (_("Last moment to submit"), moment(call.closes_at, zone=zone)),
        (_("The commission forwards until"), moment(call.commissions_close_at, zone=zone)),
    )


def moved(call: CallDates, zone: str) -> tuple[str, str] | None:
    """That the last moment to submit was moved: a heading and a sentence; None if it was not."""
    if not call.is_moved or call.closes_before is None:
        return None
    last = _day(call.closes_at, zone)
    return (
        _("Extended until %(day)s", day=last)
        if call.closes_at > call.closes_before
        else _("The last day is now earlier: %(day)s", day=last),
        _(
            "Cities can submit until %(after)s; before, it was until %(before)s.",
            after=moment(call.closes_at, zone=zone),
            before=moment(call.closes_before, zone=zone),
        ),
    )


def standing(
    call: CallDates | None, phase: Phase | None, zone: str, *, is_space_open: bool = True
) -> tuple[str, str]:
    """Where a commission's call stands: a heading and a sentence of what it means."""
    if call is None or phase in (None, Phase.OVER):
        return (
            _("No call is open"),
            _(
                "The next call will be announced on this page as soon as its dates are set."
                " Subscribe to the calendar below, and it appears there by itself."
            ),
        )
    if phase is Phase.COMING:
        return (
            _("The next call opens on %(day)s", day=_day(call.opens_at, zone)),
            _(
                "It is open until %(moment)s. You can prepare now: talk to your mayor, find"
                " partners, collect figures.",
                moment=moment(call.closes_at, zone=zone),
            ),
        )
    if phase is Phase.DECIDING:
        return (
            _("The time to submit is over"),
            _(
                "The commission decides and forwards until %(moment)s. The next call will be"
                " announced on this page.",
                moment=moment(call.commissions_close_at, zone=zone),
            ),
        )
    return (
        _("You can apply now") if is_space_open else _("A call is open: ask your commission"),
        _("You can submit until %(moment)s.", moment=moment(call.closes_at, zone=zone)),
    )


def _day(at: datetime, zone: str) -> str:
    """The day of a moment in a time zone, in words."""
    return day(at.astimezone(ZoneInfo(zone)))
