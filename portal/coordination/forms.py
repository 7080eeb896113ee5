"""Forms of the Coordination Team: shape only; the services check what is true."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.calls.models import CallMode
from portal.commissions.forms import ColorForm, IntroductionForm, SignatureForm
from portal.commissions.models import Region, Standing
from portal.commissions.services import Settings
from portal.commissions.words import region_name, standing_name
from portal.coordination.words import mode_name
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm

HAMBURG = ZoneInfo("Europe/Berlin")
"""Where the Coordination Team works: its deadlines are days there."""
LONG = 4000


class AskForm(PortalForm):
    """A question about a forwarded dossier."""

    seen_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    question = TextAreaField(
        _l("Your question to the National Commission"),
        description=_l("The answer comes back into this file. The city sees that you asked."),
        validators=[
            DataRequired(_l("Write the question to the commission.")),
            Length(max=LONG),
        ],
    )


class AddForm(PortalForm):
    """A commission that the directory does not know."""

    name = StringField(_l("Official name"), validators=[DataRequired(), Length(max=200)])
    code = StringField(
        _l("Code"),
        description=_l("Stands in addresses and references: ke, or be-fr for a second one."),
        validators=[DataRequired(), Length(max=16)],
    )
    country = StringField(
        _l("Country"),
        description=_l("Two letters, such as BE."),
        validators=[DataRequired(), Length(min=2, max=2)],
    )
    region = SelectField(_l("Region"))
    standing = RadioField(_l("Standing in UNESCO"), default=Standing.MEMBER.value)
    languages = StringField(
        _l("Languages"),
        description=_l("Codes with spaces between, the first is the default: fr nl en."),
        validators=[DataRequired(), Length(max=60)],
    )
    official_language = RadioField(
        _l("Language of the official text"), choices=["en", "fr"], default="en"
    )
    time_zone = SelectField(_l("Time zone"), default="UTC")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.region.choices = [SelectChoice(str(region), region_name(region)) for region in Region]
        self.standing.choices = [SelectChoice(str(kind), standing_name(kind)) for kind in Standing]
        self.official_language.choices = [
            SelectChoice(code, endonym(code)) for code in ("en", "fr")
        ]
        self.time_zone.choices = sorted(available_timezones())


class NetworkSettingsForm(SignatureForm, ColorForm, IntroductionForm):
    """What commissions inherit until they set something of their own."""

    def settings(self) -> Settings:
        """What was chosen and written."""
        return replace(
            super().settings(),
            brand_color=self.brand_color.data or "",
            introduction=self.introduction(),
        )


class CloseForm(PortalForm):
    """The last day of a space."""

    closes_on = DateField(_l("Last day"), validators=[InputRequired()])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("The commission and its cities read it."),
        validators=[DataRequired(), Length(max=500)],
    )


class ReopenForm(PortalForm):
    """Take a closing back; holds only the token."""


class InviteForm(PortalForm):
    """The first officer of a commission, who then invites the others."""

    email = EmailField(_l("Email address"), validators=[DataRequired(), Email(), Length(max=200)])
    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=120)])
    office = StringField(
        _l("Office"),
        description=_l("The title in the person's own words."),
        validators=[Length(max=120)],
    )
    language = SelectField(_l("Language of the invitation"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [SelectChoice(code, endonym(code)) for code in INTERFACE_LANGUAGES]


class CallForm(PortalForm):
    """A new call. Days are days in Hamburg, the last one is included."""

    code = StringField(
        _l("Code"),
        description=_l("Stands in references, such as 2027 in KE-2027-014."),
        validators=[DataRequired(), Length(max=12)],
    )
    title_en = StringField(_l("Title in English"), validators=[DataRequired(), Length(max=200)])
    title_fr = StringField(_l("Title in French"), validators=[Optional(), Length(max=200)])
    title_ar = StringField(_l("Title in Arabic"), validators=[Optional(), Length(max=200)])
    opens_on = DateField(_l("First day for cities"), validators=[InputRequired()])
    closes_on = DateField(_l("Last day for cities"), validators=[InputRequired()])
    commissions_close_on = DateField(_l("Last day for commissions"), validators=[InputRequired()])
    mode = RadioField(_l("How the call ends"), default=CallMode.REGISTRATION.value)
    quota = IntegerField(
        _l("Places per commission"),
        description=_l("Leave empty for no limit."),
        validators=[Optional(), NumberRange(min=1, max=999)],
    )
    form_version_id = SelectField(_l("Form version"))
    guiding_documents = SelectMultipleField(
        _l("Guiding documents that applicants adopt"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.mode.choices = [SelectChoice(str(mode), mode_name(mode)) for mode in CallMode]


class ExtendForm(PortalForm):
    """More time for all."""

    closes_on = DateField(_l("New last day for cities"), validators=[InputRequired()])
    commissions_close_on = DateField(
        _l("New last day for commissions"), validators=[InputRequired()]
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l(
            "Commissions, and cities with an unfinished application, read it in a mail. Your words"
            " are not translated."
        ),
        validators=[
            DataRequired(_l("Say why the dates change: everybody concerned reads it.")),
            Length(max=LONG),
        ],
    )


class PlaceAnswerForm(PortalForm):
    """The answer to a request for a place beyond the quota."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("The commission reads it. Your words are not translated."),
        validators=[DataRequired(_l("Say why: the commission reads it.")), Length(max=LONG)],
    )


def first_moment(day: date) -> datetime:
    """The beginning of a day in Hamburg, in UTC."""
    return datetime.combine(day, time.min, HAMBURG).astimezone(UTC)


def last_moment(day: date) -> datetime:
    """The last second of a day in Hamburg, in UTC."""
    return datetime.combine(day, time(23, 59, 59), HAMBURG).astimezone(UTC)
