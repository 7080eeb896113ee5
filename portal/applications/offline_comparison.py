"""What a filled form says beside the draft's present answers. Pure; nothing is ever dropped.

An empty field of a file changes nothing, and neither does one that stands as it was printed there.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.answer_input import MOST_OWN_ROWS
from portal.applications.offline_answers import plain_answer
from portal.applications.offline_token import mark_of
from portal.calls.form import Field, FieldKind, Form, Section

Answers = Mapping[str, Mapping[str, Any]]


class Standing(enum.StrEnum):
    """How an answer of the file stands to the draft's."""

    SAME = "same"
    UNTOUCHED = "untouched"
    """It is what was printed there; the draft has changed meanwhile."""
    ADDED = "added"
    """It fills what is empty in the draft."""
    CONFLICT = "conflict"
    """Both have something else: a person decides."""


@dataclass(frozen=True)
class ComparedAnswer:
    """One answer of the file that says something."""

    section: Section
    field: Field
    standing: Standing
    present: Any
    offered: Any
    """What the draft would hold: the file's parts, and the draft's where the file has none."""

    @property
    def name(self) -> str:
        """Name of the choice."""
        return f"{self.section.key}.{self.field.key}"

    @property
    def is_open(self) -> bool:
        """Whether there is anything to take over."""
        return self.standing in (Standing.ADDED, Standing.CONFLICT)


def compare(
    form: Form, draft: Answers, file: Answers, marks: Mapping[str, str], *, language: str
) -> tuple[ComparedAnswer, ...]:
    """Every answer of the file, in the form's order; empty ones are left out."""
    found = []
    for section, field in form.fields():
        read = file.get(section.key, {}).get(field.key)
        if not has_content(read):
            continue
        present = draft.get(section.key, {}).get(field.key)
        plain = plain_answer(section, field, present, language)
        offered = _together(field, plain, read)
        untouched = marks.get(f"{section.key}/{field.key}") == mark_of(read)
        if offered == plain:
            standing = Standing.SAME
        elif untouched and has_content(plain):
            standing = Standing.UNTOUCHED
        else:
            standing = Standing.CONFLICT if _loses(plain, offered) else Standing.ADDED
        found.append(ComparedAnswer(section, field, standing, present, offered))
    return tuple(found)


def has_content(value: Any) -> bool:
    """Whether an answer says anything."""
    if isinstance(value, Mapping):
        return any(has_content(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(has_content(part) for part in value)
    return bool(value)


def _together(field: Field, present: Any, read: Any) -> Any:
    if field.kind is FieldKind.LONG_TEXT:
        return {part: read.get(part) or present.get(part) or "" for part in ("official", "local")}
    if field.kind is FieldKind.MATRIX:
        return {
            "rows": {**present["rows"], **read["rows"]},
            "own": _own_together(present["own"], read["own"]),
        }
    return read


def _own_together(
    present: list[dict[str, str]], read: list[dict[str, str]]
) -> list[dict[str, str]]:
    """The file's rows of one's own, and the draft's that the file does not have."""
    labels = {row["label"] for row in read}
    kept = [row for row in present if row["label"] not in labels]
    return [*kept, *read][:MOST_OWN_ROWS] if kept else read


def _loses(present: Any, offered: Any) -> bool:
    """Whether something that stands in the draft would not stand there any more."""
    if isinstance(present, Mapping):
        return any(_loses(part, offered.get(key)) for key, part in present.items())
    if isinstance(present, list):
        return any(item not in offered for item in present)
    return has_content(present) and present != offered
