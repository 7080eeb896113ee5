"""What changed between two submissions of one application, field by field, word by word.

Pure: compares two sets of answers under one form. Never says which version is better.
"""

import difflib
from dataclasses import dataclass
from typing import Any

from portal.applications.answer_texts import all_lines
from portal.applications.words import word_segments
from portal.calls.form import Form

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Piece:
    """A run of words, marked if the other version does not have it."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Difference:
    """One answer that is not the same in both versions."""

    section: str
    section_title: str
    field: str
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class FileDifference:
    """An attachment that came, went or was replaced by one of the same title."""

    title: str
    change: str
    """``added``, ``removed`` or ``replaced``."""


def answer_differences(
    form: Form, before: Answers, after: Answers, *, language: str
) -> tuple[Difference, ...]:
    """The answers that differ, in the order of the form, labelled in ``language``."""
    found = []
    for section, field in form.fields():
        old = before.get(section.key, {}).get(field.key)
        new = after.get(section.key, {}).get(field.key)
        if old == new:
            continue
        old_text = "\n".join(all_lines(field, old, language))
        new_text = "\n".join(all_lines(field, new, language))
        if old_text == new_text:
            continue
        pieces = word_differences(old_text, new_text)
        found.append(
            Difference(
                section=section.key,
                section_title=section.title(language),
                field=field.key,
                label=field.label(language),
                before=pieces[0],
                after=pieces[1],
            )
        )
    return tuple(found)


def word_differences(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; the pieces of each joined are that text again.

    Words are those the portal counts, also in scripts that do not mark them.
    """
    old, new = word_segments(before), word_segments(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        is_changed = kind != "equal"
        if end > start:
            left.append(Piece("".join(old[start:end]), is_changed))
        if new_end > new_start:
            right.append(Piece("".join(new[new_start:new_end]), is_changed))
    return tuple(left), tuple(right)


def file_differences(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> tuple[FileDifference, ...]:
    """Attachments by title and digest, the present version's first."""
    old = {file["sha256"]: file["title"] for file in before}
    new = {file["sha256"]: file["title"] for file in after}
    gone = [title for sha256, title in old.items() if sha256 not in new]
    found = []
    for sha256, title in new.items():
        if sha256 in old:
            continue
        if title in gone:
            gone.remove(title)
            found.append(FileDifference(title, "replaced"))
        else:
            found.append(FileDifference(title, "added"))
    return (*found, *(FileDifference(title, "removed") for title in gone))
