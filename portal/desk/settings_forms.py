"""Forms of the commission's own settings, one for each page: shape only.

The services check what is true.
"""

from zoneinfo import available_timezones

from wtforms import (
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
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.commissions.forms import ColorForm, IntroductionForm, SignatureForm
from portal.commissions.services import Settings
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.desk.forms import LONG
from portal.web.forms import PortalForm

_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


class LanguagesForm(PortalForm):
    """Languages and names of the space, and its clock."""

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

    def settings(self) -> Settings:
        """What was chosen; the first language leads the list."""
        first = self.first_language.data
        chosen = [first, *(code for code in self.languages.data or [] if code != first)]
        return Settings(
            names={code: self[f"name_{code}"].data or "" for code in INTERFACE_LANGUAGES},
            languages=tuple(chosen),
            official_language=self.official_language.data,
            time_zone=self.time_zone.data,
        )


class TextsForm(IntroductionForm):
    """What cities read first, and whom they ask."""

    contact_name = StringField(
        _l("Contact"),
        description=_l("Shown to cities: a person or an office."),
        validators=[Length(max=200)],
    )
    contact_email = EmailField(
        _l("E-mail address"),
        description=_l("Where cities ask. Needed before the space opens."),
        validators=[Optional(), Email(_l("This is not an e-mail address.")), Length(max=254)],
    )
    contact_phone = TelField(_l("Telephone"), validators=[Length(max=60)])
    website = URLField(_l("Website"), validators=[Length(max=300)])

    def settings(self) -> Settings:
        """What was written."""
        return Settings(
            introduction=self.introduction(),
            contact_name=self.contact_name.data or "",
            contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "",
            website=self.website.data or "",
        )


class LookForm(ColorForm):
    """Letterhead and colour."""

    letterhead = TextAreaField(
        _l("Letterhead"),
        description=_l("Address lines under the name, on letters and prints."),
        validators=[Length(max=1000)],
    )

    def settings(self) -> Settings:
        """What was written and chosen."""
        return Settings(
            letterhead=self.letterhead.data or "", brand_color=self.brand_color.data or ""
        )


for _language in INTERFACE_LANGUAGES:
    setattr(
        LanguagesForm,
        f"name_{_language}",
        StringField(
            _l("Name of the commission (%(language)s)", language=endonym(_language)),
            validators=[Length(max=200)],
            render_kw={"lang": _language, "dir": "auto"},
        ),
    )


SettingsForm = LanguagesForm | TextsForm | LookForm | SignatureForm
FORMS: dict[str, type[SettingsForm]] = {
    "languages": LanguagesForm,
    "texts": TextsForm,
    "look": LookForm,
    "signature": SignatureForm,
}
"""The pages of settings by their address."""


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
