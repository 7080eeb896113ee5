"""Ground of all forms: messages in the reader's language, and errors where they belong.

A form checks shape; whether something is true is for the service, whose errors come back here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.support import NullTranslations, Translations
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms.form import BaseForm
from wtforms.i18n import messages_path

from portal.core.errors import PortalError
from portal.core.i18n import language_now


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; ``target`` is the id of the input, if there is one."""

    label: str
    message: object
    target: str | None = None


class PortalForm(FlaskForm):  # type: ignore[misc]
    """A form whose errors can be listed, linked and added to."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Takes the messages of WTForms from a catalogue that is read once per language."""

        def get_translations(self, form: BaseForm) -> NullTranslations:
            """WTForms' own messages in the reader's language."""
            return _messages_of_wtforms(language_now())

    @property
    def problems(self) -> list[Problem]:
        """Every error, in the order of the page; what concerns no field comes first."""
        general = [Problem("", message) for message in self.form_errors]
        return general + [problem for field in self for problem in _problems_of(field)]

    def add_error(self, error: PortalError) -> None:
        """Put a service's error back on its field, or above the form if it names none of ours."""
        field = self._fields.get(error.field) if error.field else None
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


@lru_cache(maxsize=64)
def _messages_of_wtforms(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


def field_attributes(field: Field, *, cls: str = "", **attributes: object) -> dict[str, object]:
    """Attributes with which a field is rendered: hint and error tied to it, None left out.

    Underscores become hyphens: ``data_max_bytes=5`` is ``data-max-bytes="5"``.
    """
    described = []
    if field.description:
        described.append(f"{field.id}-hint")
    if field.errors:
        described.append(f"{field.id}-error")
    found: dict[str, object] = {
        name.replace("_", "-"): value for name, value in attributes.items() if value is not None
    }
    if cls.strip():
        found["class"] = cls.strip()
    if described:
        found["aria-describedby"] = " ".join(described)
    if field.errors:
        found["aria-invalid"] = "true"
    return found


def _problems_of(field: Field) -> Iterator[Problem]:
    if isinstance(field, FormField):
        yield from _problems_within(field.form)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _problems_of(entry)
        for message in field.errors:
            if isinstance(message, str):
                yield Problem(field.label.text, message, None)
    else:
        for message in field.errors:
            yield Problem(field.label.text, message, _input_id(field))


def _problems_within(form: BaseForm) -> Iterator[Problem]:
    for field in form:
        yield from _problems_of(field)


def _input_id(field: Field) -> str | None:
    """Radio buttons and boxes have an id each: the first one takes the focus."""
    if field.type in {"CSRFTokenField", "HiddenField"}:
        return None
    if field.type in {"RadioField", "SelectMultipleField"}:
        return next((str(option.id) for option in field), str(field.id))
    return str(field.id)
