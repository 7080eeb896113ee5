"""Between answers and the fields of an offline form: one name per field, both ways.

A PDF separates levels of names by dots, so that a slash stands where a page's inputs have a dot.
"""

from collections.abc import Mapping
from typing import Any

from portal.applications.answer_input import (
    MOST_OWN_ROWS,
    plain_number,
    read_answers,
    written_number,
)
from portal.calls.form import Field, FieldKind, Form, Section

YES = "yes"
Answers = dict[str, dict[str, Any]]


class FilledFields:
    """Values of a PDF's fields, as the reader of a page's inputs takes them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in values.items():
            self._values.setdefault(name.replace("/", "."), []).append(value)
            group, slash, option = name.rpartition("/")
            if slash and value == YES:  # a box of several: its name ends in the key of its option
                self._values.setdefault(group.replace("/", "."), []).append(option)

    def get(self, key: str, default: str) -> str:
        """The value of a field."""
        return self._values.get(key, [default])[0]

    def getlist(self, key: str) -> list[str]:
        """The options ticked."""
        return self._values.get(key, [])

    def __contains__(self, key: object) -> bool:
        return key in self._values


def field_values(field: Field, value: Any, language: str) -> dict[str, str]:
    """``{name: text}`` of an answer's fields; empty ones are left out."""
    key = field.key
    if value in (None, "", [], {}):
        return {}
    match field.kind:
        case FieldKind.CHOICES:
            found = {f"{key}/{option}": YES for option in value}
        case FieldKind.NUMBER:
            found = {key: _shown(field, str(value), language)}
        case FieldKind.STATISTIC:
            found = {
                f"{key}/value": _shown(field, str(value.get("value") or ""), language),
                f"{key}/year": str(value.get("year") or ""),
                f"{key}/na": YES if value.get("not_available") else "",
            }
        case FieldKind.LONG_TEXT:
            found = {f"{key}/{part}": str(value.get(part) or "") for part in ("official", "local")}
        case FieldKind.MATRIX:
            found = _matrix(key, value)
        case FieldKind.DECLARATION:
            found = {key: YES if value.get("agreed") else ""}
        case _:
            found = {key: str(value)}
    return {name: text for name, text in found.items() if text}


def form_values(
    form: Form, answers: Mapping[str, Mapping[str, Any]], language: str
) -> dict[str, str]:
    """The same of all answers of a draft."""
    found: dict[str, str] = {}
    for section, field in form.fields():
        found |= field_values(field, answers.get(section.key, {}).get(field.key), language)
    return found


def answers_in(form: Form, values: Mapping[str, str], language: str) -> Answers:
    """``{section: {field: value}}`` that stand in the fields of a file."""
    data = FilledFields(values)
    return {
        section.key: read_answers(section, data, language=language) for section in form.sections
    }


def plain_answer(section: Section, field: Field, value: Any, language: str) -> Any:
    """An answer in the shape in which it would come back, to compare like with like."""
    data = FilledFields(field_values(field, value, language))
    return read_answers(section, data, language=language)[field.key]


def own_rows(value: Any) -> int:
    """How many rows of a matrix to offer for challenges of one's own: two more than there are."""
    rows = (value or {}).get("own") or []
    return min(MOST_OWN_ROWS, max(3, len(rows) + 2))


def _matrix(key: str, value: Mapping[str, Any]) -> dict[str, str]:
    found = {f"{key}/row/{name}": str(degree) for name, degree in (value.get("rows") or {}).items()}
    for row, own in enumerate(value.get("own") or []):
        found[f"{key}/own/{row}/label"] = str(own.get("label") or "")
        found[f"{key}/own/{row}/degree"] = str(own.get("degree") or "")
    return found


def _shown(field: Field, digits: str, language: str) -> str:
    """A number the way the language writes it, if it is understood again."""
    shown = written_number(digits, language=language)
    again = plain_number(shown, language=language, decimals=field.decimals)
    return shown if again == digits else digits
