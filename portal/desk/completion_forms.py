"""Forms of a commission's texts to ask for completion with: shape only."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.desk.return_texts import LONGEST_TEXT
from portal.web.forms import PortalForm


class ReturnTextForm(PortalForm):
    """A text by title, with its wording per language."""

    title = StringField(
        _l("Title"),
        description=_l("Colleagues choose the text by it. Cities do not see it."),
        validators=[Length(max=120)],
    )


for _language in INTERFACE_LANGUAGES:
    setattr(
        ReturnTextForm,
        f"text_{_language}",
        TextAreaField(
            _l("Text (%(language)s)", language=endonym(_language)),
            validators=[Length(max=LONGEST_TEXT)],
            render_kw={"lang": _language, "dir": "auto"},
        ),
    )


class ChooseTextForm(PortalForm):
    """Which text a request for completion begins with, in which language."""

    class Meta(PortalForm.Meta):
        """It only looks something up."""

        csrf = False

    text = SelectField(_l("Begin with"), validate_choice=False)
    language = SelectField(_l("Language of the text"), validate_choice=False)
