"""Forms around an application: shape only; the services check what is true."""

from collections.abc import Sequence
from typing import ClassVar

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    UUID,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from portal.accounts.roles import Role
from portal.accounts.words import ROLE_NAMES
from portal.applications.attached_kinds import OTHER
from portal.applications.mandates import Applicant
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.documents.intake import Area
from portal.web.forms import PortalForm

LONG = 4000
"""Characters of a reason or a message."""
_LANGUAGES = [SelectChoice(code, endonym(code)) for code in INTERFACE_LANGUAGES]
_INVITED_ROLES = (Role.EDITOR, Role.READER, Role.DELEGATE)
"""Of a city's team; writing together is what most are invited for."""


class ActForm(PortalForm):
    """An act on one application: carries the revision the person saw."""

    seen_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


def _file_or_upload(form: PortalForm, field: FileField) -> None:
    """A file must come with the form, unless it came in parts before."""
    if not form["upload"].data and not (field.raw_data and field.raw_data[0]):
        raise ValidationError(_("Choose a file."))


class AttachmentForm(PortalForm):
    """A document to put beside the answers."""

    kind = SelectField(_l("Kind of document"), default=OTHER)
    title = StringField(
        _l("Title of the document"),
        description=_l("As readers should see it, such as Decision of the city council."),
        validators=[InputRequired(_l("Give the document a title.")), Length(max=160)],
    )
    file = FileField(
        _l("File"),
        description=_l("PDF, JPEG or PNG, up to 20 MB."),
        validators=[_file_or_upload],
    )
    upload = HiddenField(validators=[Optional(), UUID()])
    """An upload in parts that is whole, instead of a file."""

    def __init__(
        self, *args: object, document_kinds: Sequence[tuple[str, str]] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            *(SelectChoice(key, label) for key, label in document_kinds),
            SelectChoice(OTHER, _("Another document")),
        ]


class MandateForm(PortalForm):
    """Who applies, and the mayor's signed endorsement of a representative."""

    applicant = RadioField(
        _l("Who applies?"),
        choices=[
            SelectChoice(Applicant.AUTHORITY.value, _l("The city authority itself")),
            SelectChoice(Applicant.REPRESENTATIVE.value, _l("A representative of the city")),
        ],
        validators=[InputRequired(_l("Say who applies."))],
    )
    applicant_hints: ClassVar[dict[str, object]] = {
        Applicant.AUTHORITY.value: _l("Town hall, council, or an office of theirs. No mandate."),
        Applicant.REPRESENTATIVE.value: _l(
            "Such as a university, an organisation, an agency. The mayor's mandate is needed."
        ),
    }
    holder_name = StringField(
        _l("Whom the mayor endorsed"), validators=[Optional(), Length(max=160)]
    )
    organisation = StringField(_l("Organisation"), validators=[Optional(), Length(max=200)])
    mayor_name = StringField(
        _l("Name of the mayor who signed"), validators=[Optional(), Length(max=200)]
    )
    signed_on = DateField(_l("Signed on"), validators=[Optional()])
    valid_until = DateField(
        _l("Valid until"),
        description=_l("Empty if no end is named."),
        validators=[Optional()],
    )
    file = FileField(
        _l("The signed document"),
        description=_l("PDF, JPEG or PNG, up to 20 MB. A new file takes the place of the old one."),
    )


class FilledFormForm(PortalForm):
    """A PDF that was filled in offline."""

    file = FileField(
        _l("The filled PDF"),
        description=_l("The file you downloaded here, filled in and saved."),
        validators=[InputRequired(_l("Choose the PDF you filled in."))],
    )


class PaperFormForm(PortalForm):
    """A form that was filled in by hand, and who types it."""

    files = MultipleFileField(
        _l("Scan or photographs of all pages"),
        description=_l(
            "PDF, JPEG, PNG, HEIC or TIFF, several files in any order, up to 25 MB each and 40 MB"
            " at a time."
        ),
    )
    typist = RadioField(
        _l("Who types the answers?"),
        choices=[
            SelectChoice("city", _l("We type them ourselves, with the scan beside the form")),
            SelectChoice("commission", _l("We ask our National Commission to type them for us")),
        ],
        default="city",
        validators=[InputRequired(_l("Say who types the answers."))],
    )


class LinkForm(PortalForm):
    """Where the mayor's link goes, and in which language."""

    email = EmailField(
        _l("Email address of the mayor or the mayor's office"),
        description=_l("The link opens the application for signing. Nobody needs an account."),
        validators=[
            InputRequired(_l("Enter the address the link should go to.")),
            Length(max=254),
            Email(_l("Enter an email address with an @, such as name@city.example.")),
        ],
    )
    language = SelectField(_l("Language of the mail and of the page"), choices=_LANGUAGES)


class HandOverForm(PortalForm):
    """Language of a link that is handed over as a QR code."""

    language = SelectField(_l("Language of the page"), choices=_LANGUAGES)


class PaperForm(PortalForm):
    """Sheets of the signed print: files, or one photograph right from the camera."""

    papers = MultipleFileField(
        _l("Scan or photographs of the signed pages"),
        description=_l(
            "PDF, JPEG, PNG, HEIC or TIFF, several files in any order, up to 25 MB each and 40 MB"
            " at a time."
        ),
    )
    photograph = FileField(_l("Photograph a page now"))


class PlaceForm(PortalForm):
    """Which page a sheet is whose codes could not be read."""

    page = IntegerField(
        _l("Page"), validators=[InputRequired(_l("Choose one of the pages of the print."))]
    )


class PaperConfirmForm(ActForm):
    """The delegate's word for the signed paper."""

    shown_sha256 = HiddenField(validators=[InputRequired()])
    seen_sheets = HiddenField(validators=[InputRequired()])
    signer_name = StringField(
        _l("Name of the mayor, as on the paper"),
        validators=[InputRequired(_l("Enter the mayor's name.")), Length(max=200)],
    )
    signer_office = StringField(
        _l("Office of the mayor, as on the paper"),
        validators=[InputRequired(_l("Enter the mayor's office.")), Length(max=200)],
    )
    attested = BooleanField(validators=[InputRequired(_l("Tick the box to attest the scan."))])


class ForMayorConfirmForm(PaperConfirmForm):
    """The delegate's word for a paper that somebody signed for the mayor."""

    signer_name = StringField(
        _l("Name of who signed, as on the paper"),
        validators=[InputRequired(_l("Enter the name of who signed.")), Length(max=200)],
    )
    signer_office = StringField(
        _l("Office of who signed, as on the paper"),
        description=_l("Such as Acting Mayor or Deputy Governor."),
        validators=[InputRequired(_l("Enter the office of who signed.")), Length(max=200)],
    )
    mandate = FileField(
        _l("The mandate"),
        description=_l(
            "The document by which this person may sign for the mayor: a decree, a decision of the"
            " council or a signed letter. PDF, JPEG or PNG."
        ),
    )


class SubmitForm(ActForm):
    """Hand the signed application to the commission."""

    late_reason = TextAreaField(
        _l("Why is the application late?"),
        description=_l("The commission reads this and decides whether to take it in."),
        validators=[Length(max=LONG)],
    )


class WithdrawForm(ActForm):
    """End the application at the city's wish."""

    reason = TextAreaField(
        _l("Why does the city withdraw?"),
        description=_l("A few words for those who have worked on it."),
        validators=[
            InputRequired(_l("Say why the city withdraws, in a few words.")),
            Length(max=LONG),
        ],
    )


class MessageForm(PortalForm):
    """A message to the commission."""

    text = TextAreaField(
        _l("Your message"),
        validators=[InputRequired(_l("Write your message first.")), Length(max=LONG)],
    )


class InviteForm(PortalForm):
    """A colleague who shall work on the application too."""

    name = StringField(
        _l("Name"), validators=[InputRequired(_l("Enter the name.")), Length(max=160)]
    )
    email = EmailField(
        _l("Email address"),
        validators=[
            InputRequired(_l("Enter an email address.")),
            Length(max=254),
            Email(_l("Enter an email address with an @, such as name@city.example.")),
        ],
    )
    role = SelectField(
        _l("Role"),
        description=_l("It can be changed at any time, with effect at once."),
        choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in _INVITED_ROLES],
    )
    office = StringField(
        _l("Office or task"),
        description=_l("In the person's own words, such as Head of education."),
        validators=[Length(max=160)],
    )


WHOLE = "whole"
STAMP_AREAS: dict[str, Area | None] = {
    WHOLE: None,
    "upper_left": (0, 0, 0.6, 0.6),
    "upper_right": (0.4, 0, 1, 0.6),
    "lower_left": (0, 0.4, 0.6, 1),
    "lower_right": (0.4, 0.4, 1, 1),
}
"""A little more than quarters: a stamp across the middle lies wholly in one of them."""


def _edge(label: object, at: int) -> IntegerField:
    """One edge of the rectangle around the stamp, in hundredths of the picture."""
    return IntegerField(label, default=at, validators=[Optional(), NumberRange(0, 100)])


class MayorForm(PortalForm):
    """The mayor's signature."""

    shown_sha256 = HiddenField(validators=[InputRequired()])
    language = HiddenField()
    name = StringField(
        _l("Your full name"),
        validators=[InputRequired(_l("Type your full name.")), Length(max=200)],
    )
    office = StringField(
        _l("Your office"),
        description=_l("In your own words, such as Mayor or Governor."),
        validators=[InputRequired(_l("Type your office.")), Length(max=200)],
    )
    drawn = HiddenField(_l("Your signature"))
    stamp = FileField(
        _l("Official stamp"),
        description=_l(
            "If the city uses one: a picture of it, or a scan or photograph of a paper that bears"
            " it. PDF, JPEG, PNG, HEIC or TIFF."
        ),
    )
    stamp_where = RadioField(
        _l("Where is the stamp on the picture?"),
        choices=[
            SelectChoice(WHOLE, _l("It fills the picture")),
            SelectChoice("upper_left", _l("Upper left")),
            SelectChoice("upper_right", _l("Upper right")),
            SelectChoice("lower_left", _l("Lower left")),
            SelectChoice("lower_right", _l("Lower right")),
        ],
        default=WHOLE,
    )
    stamp_left = _edge(_l("Left edge"), 0)
    stamp_right = _edge(_l("Right edge"), 100)
    stamp_top = _edge(_l("Upper edge"), 0)
    stamp_bottom = _edge(_l("Lower edge"), 100)
    consent = BooleanField(validators=[InputRequired(_l("Tick the box to sign."))])

    @property
    def stamp_area(self) -> Area | None:
        """The part that shows the stamp: as drawn, else as chosen; None for all of it."""
        drawn = tuple(
            (field.data if field.data is not None else field.default) / 100
            for field in (self.stamp_left, self.stamp_top, self.stamp_right, self.stamp_bottom)
        )
        left, top, right, bottom = drawn
        if drawn != (0, 0, 1, 1) and left < right and top < bottom:
            return left, top, right, bottom
        return STAMP_AREAS[self.stamp_where.data]


class ForMayorForm(MayorForm):
    """The signature of somebody who signs for the mayor."""

    mandate = FileField(
        _l("Your mandate"),
        description=_l(
            "The document by which you may sign for the mayor: a decree, a decision of the council"
            " or a signed letter. PDF, JPEG or PNG."
        ),
    )


class MayorDeclineForm(PortalForm):
    """The mayor's no."""

    language = HiddenField()
    reason = TextAreaField(
        _l("What should be changed?"),
        description=_l("Your delegate reads this."),
        validators=[
            InputRequired(_l("Tell your delegate why, in a few words.")),
            Length(max=LONG),
        ],
    )
