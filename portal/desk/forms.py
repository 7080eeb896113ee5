"""Forms of acts on one application: shape only; the services check what is true."""

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.applications.forms import ActForm
from portal.applications.models import Verdict
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm

LONG = 4000
"""Characters of a reason, a message or an answer."""


class ShownForm(ActForm):
    """An act on the document that was shown: carries its digest as well."""

    shown_sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


def _small_city_reason(description: object = "") -> TextAreaField:
    return TextAreaField(
        _l("Why do you accept a city of this size?"),
        description=description,
        validators=[Length(max=LONG)],
    )


def _authenticator_code() -> StringField:
    return StringField(
        _l("Code from your authenticator app"),
        description=_l("6 digits"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"},
        validators=[DataRequired(_l("Give the code of your authenticator app.")), Length(max=20)],
    )


class ReturnForm(ActForm):
    """Ask the city for completion."""

    reason = TextAreaField(
        _l("What should the city complete?"),
        description=_l("The city reads these words, in its own language if you can."),
        render_kw={"dir": "auto"},
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


class ApproveForm(ActForm):
    """Decide to endorse."""

    small_city_reason = _small_city_reason(
        _l("Kept in the file and read by the Coordination Team.")
    )


class DeclineForm(ActForm):
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


class ForwardForm(ActForm):
    """Hand the dossier to the Coordination Team."""


class RevokeForm(ActForm):
    """Withdraw an endorsement."""

    reason = TextAreaField(
        _l("Why is the endorsement withdrawn?"),
        description=_l("The public page will say that it was withdrawn, not why."),
        validators=[DataRequired(_l("Say why the endorsement is withdrawn.")), Length(max=LONG)],
    )


class AnswerForm(ActForm):
    """Answer the Coordination Team."""

    answer = TextAreaField(
        _l("Your answer"),
        validators=[DataRequired(_l("Write the answer first.")), Length(max=LONG)],
    )


class SignForm(ShownForm):
    """Sign Part 2 of the document that is shown."""

    office = StringField(
        _l("Office in which you sign"),
        description=_l("As it stands under the signature: Secretary-General."),
        validators=[DataRequired(_l("Give the office in which you sign.")), Length(max=200)],
    )
    small_city_reason = _small_city_reason()
    consent = BooleanField(
        _l("I have read the application and I am authorised to sign."),
        validators=[DataRequired(_l("Tick the box: nobody signs without having read."))],
    )
    code = _authenticator_code()


class ScanForm(ShownForm):
    """The scan of Part 2, signed and stamped by hand."""

    scan = FileField(
        _l("Scan of the signed and stamped sheet"),
        description=_l("Part 2 is enough, as PDF, JPEG or PNG, up to 25 MB. A photograph will do."),
        validators=[InputRequired(_l("Choose the scan."))],
    )


class AttestForm(ShownForm):
    """The signatory's word for a scan of Part 2 signed by hand."""

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
    small_city_reason = _small_city_reason()
    consent = BooleanField(
        validators=[DataRequired(_l("Tick the box: nobody attests without having looked."))],
    )
    code = _authenticator_code()


class CheckForm(PortalForm):
    """A verdict on one point of the checklist."""

    point = HiddenField(validators=[InputRequired(), Length(max=60)])
    verdict = RadioField(
        choices=[
            SelectChoice(Verdict.MEETS.value, _l("Meets")),
            SelectChoice(Verdict.NEEDS_WORK.value, _l("Needs work")),
        ],
        validators=[Optional()],
    )
    note = StringField(_l("Note for colleagues"), validators=[Length(max=1000)])


class TextForm(PortalForm):
    """A message or an internal note."""

    text = TextAreaField(validators=[DataRequired(_l("Write something first.")), Length(max=LONG)])


class OfficerForm(PortalForm):
    """Who has the file."""

    officer = SelectField(_l("Officer"), validators=[Optional()])
