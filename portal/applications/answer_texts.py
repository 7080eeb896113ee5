"""An answer as lines of text in a reader's language: to be read, not changed."""

from typing import Any

from portal.calls.form import Field, FieldKind
from portal.core.i18n import gettext as _
from portal.core.i18n import number


def official_lines(field: Field, value: Any, language: str) -> tuple[str, ...]:
    """The answer that counts, one line per part; empty if there is none.

    ``value`` has the shape the field's kind names; anything else is shown as it is, never refused.
    """
    if value in (None, "", [], {}):
        return ()
    if isinstance(value, dict):
        return _parts(field, value, language)
    if isinstance(value, list):
        return tuple(_option(field, str(key), language) for key in value)
    if field.kind is FieldKind.CHOICE:
        return (_option(field, str(value), language),)
    if field.kind is FieldKind.NUMBER:
        return (_with_unit(field, str(value), language),)
    return tuple(str(value).splitlines())


def local_lines(field: Field, value: Any) -> tuple[str, ...]:
    """The city's own wording beside the official text; empty if there is none."""
    if field.kind is not FieldKind.LONG_TEXT or not isinstance(value, dict):
        return ()
    return tuple(str(value.get("local") or "").splitlines())


def all_lines(field: Field, value: Any, language: str) -> tuple[str, ...]:
    """Official text and the city's own wording, as one text to compare."""
    return official_lines(field, value, language) + local_lines(field, value)


def unit_name(unit: str) -> str:
    """The unit of a field in words; empty for none."""
    names = {
        "people": _("people"),
        "km2": _("km²"),
        "usd": _("US dollars"),
        "years": _("years"),
        "percent": _("per cent"),
    }
    return names.get(unit, unit)


def _parts(field: Field, value: dict[str, Any], language: str) -> tuple[str, ...]:
    match field.kind:
        case FieldKind.LONG_TEXT:
            return tuple(str(value.get("official") or "").splitlines())
        case FieldKind.STATISTIC:
            return _statistic(field, value, language)
        case FieldKind.MATRIX:
            return _matrix(field, value, language)
        case FieldKind.DECLARATION:
            return _declaration(value)
        case _:
            return tuple(f"{key}: {part}" for key, part in value.items())


def _statistic(field: Field, value: dict[str, Any], language: str) -> tuple[str, ...]:
    if value.get("not_available"):
        return (_("Not available"),)
    if not value.get("value"):
        return ()
    shown = _with_unit(field, str(value["value"]), language)
    year = str(value.get("year") or "")
    if not year:
        return (shown,)
    return (_("%(value)s, in the year %(year)s", value=shown, year=year),)


def _matrix(field: Field, value: dict[str, Any], language: str) -> tuple[str, ...]:
    degrees = value.get("rows") or {}
    lines = [
        _("%(row)s: %(degree)s of 5", row=option.label(language), degree=degree)
        for option in field.options
        if (degree := degrees.get(option.key))
    ]
    lines += [
        _("%(row)s: %(degree)s of 5", row=own.get("label"), degree=own.get("degree") or "–")
        for own in value.get("own") or []
        if own.get("label")
    ]
    return tuple(lines)


def _declaration(value: dict[str, Any]) -> tuple[str, ...]:
    if not value.get("agreed"):
        return (_("Not declared"),)
    versions = [f"{item.get('id')} {item.get('version')}" for item in value.get("documents") or []]
    return (_("Declared"), *versions)


def _option(field: Field, key: str, language: str) -> str:
    for option in field.options:
        if option.key == key:
            return option.label(language)
    return key


def _with_unit(field: Field, digits: str, language: str) -> str:
    try:
        shown = number(float(digits), language)
    except ValueError:
        shown = digits
    return f"{shown} {unit_name(field.unit)}" if field.unit else shown
