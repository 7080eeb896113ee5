"""Every component in all its states, at ``/styleguide``: for developers, and for the tests of the
design. Each example is a template that is drawn and shown as markup; its data is invented here.
"""

import re
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, current_app, render_template
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.core.i18n import day, direction, language_now
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm
from portal.web.line_chart import LineChart, Reading, line_chart
from portal.web.page import NavItem
from portal.web.world_map import Place, world_map

SECTIONS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (_l("Foundations"), ("type", "accent", "icons")),
    (_l("Small parts"), ("states", "buttons", "notices", "figures", "flags", "tabs", "facts")),
    (_l("Forms"), ("fields", "choices", "special_fields", "errors", "autosave", "signature")),
    (_l("Lists"), ("table", "empty", "files")),
    (_l("Progress"), ("rail", "timeline", "steps")),
    (_l("Decisions"), ("checklist", "decision", "dialog", "seal")),
    (_l("Charts"), ("map", "funnel", "ageing", "line")),
)
STATES = (
    "draft",
    "awaiting_mayor",
    "signed",
    "submitted",
    "returned",
    "approved",
    "declined",
    "endorsed",
    "forwarded",
    "incomplete",
    "member",
    "not_admitted",
    "deferred",
    "withdrawn",
    "lapsed",
)
_COMMENT = re.compile(r"\A{#\s*(.*?)\s*#}\n", re.DOTALL)

styleguide = Blueprint("styleguide", __name__)


@dataclass(frozen=True)
class Example:
    """One example: what its first comment says, and the markup that makes it."""

    name: str
    template: str
    explanation: str
    markup: str


@dataclass(frozen=True)
class _Step:
    title: str
    when: str
    state: str
    icon: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Section:
    label: str
    state: str = ""
    note: str = ""
    href: str = "#"


@dataclass(frozen=True)
class _Row:
    label: str
    parts: tuple[int, ...]


@dataclass(frozen=True)
class _Stage:
    label: str
    value: int


@dataclass(frozen=True)
class _Letter:
    language: str
    direction: str
    issuer: str
    reference: str
    date: str
    subject: str
    paragraphs: tuple[str, ...]
    signer: str
    office: str
    signed_as: str = ""


class SampleForm(PortalForm):
    """One field of each kind."""

    name = StringField(
        _l("Name of the city"), [InputRequired()], description=_l("As in official documents")
    )
    email = EmailField(_l("E-mail address"), [InputRequired()])
    people = IntegerField(_l("Population"), [InputRequired()])
    region = SelectField(
        _l("Region"),
        choices=[SelectChoice("a", _l("Africa")), SelectChoice("b", _l("Arab States"))],
    )
    strategy = TextAreaField(
        _l("How does the city widen access to learning?"),
        [InputRequired()],
        description=_l("Describe the two or three most important programmes."),
    )
    decision = RadioField(
        _l("Decision"),
        [InputRequired()],
        choices=[
            SelectChoice("return", _l("Ask for changes")),
            SelectChoice("approve", _l("Approve")),
        ],
    )
    groups = SelectMultipleField(
        _l("Who does the city reach?"),
        choices=[
            SelectChoice("c", _l("Children")),
            SelectChoice("a", _l("Adults")),
            SelectChoice("o", _l("Older people")),
        ],
        description=_l("Choose all that apply."),
    )
    agreed = BooleanField(_l("I have read the application."))
    since = DateField(_l("Adopted on"))
    evidence = FileField(_l("Evidence"), description=_l("PDF, up to 20 MB"))
    code = StringField(_l("Code from your authenticator app"), [InputRequired()])
    drawn = HiddenField(_l("Your signature"))


@styleguide.get("/styleguide")
def show() -> str:
    """The whole guide on one page."""
    sections = [(title, [_example(name) for name in names if name]) for title, names in SECTIONS]
    return render_template("styleguide/page.html", sections=sections, **_sample())


show.is_public = True  # type: ignore[attr-defined]  # accounts, with its mark, lies above us


def register(app: Flask) -> None:
    """Mount at ``/styleguide``."""
    app.register_blueprint(styleguide)


def _example(name: str) -> Example:
    template = f"styleguide/examples/{name}.html"
    loader = current_app.jinja_env.loader
    assert loader is not None
    source = loader.get_source(current_app.jinja_env, template)[0]
    comment = _COMMENT.match(source)
    markup = source[comment.end() :] if comment else source
    return Example(name, template, " ".join(comment[1].split()) if comment else "", markup.strip())


def _sample() -> dict[str, object]:
    form = SampleForm(formdata=None, data={"name": "Łódź", "people": 682679, "region": "b"})
    wrong = SampleForm(formdata=None, prefix="wrong-", data={"email": "name.example"})
    wrong.email.errors = [_("Enter an address with an @, such as name@city.example")]
    wrong.decision.errors = [_("Choose one of the two.")]
    return {
        "states": STATES,
        "form": form,
        "wrong": wrong,
        "icons": _icons(),
        "tabs": [
            NavItem(_("To do"), "#", is_current=True, count=7),
            NavItem(_("Waiting for the city"), "#", count=3),
            NavItem(_("All"), "#"),
        ],
        "steps": _steps(),
        "sections_of_form": [
            _Section(_("The city"), "done"),
            _Section(_("Commitment"), "warn", _("One answer is missing")),
            _Section(_("Learning opportunities"), "now"),
            _Section(_("Monitoring")),
        ],
        "letter": _letter(),
        "world": world_map(
            [
                Place(_("Kenya"), 12, country_number=404),
                Place(_("Tunisia"), 9, country_number=788),
                Place(_("Fiji"), 1, country_number=242),
                Place(_("Brazil"), 7, country_number=76, is_late=True),
            ]
        ),
        "stages": [
            _Stage(_("Begun"), 260),
            _Stage(_("Submitted"), 171),
            _Stage(_("Endorsed"), 96),
            _Stage(_("Forwarded"), 88),
        ],
        "waiting": [_Row(_("Submitted"), (9, 5, 2, 2)), _Row(_("Approved"), (4, 3, 0, 3))],
        "ages": [
            _("up to 7 days"),
            _("8 to 14 days"),
            _("15 to 30 days"),
            _("over 30 days"),
        ],
        "chart": _chart(),
        "today": date(2026, 11, 23),
    }


def _icons() -> list[str]:
    path = current_app.root_path + "/web/assets/icons.txt"
    with open(path, encoding="utf-8") as file:
        return sorted(file.read().split())


def _steps() -> list[_Step]:
    return [
        _Step(_("Submitted"), day(date(2026, 10, 26)), "done"),
        _Step(
            _("Commission review"),
            day(date(2026, 11, 2)),
            "now",
            "eye",
            _("Please add the yearly budget to the plan."),
        ),
        _Step(_("Endorsed and signed"), day(date(2026, 11, 30)), "ahead", "pen-line"),
        _Step(_("Member"), day(date(2027, 5, 1)), "ahead", "award"),
    ]


def _letter() -> _Letter:
    language = language_now()
    return _Letter(
        language=language,
        direction=direction(language),
        issuer=_("National Commission for UNESCO"),
        reference="KE-2027-014",
        date=day(date(2026, 11, 23)),
        subject=_("Endorsement of the application of the City of Nakuru"),
        paragraphs=(_("The National Commission is pleased to endorse this application."),),
        signer="Amina W. Otieno",
        office=_("Secretary-General"),
        signed_as="Amina W. Otieno",
    )


def _chart() -> LineChart:
    values = (34, 33, 31, 32, 29, 30, 28, 27, 27, 25, 24, 23)
    months = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))]
    readings = [
        Reading(day(month, width="MMMM y"), day(month, width="LLL"), value)
        for month, value in zip(months, values, strict=True)
    ]
    return line_chart(readings, direction=direction(language_now()), target=21)
