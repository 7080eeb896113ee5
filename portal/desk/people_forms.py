"""Forms about people and cities: shape only; the services check what is true."""

from typing import Any

from wtforms import EmailField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from portal.accounts.city_fields import CityFieldsForm
from portal.accounts.roles import Role
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


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
        self.language.choices = language_choices(languages)


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
        self.language.choices = language_choices(languages)


class RefuseCityForm(PortalForm):
    """Refuse a registration."""

    reason = StringField(
        _l("Reason, told to the person who registered"),
        validators=[DataRequired(_l("Give a reason.")), Length(max=1000)],
    )


def language_choices(codes: tuple[str, ...]) -> list[SelectChoice]:
    """The languages of a space that the portal speaks, to choose from; at least English."""
    offered = [code for code in codes if code in INTERFACE_LANGUAGES] or ["en"]
    return [SelectChoice(code, endonym(code)) for code in offered]
