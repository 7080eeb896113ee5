"""Forms of the desk: shape only; the services check what is true."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ColorInput, HiddenInput, ListWidget

from portal.accounts.city_fields import CityFieldsForm
from portal.accounts.roles import Role
from portal.applications.models import Verdict
from portal.commissions.models import SignatureMethod
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm

LONG = 4000
"""Characters of a reason, a message or an answer."""
_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


class ActionForm(PortalForm):
    """An act on one application: carries the revision the person saw."""

    seen_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ReturnForm(ActionForm):
    """Ask the city for completion."""

    reason = TextAreaField(
        _l("What should the city complete?"),
        description=_l("The city reads these words, in its own language if you can."),
        validators=[
            DataRequired(_l("Tell the city what to complete, in plain words.")),
            Length(max=LONG),
        ],
    )
    sections = SelectMultipleField(
        _l("Which sections?"),
        description=_l("These are opened for the city; the others stay as they are."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class ApproveForm(ActionForm):
    """Decide to endorse."""

    small_city_reason = TextAreaField(
        _l("Why do you accept a city of this size?"),
        description=_l("Kept in the file and read by the Coordination Team."),
        validators=[Length(max=LONG)],
    )


class DeclineForm(ActionForm):
    """Decide not to endorse."""

    reason = TextAreaField(
        _l("Why is the application not endorsed?"),
        description=_l("The city reads this reason. It can apply again in a later call."),
        validators=[
            DataRequired(_l("Give the city a reason it can learn from.")),
            Length(max=LONG),
        ],
    )
    confirmed = BooleanField(
        _l("I know that this ends the application in this call."),
        validators=[DataRequired(_l("Tick the box to confirm."))],
    )


class ForwardForm(ActionForm):
    """Hand the dossier to the Coordination Team."""


class RevokeForm(ActionForm):
    """Withdraw an endorsement."""

    reason = TextAreaField(
        _l("Why is the endorsement withdrawn?"),
        description=_l("The public page will say that it was withdrawn, not why."),
        validators=[DataRequired(_l("Say why the endorsement is withdrawn.")), Length(max=LONG)],
    )


class AnswerForm(ActionForm):
    """Answer the Coordination Team."""

    answer = TextAreaField(
        _l("Your answer"),
        validators=[DataRequired(_l("Write the answer first.")), Length(max=LONG)],
    )


class SignForm(ActionForm):
    """Sign Part 2 of the document that is shown."""

    shown_sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    office = StringField(
        _l("Office in which you sign"),
        description=_l("As it stands under the signature: Secretary-General."),
        validators=[DataRequired(_l("Give the office in which you sign.")), Length(max=200)],
    )
    small_city_reason = TextAreaField(
        _l("Why do you accept a city of this size?"), validators=[Length(max=LONG)]
    )
    consent = BooleanField(
        _l("I have read the application and I am authorised to sign."),
        validators=[DataRequired(_l("Tick the box: nobody signs without having read."))],
    )
    code = StringField(
        _l("Code from your authenticator app"),
        description=_l("6 digits"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"},
        validators=[DataRequired(_l("Give the code of your authenticator app.")), Length(max=20)],
    )


class ScanForm(ActionForm):
    """The scan of Part 2, signed and stamped by hand."""

    shown_sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    scan = FileField(
        _l("Scan of the signed and stamped sheet"),
        description=_l("Part 2 is enough, as PDF, JPEG or PNG, up to 25 MB. A photograph will do."),
        validators=[InputRequired(_l("Choose the scan."))],
    )


class AttestForm(ActionForm):
    """The signatory's word for a scan of Part 2 signed by hand."""

    shown_sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    scan_sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    signer_name = StringField(
        _l("Who signed, as on the paper"),
        validators=[DataRequired(_l("Give the name as on the paper.")), Length(max=200)],
    )
    signer_office = StringField(
        _l("Office, as on the paper"),
        validators=[DataRequired(_l("Give the office as on the paper.")), Length(max=200)],
    )
    signed_on = DateField(
        _l("Day, as on the paper"),
        validators=[DataRequired(_l("Give the day that stands on the paper."))],
    )
    office = StringField(
        _l("Office in which you attest"),
        description=_l("As it stands under your electronic signature: Secretary-General."),
        validators=[DataRequired(_l("Give the office in which you attest.")), Length(max=200)],
    )
    small_city_reason = TextAreaField(
        _l("Why do you accept a city of this size?"), validators=[Length(max=LONG)]
    )
    consent = BooleanField(
        validators=[DataRequired(_l("Tick the box: nobody attests without having looked."))],
    )
    code = StringField(
        _l("Code from your authenticator app"),
        description=_l("6 digits"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"},
        validators=[DataRequired(_l("Give the code of your authenticator app.")), Length(max=20)],
    )


class CheckForm(PortalForm):
    """A verdict on one point of the checklist."""

    point = HiddenField(validators=[InputRequired(), Length(max=60)])
    verdict = RadioField(
        choices=[
            SelectChoice(Verdict.MEETS.value, _l("Meets")),
            SelectChoice(Verdict.NEEDS_WORK.value, _l("Needs work")),
        ],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    note = StringField(_l("Note for colleagues"), validators=[Length(max=1000)])


class TextForm(PortalForm):
    """A message or an internal note."""

    text = TextAreaField(validators=[DataRequired(_l("Write something first.")), Length(max=LONG)])


class OfficerForm(PortalForm):
    """Who has the file."""

    officer = SelectField(_l("Officer"), validators=[Optional()])


class InviteColleagueForm(PortalForm):
    """Invite somebody to the commission's desk."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("Give a name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        description=_l("The invitation goes to this address and works once."),
        validators=[
            DataRequired(_l("Give an e-mail address.")),
            Email(_l("This is not an e-mail address.")),
            Length(max=254),
        ],
    )
    role = RadioField(
        _l("What may this person do?"),
        choices=[
            SelectChoice(Role.OFFICER.value, _l("Officer: checks, decides, forwards")),
            SelectChoice(Role.SIGNATORY.value, _l("Signatory: signs the endorsement")),
        ],
        default=Role.OFFICER.value,
        validators=[InputRequired(_l("Choose a role."))],
    )
    office = StringField(
        _l("Office"),
        description=_l("In the person's own words: Programme officer, Secretary-General."),
        validators=[Length(max=120)],
    )
    language = SelectField(_l("Language of the invitation"))

    def __init__(self, *args: Any, languages: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = _languages(languages)


class InviteCityForm(CityFieldsForm):
    """Enter a city and invite its delegate."""

    name = StringField(
        _l("Name of the delegate"), validators=[DataRequired(_l("Give a name.")), Length(max=120)]
    )
    email = EmailField(
        _l("E-mail address of the delegate"),
        validators=[
            DataRequired(_l("Give an e-mail address.")),
            Email(_l("This is not an e-mail address.")),
            Length(max=254),
        ],
    )
    language = SelectField(_l("Language of the invitation"))

    def __init__(self, *args: Any, languages: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = _languages(languages)


class RefuseCityForm(PortalForm):
    """Refuse a registration."""

    reason = StringField(
        _l("Reason, told to the person who registered"),
        validators=[DataRequired(_l("Give a reason.")), Length(max=1000)],
    )


class SettingsForm(PortalForm):
    """How the commission's space is set up. Fields per language are made from the list of them."""

    is_open = BooleanField(
        _l("Open for cities"),
        description=_l("Cities of the country can register and apply."),
    )
    languages = SelectMultipleField(
        _l("Languages of your space"),
        description=_l("Cities and colleagues choose among these."),
        choices=[SelectChoice(code, endonym(code)) for code in INTERFACE_LANGUAGES],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    first_language = SelectField(
        _l("First language"),
        description=_l("Shown to whoever has not chosen one."),
        choices=[SelectChoice(code, endonym(code)) for code in INTERFACE_LANGUAGES],
    )
    official_language = RadioField(
        _l("Language of the official text"),
        description=_l("The Coordination Team reads applications in this language."),
        choices=[SelectChoice(code, endonym(code)) for code in ("en", "fr")],
    )
    time_zone = SelectField(
        _l("Time zone"),
        description=_l("Deadlines and times are shown in it."),
        choices=[SelectChoice(zone, zone) for zone in _TIME_ZONES],
    )
    letterhead = TextAreaField(
        _l("Letterhead"),
        description=_l("Address lines under the name, on letters and prints."),
        validators=[Length(max=1000)],
    )
    contact_name = StringField(
        _l("Contact"),
        description=_l("Shown to cities: a person or an office."),
        validators=[Length(max=200)],
    )
    contact_email = EmailField(
        _l("E-mail address"),
        validators=[Optional(), Email(_l("This is not an e-mail address.")), Length(max=254)],
    )
    contact_phone = TelField(_l("Telephone"), validators=[Length(max=60)])
    website = URLField(_l("Website"), validators=[Length(max=300)])
    brand_color = StringField(
        _l("Colour"),
        description=_l("On the main button and the current item. It is darkened until it reads."),
        widget=ColorInput(),
        validators=[Length(max=7)],
    )
    two_step_decision = BooleanField(
        _l("Decide first, sign second"),
        description=_l("An officer approves, then the signatory signs. Off: signing decides."),
    )
    forward_at_once = BooleanField(
        _l("Forward as soon as it is signed"),
        description=_l("Off: an officer forwards each endorsed application."),
    )
    officers_may_decline = BooleanField(
        _l("Officers may decline"),
        description=_l("Off: only the signatory can decide not to endorse."),
    )
    signature_method = RadioField(
        _l("How your commission signs"),
        description=_l("Whichever way, the signatory confirms with a second factor."),
        choices=[
            SelectChoice(SignatureMethod.BOTH.value, _l("On screen or on paper")),
            SelectChoice(SignatureMethod.ELECTRONIC.value, _l("On screen only")),
            SelectChoice(SignatureMethod.PAPER.value, _l("On paper only, by a scan")),
        ],
        validators=[InputRequired(_l("Choose how your commission signs."))],
    )


for _language in INTERFACE_LANGUAGES:
    setattr(
        SettingsForm,
        f"name_{_language}",
        StringField(
            _l("Name of the commission (%(language)s)", language=endonym(_language)),
            validators=[Length(max=200)],
            render_kw={"lang": _language, "dir": "auto"},
        ),
    )
    setattr(
        SettingsForm,
        f"introduction_{_language}",
        TextAreaField(
            _l("Words to the cities (%(language)s)", language=endonym(_language)),
            description=_l("Shown on your page above the way to apply."),
            validators=[Length(max=LONG)],
            render_kw={"lang": _language, "dir": "auto"},
        ),
    )


class NationalDatesForm(PortalForm):
    """The commission's own dates in a call."""

    opens_on = DateField(
        _l("First day for your cities"),
        description=_l("Empty: the day on which the call opens."),
        validators=[Optional()],
    )
    closes_on = DateField(
        _l("Last day for your cities"),
        description=_l("Whole day, in your time zone. Empty: the day on which the call closes."),
        validators=[Optional()],
    )
    reason = TextAreaField(
        _l("Reason for the change"),
        description=_l(
            "Needed once cities could begin: those with an unfinished application read it in a"
            " mail."
        ),
        validators=[Optional(), Length(max=LONG)],
    )


def _languages(codes: tuple[str, ...]) -> list[SelectChoice]:
    offered = [code for code in codes if code in INTERFACE_LANGUAGES] or ["en"]
    return [SelectChoice(code, endonym(code)) for code in offered]
