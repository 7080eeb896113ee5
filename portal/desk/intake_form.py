"""The form on which an officer enters a form on paper for a city: shape only."""

from typing import Any

from wtforms import EmailField, MultipleFileField, SelectField, StringField
from wtforms.validators import Email, Length, Optional

from portal.accounts.city_fields import CityFieldsForm
from portal.accounts.services.cities import LONGEST_CITY_NAME
from portal.core.i18n import lazy_gettext as _l
from portal.desk.people_forms import language_choices


class IntakeForm(CityFieldsForm):
    """A form on paper that the commission enters for a city."""

    call = SelectField(_l("Call"))
    files = MultipleFileField(
        _l("Scan or photographs of all pages"),
        description=_l(
            "PDF, JPEG, PNG, HEIC or TIFF, several files in any order, up to 25 MB each and 40 MB"
            " at a time."
        ),
    )
    city = SelectField(_l("City"), validators=[Optional()])
    city_name = StringField(
        _l("Name of the new city"),
        description=_l("As it should stand on the certificate, in its own script."),
        validators=[Optional(), Length(max=LONGEST_CITY_NAME)],
    )
    name = StringField(_l("Name of the delegate"), validators=[Length(max=120)])
    email = EmailField(
        _l("E-mail address of the delegate"),
        description=_l("The city is invited to claim its application and to confirm your text."),
        validators=[Optional(), Email(_l("This is not an e-mail address.")), Length(max=254)],
    )
    language = SelectField(_l("Language of the invitation"))

    def __init__(self, *args: Any, languages: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices(languages)
