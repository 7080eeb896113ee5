"""The form on which a sentence is worded anew, and the values its preview is filled with."""

from typing import Any

from wtforms import Field, TextAreaField
from wtforms.validators import Length

from portal.commissions.rewording import LONGEST_WORDING
from portal.core.i18n import gettext as _
from portal.core.i18n import joined, number, plural_examples
from portal.core.sentences import PLACEHOLDER, Sentence
from portal.web.forms import PortalForm

MOST_FORMS = 6
"""Forms of a plural; Arabic has all six."""


class WordingForm(PortalForm):
    """The commission's own words, one text for each form of the sentence."""

    @property
    def forms(self) -> list[Field]:
        """The fields that the sentence needs, in their order."""
        return [field for field in self if field.name.startswith("text_")]

    def texts(self) -> list[str]:
        """What was written."""
        return [field.data or "" for field in self.forms]


for _number in range(MOST_FORMS):
    setattr(WordingForm, f"text_{_number}", TextAreaField(validators=[Length(max=LONGEST_WORDING)]))


def wording_form(
    sentence: Sentence, language: str, texts: tuple[str, ...] | None = None
) -> WordingForm:
    """The form of a sentence: with what was sent, or with ``texts``."""
    arguments: dict[str, Any] = {}
    if texts is not None:
        data = {f"text_{place}": text for place, text in enumerate(texts)}
        arguments = {"formdata": None, "data": data}
    form = WordingForm(**arguments)
    examples = plural_examples(language) if sentence.plural else ((),)
    for place in range(MOST_FORMS):
        field = form[f"text_{place}"]
        if place >= len(examples):
            del form[f"text_{place}"]
            continue
        field.render_kw = {"lang": language, "dir": "auto"}
        field.label.text = (
            _("Your words for %(numbers)s", numbers=joined(map(number, examples[place])))
            if sentence.plural
            else _("Your words")
        )
    return form


def filled_in(text: str, counted: int | None = None) -> str:
    """A text with invented values in place of its placeholders, as in a preview."""
    samples = {
        "city": _("Baraka"),
        "city_name": _("Baraka"),
        "reference": "KE-2027-014",
        "name": _("Amina Otieno"),
        "actor": _("Amina Otieno"),
        "email": "amina.otieno@city.example",
    }

    def value(name: str) -> str:
        if counted is not None and name in ("count", "num", "n", "limit"):
            return number(counted)
        return samples.get(name, f"[{name.replace('_', ' ')}]")

    return PLACEHOLDER.sub(lambda match: value(match[1]), text)
