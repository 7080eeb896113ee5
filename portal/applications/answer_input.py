"""From what a browser sends to answers in the shapes of the form, and back to field names.

Keeps what was typed: what cannot be understood is stored as it is and pointed out, never lost.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Protocol

from portal.calls.form import Field, FieldKind, Section
from portal.core.i18n import locale_of, number

MOST_OWN_ROWS = 8
LONGEST_INPUT = 20_000
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class FormData(Protocol):
    """The values of a submitted form, several per name (werkzeug's MultiDict)."""

    def get(self, key: str, default: str) -> str:
        """The first value of a name."""
        ...

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""
        ...

    def __contains__(self, key: object) -> bool: ...


def input_name(field: Field, part: str = "") -> str:
    """Name of the input of a field or of one part of it."""
    return f"{field.key}.{part}" if part else field.key


def read_answers(section: Section, data: FormData, *, language: str) -> dict[str, Any]:
    """``{field: value}`` of a section's page; numbers as people write them in ``language``."""
    return {field.key: _read(field, data, language) for field in section.fields}


def read_seen(section: Section, data: FormData) -> dict[str, int]:
    """``{field: revision}`` the page was made with."""
    seen = {}
    for field in section.fields:
        text = data.get(f"seen.{field.key}", "")
        seen[field.key] = int(text) if text.isascii() and text.isdecimal() else 0
    return seen


def plain_number(text: str, *, language: str, decimals: int) -> str:
    """A number as typed, in ASCII digits with a point; text that is no number comes back as it is.

    Understands digits of any script and the separators of the language: ``1 234,5`` in French.
    """
    compact = "".join(_ascii_sign(sign) for sign in text.strip())
    compact = re.sub(r"[\s'’_]", "", compact)
    if not re.fullmatch(r"[0-9][0-9.,٫٬]*", compact):
        return text.strip()
    compact = compact.replace("٬", "").replace("٫", ".")
    mark = _decimal_mark(compact, language, decimals)
    if mark:
        whole, fraction = compact.rsplit(mark, 1)
    else:
        whole, fraction = compact, ""
    whole = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def written_number(digits: str, *, language: str) -> str:
    """A stored number as the language writes it; text that is no number comes back as it is."""
    try:
        return number(float(digits) if "." in digits else int(digits), language)
    except ValueError:
        return digits


def _read(field: Field, data: FormData, language: str) -> Any:
    name = input_name(field)
    match field.kind:
        case FieldKind.CHOICES:
            chosen = set(data.getlist(name))
            return [option.key for option in field.options if option.key in chosen]
        case FieldKind.NUMBER:
            return plain_number(_line(data, name), language=language, decimals=field.decimals)
        case FieldKind.STATISTIC:
            return _read_statistic(field, data, language)
        case FieldKind.LONG_TEXT:
            return _read_long_text(field, data)
        case FieldKind.MATRIX:
            return _read_matrix(field, data)
        case FieldKind.DECLARATION:
            return {"agreed": name in data}
        case FieldKind.LINKS:
            return "\n".join(_text(data, name).split())
        case _:
            return _text(data, name) if field.lines > 1 else _line(data, name)


def _read_long_text(field: Field, data: FormData) -> dict[str, str]:
    """Both texts; the draft's language only where the page asked for it."""
    texts = {
        "official": _text(data, input_name(field, "official")),
        "local": _text(data, input_name(field, "local")),
    }
    language = data.get(input_name(field, "language"), "")
    return {**texts, "language": language} if _LANGUAGE.fullmatch(language) else texts


def _read_statistic(field: Field, data: FormData, language: str) -> dict[str, Any]:
    value = plain_number(
        _line(data, input_name(field, "value")), language=language, decimals=field.decimals
    )
    year = "".join(_ascii_sign(sign) for sign in _line(data, input_name(field, "year")))
    return {
        "value": value,
        "year": year,
        "not_available": input_name(field, "na") in data,
    }


def _read_matrix(field: Field, data: FormData) -> dict[str, Any]:
    rows = {}
    for option in field.options:
        degree = data.get(input_name(field, f"row.{option.key}"), "")
        if degree:
            rows[option.key] = degree[:1]
    own = []
    for row in range(MOST_OWN_ROWS):
        label = _line(data, input_name(field, f"own.{row}.label"))
        degree = data.get(input_name(field, f"own.{row}.degree"), "")[:1]
        if label:
            own.append({"label": label, "degree": degree})
    return {"rows": rows, "own": own}


def _line(data: FormData, name: str) -> str:
    return " ".join(_text(data, name).split())


def _text(data: FormData, name: str) -> str:
    """What was typed, in one Unicode form, line ends as ``\\n``, without control characters."""
    text = unicodedata.normalize("NFC", data.get(name, "")[:LONGEST_INPUT])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(s for s in text if s in "\n\t" or unicodedata.category(s) != "Cc")
    return text.strip()


def _ascii_sign(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    return sign if digit is None or sign.isascii() else str(digit)


def _decimal_mark(compact: str, language: str, decimals: int) -> str:
    """The separator before the fraction, or empty if all separators only group digits."""
    used = {sign for sign in compact if sign in ".,"}
    if not used:
        return ""
    if len(used) == 2:
        return max(used, key=compact.rindex)
    mark = used.pop()
    if compact.count(mark) > 1:
        return ""
    groups_thousands = len(compact.rsplit(mark, 1)[1]) == 3
    if not groups_thousands:
        return mark
    if decimals == 0:
        return ""
    symbols: Mapping[str, str] = locale_of(language).number_symbols.get("latn", {})
    return mark if symbols.get("decimal", ".") == mark else ""
