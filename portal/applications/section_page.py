"""What the page of one section shows: each field with its answer, its problem and any conflict."""

import secrets
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time

from portal.applications.answer_input import MOST_OWN_ROWS, input_name, written_number
from portal.applications.answer_texts import all_lines, unit_name
from portal.applications.beginnings import NOTHING, Beginning
from portal.applications.completeness import field_problem
from portal.applications.services.drafting import FieldConflict
from portal.applications.words import count_words, length_in_browsers
from portal.calls.form import Field, FieldKind, Section
from portal.core.i18n import language_now, locale_of, moment


@dataclass(frozen=True)
class Contradiction:
    """What somebody else wrote meanwhile, to read beside one's own text."""

    lines: tuple[str, ...]
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Counted:
    """How many words the portal counts in a text, and how long that text is for a browser."""

    words: int
    length: int


@dataclass(frozen=True)
class FieldView:
    """One field as the page shows it."""

    field: Field
    value: Any
    seen: int
    label: str
    hint: str
    problem: object
    """A sentence, or None: only shown once the field was answered or the page was sent."""
    contradiction: Contradiction | None
    unit: str
    beginning: Beginning = NOTHING

    @property
    def key(self) -> str:
        """Key of the field; also the id of its first input."""
        return self.field.key

    @property
    def kind(self) -> FieldKind:
        """What the field holds."""
        return self.field.kind

    def name(self, part: str = "") -> str:
        """Name of an input of the field."""
        return input_name(self.field, part)

    def counted(self, part: str, language: str) -> "Counted":
        """The words of one of two texts, by the rules of its language."""
        return _counted(self.value, part, language)

    def own_rows(self) -> list[dict[str, str]]:
        """Rows the city added to a matrix, and one empty row to add the next."""
        rows = list((self.value or {}).get("own") or [])
        if len(rows) < MOST_OWN_ROWS:
            rows.append({"label": "", "degree": ""})
        return rows


def field_views(
    section: Section,
    answers: dict[str, Any],
    seen: dict[str, int],
    *,
    language: str,
    version: str,
    conflicts: tuple[FieldConflict, ...] = (),
    begins: Mapping[str, Beginning] = MappingProxyType({}),
    shows_missing: bool = False,
) -> tuple[FieldView, ...]:
    """The fields of a section for its page.

    ``shows_missing``: point out empty answers too, not only those that need attention.
    """
    by_field = {conflict.field: conflict for conflict in conflicts}
    return tuple(
        _view(
            field,
            answers.get(field.key),
            seen.get(field.key, 0),
            language=language,
            version=version,
            conflict=by_field.get(field.key),
            begins=begins.get(field.key, NOTHING),
            shows_missing=shows_missing,
        )
        for field in section.fields
    )


def text_counts(
    section: Section, answers: dict[str, Any], *, official_language: str, sent: Container[str]
) -> tuple[tuple[str, Counted], ...]:
    """Id of each counter of a section's page with the portal's count of the text in its box.

    ``sent``: names of the inputs the page has.
    """
    found = []
    for field in section.fields:
        if field.kind is not FieldKind.LONG_TEXT or field.key not in answers:
            continue
        value = answers[field.key]
        if field.word_limit:
            found.append((field.key, _counted(value, "official", official_language)))
        if input_name(field, "local") in sent:
            language = value.get("language") or "en"
            found.append((f"{field.key}-local", _counted(value, "local", language)))
    return tuple(found)


def new_page_mark() -> str:
    """A random mark of one opened page."""
    return secrets.token_urlsafe(9)


def saved_text(at: datetime | None, now: datetime, *, zone: str) -> str | None:
    """When the answers were last saved: the hour, with the day if it was not today."""
    if at is None:
        return None
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if local.date() != today.date():
        return moment(at, zone=zone, width="short")
    return format_time(local, "HH:mm", locale=locale_of(language_now()))


def _counted(value: Any, part: str, language: str) -> Counted:
    text = str((value or {}).get(part) or "")
    return Counted(count_words(text, language), length_in_browsers(text))


def _view(
    field: Field,
    value: Any,
    seen: int,
    *,
    language: str,
    version: str,
    conflict: FieldConflict | None,
    begins: Beginning,
    shows_missing: bool,
) -> FieldView:
    is_touched = bool(value) and value != {"agreed": False}
    problem = field_problem(field, value, version) if shows_missing or is_touched else None
    return FieldView(
        field=field,
        value=_shown(field, value, language),
        seen=conflict.revision if conflict else seen,
        label=field.label(language),
        hint=field.hint(language),
        problem=problem,
        contradiction=_contradiction(field, conflict, language),
        unit=unit_name(field.unit) if field.unit else "",
        beginning=begins,
    )


def _shown(field: Field, value: Any, language: str) -> Any:
    """Numbers the way the reader writes them; all else as it is."""
    if field.kind is FieldKind.STATISTIC and value and value.get("value"):
        return {**value, "value": written_number(str(value["value"]), language=language)}
    if field.kind is FieldKind.NUMBER and value:
        return written_number(str(value), language=language)
    return value


def _contradiction(
    field: Field, conflict: FieldConflict | None, language: str
) -> Contradiction | None:
    if conflict is None:
        return None
    return Contradiction(all_lines(field, conflict.theirs, language), conflict.by, conflict.at)
