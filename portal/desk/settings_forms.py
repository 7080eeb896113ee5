"""Forms of the commission's own settings: shape only; the services check what is true."""

from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.validators import Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ColorInput, ListWidget

from portal.commissions.models import SignatureMethod
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.desk.forms import LONG
from portal.web.forms import PortalForm

_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


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
