"""Forms of the letterhead and of the texts of letters: shape only."""

from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


class LogoForm(PortalForm):
    """A new logo."""

    logo = FileField(
        _l("Logo"),
        description=_l("PNG, JPEG or SVG, up to 4 MB; best on a transparent ground."),
    )


class StampForm(PortalForm):
    """A new picture of the stamp."""

    stamp = FileField(
        _l("Stamp"),
        description=_l(
            "A scan or photograph of the stamp on white paper, alone: the paper becomes"
            " transparent. PDF, JPEG or PNG."
        ),
    )


class LetterTextForm(PortalForm):
    """The text of a letter in one language."""

    seen_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    title = StringField(_l("Subject"))
    body = TextAreaField(
        _l("Text"), description=_l("An empty line begins a new paragraph. No greeting is added.")
    )
    reference = SelectField(
        _l("Preview with"), choices=[SelectChoice("", _l("A sample"))], validate_choice=False
    )


class WayBackForm(PortalForm):
    """Back to the portal's own text."""

    seen_version = HiddenField()
