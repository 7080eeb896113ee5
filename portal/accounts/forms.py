"""Forms of accounts: shape only. What is true, the services say."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from portal.accounts.city_fields import CityFieldsForm
from portal.accounts.password_rules import SHORTEST
from portal.accounts.services.invitations import LONGEST_NAME
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm

_NEW_PASSWORD_HINT = _l(
    "At least %(count)s characters. Several words in a row are easy to keep in mind.",
    count=SHORTEST,
)


def _email(label: object, description: object = "") -> EmailField:
    return EmailField(
        label,
        description=description,
        validators=[
            DataRequired(_l("Give an e-mail address.")),
            Length(max=254),
            Email(_l("Give a full e-mail address, such as name@city.example.")),
        ],
    )


def _person_name() -> StringField:
    return StringField(
        _l("Your name"),
        description=_l("As colleagues know it."),
        validators=[
            DataRequired(_l("Give your name as colleagues know it.")),
            Length(max=LONGEST_NAME),
        ],
    )


def _language() -> SelectField:
    return SelectField(
        _l("Language"),
        description=_l("Of the pages you see and the mails you receive."),
        choices=[SelectChoice(code, endonym(code)) for code in INTERFACE_LANGUAGES],
        validators=[InputRequired()],
    )


def _new_password() -> PasswordField:
    return PasswordField(
        _l("New password"),
        description=_NEW_PASSWORD_HINT,
        validators=[InputRequired(_l("Choose a password."))],
    )


class SignInForm(PortalForm):
    """E-mail address and password."""

    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Give your e-mail address.")), Length(max=254)],
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Give your password."))])
    next = HiddenField()


class CodeForm(PortalForm):
    """The second factor: six digits of the phone, or a recovery code."""

    code = StringField(
        _l("Code of six digits"),
        description=_l("Your authenticator app shows it. It changes every 30 seconds."),
        validators=[Length(max=20)],
    )
    recovery_code = StringField(
        _l("Recovery code"),
        description=_l("One of the ten codes you kept when you set up the second factor."),
        validators=[Length(max=20)],
    )

    @property
    def given(self) -> str:
        """Whichever of the two was given."""
        return self.code.data or self.recovery_code.data or ""


class SetUpForm(PortalForm):
    """The first code of a phone proves that it holds the secret."""

    sealed = HiddenField()
    code = StringField(
        _l("Code of six digits"),
        description=_l("The app shows it as soon as it knows the secret."),
        validators=[InputRequired(_l("Give the code your app shows.")), Length(max=20)],
    )


class SecondFactorForm(SetUpForm):
    """Setting up from the profile: the password again, or a code of the former phone."""

    password = PasswordField(_l("Your password"))
    present_code = StringField(
        _l("Code of the present second factor, or a recovery code"), validators=[Length(max=20)]
    )


class RecoveryCodesForm(PortalForm):
    """New recovery codes against a code of the phone."""

    code = StringField(
        _l("Code of six digits"),
        validators=[InputRequired(_l("Give the code your app shows.")), Length(max=20)],
    )


class ForgottenForm(PortalForm):
    """Which address is to receive a link."""

    email = _email(_l("E-mail address"))


class NewPasswordForm(PortalForm):
    """A new password behind a link of a mail."""

    password = _new_password()


class ProfileForm(PortalForm):
    """Name and language."""

    name = _person_name()
    language = _language()


class ChangePasswordForm(PortalForm):
    """A new password against the current one."""

    current = PasswordField(
        _l("Current password"), validators=[InputRequired(_l("Give your current password."))]
    )
    new = _new_password()


class NewcomerForm(PortalForm):
    """What somebody who was invited gives to have an account."""

    name = _person_name()
    language = _language()
    password = PasswordField(
        _l("Password"),
        description=_NEW_PASSWORD_HINT,
        validators=[InputRequired(_l("Choose a password."))],
    )


class CityRegistrationForm(CityFieldsForm):
    """A city and the person who registers it."""

    name = _person_name()
    office = StringField(
        _l("Your office in the city"),
        description=_l("Such as: Director of Education."),
        validators=[
            DataRequired(_l("Give your office in the city.")),
            Length(max=LONGEST_NAME),
        ],
    )
    email = _email(
        _l("Your e-mail address at work"),
        _l("We send a link to it. The registration reaches the commission when you open it."),
    )
    language = _language()


class CoordinatorForm(PortalForm):
    """Somebody who is to join the Coordination Team."""

    email = _email(_l("E-mail address"))
    name = StringField(_l("Name"), validators=[Optional(), Length(max=LONGEST_NAME)])
    office = StringField(_l("Office"), validators=[Optional(), Length(max=LONGEST_NAME)])
    language = SelectField(
        _l("Language of the invitation"),
        choices=[SelectChoice(code, endonym(code)) for code in INTERFACE_LANGUAGES],
        validators=[InputRequired()],
    )
