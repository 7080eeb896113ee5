"""From one call's form to the next: what changed in it, and what of the old answers fits.

Pure. Declarations are never carried over: each application declares anew. Statistics are proposed
with their year and confirmed one by one, never taken in silence.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.completeness import is_answered
from portal.calls.form import Field, FieldKind, Form, Section
from portal.core.i18n import lazy_gettext as _l

Answers = Mapping[str, Mapping[str, Any]]
_ALWAYS_ASKED_ANEW = (FieldKind.DECLARATION, FieldKind.STATISTIC)


class Change(enum.StrEnum):
    """What became of a field between two form versions."""

    NEW = "new"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class FieldChange:
    """One field that is not the same in two form versions."""

    change: Change
    section: Section
    """Of the newer form; of the older for a dropped field."""
    field: Field
    sentences: tuple[object, ...] = ()
    """What is different in a changed field."""


def form_changes(before: Form, after: Form) -> tuple[FieldChange, ...]:
    """New and changed fields in the order of the newer form, then those that were dropped."""
    old = {field.key: field for _section, field in before.fields()}
    kept = {field.key for _section, field in after.fields()}
    found = []
    for section, field in after.fields():
        if field.key not in old:
            found.append(FieldChange(Change.NEW, section, field))
        elif sentences := _sentences(old[field.key], field):
            found.append(FieldChange(Change.CHANGED, section, field, sentences))
    found += [
        FieldChange(Change.DROPPED, section, field)
        for section, field in before.fields()
        if field.key not in kept
    ]
    return tuple(found)


def copied_answers(before: Form, after: Form, answers: Answers) -> dict[str, dict[str, Any]]:
    """``{section: {field: value}}`` under the newer form: what fits of the older answers."""
    old = {field.key: field for _section, field in before.fields()}
    given = _by_field(answers)
    copied: dict[str, dict[str, Any]] = {}
    for section, field in after.fields():
        if field.kind in _ALWAYS_ASKED_ANEW or field.key not in old:
            continue
        value = _fitting(old[field.key], field, given.get(field.key))
        if value is not None:
            copied.setdefault(section.key, {})[field.key] = value
    return copied


def proposed_statistics(before: Form, after: Form, answers: Answers) -> dict[str, dict[str, Any]]:
    """``{field: value}``: older figures with their year that the newer form asks for too."""
    old = {field.key: field for _section, field in before.fields()}
    given = _by_field(answers)
    return {
        field.key: dict(given[field.key])
        for _section, field in after.fields()
        if field.kind is FieldKind.STATISTIC
        and field.key in old
        and old[field.key].kind is FieldKind.STATISTIC
        and old[field.key].unit == field.unit
        and (given.get(field.key) or {}).get("value")
    }


def _by_field(answers: Answers) -> dict[str, Any]:
    return {key: value for section in answers.values() for key, value in section.items()}


def _fitting(before: Field, after: Field, value: Any) -> Any:
    """The part of an old answer that is an answer to the newer question; None for nothing."""
    if before.kind is not after.kind or not is_answered(before, value):
        return None
    offered = {option.key for option in after.options}
    match after.kind:
        case FieldKind.CHOICE:
            return value if value in offered else None
        case FieldKind.CHOICES:
            return [key for key in value if key in offered] or None
        case FieldKind.MATRIX:
            rows = {key: row for key, row in (value.get("rows") or {}).items() if key in offered}
            return {"rows": rows, "own": list(value.get("own") or [])}
        case _:
            return value


def _sentences(before: Field, after: Field) -> tuple[object, ...]:
    found: list[object] = []
    if before.kind is not after.kind:
        found.append(_l("It is answered in another way now."))
    if before.labels != after.labels:
        found.append(_l("The question is worded differently."))
    if after.word_limit and before.word_limit != after.word_limit:
        found.append(_l("At most %(limit)s words now.", limit=after.word_limit))
    if after.is_required and not before.is_required:
        found.append(_l("It must be answered now."))
    if before.is_required and not after.is_required:
        found.append(_l("It may be left empty now."))
    if {option.key for option in before.options} != {option.key for option in after.options}:
        found.append(_l("Other answers are offered."))
    if before.unit != after.unit:
        found.append(_l("The figure is asked in another unit."))
    if after.is_public and not before.is_public:
        found.append(_l("The answer becomes public once the city is a member."))
    return tuple(found)
