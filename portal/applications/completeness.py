"""What is still missing in an application: per section a state, per field a sentence to act on.

Pure: looks at answers under a form. A warning never blocks; only a problem does.
"""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.words import count_words
from portal.calls.form import Field, FieldKind, Form, Section
from portal.core.i18n import lazy_gettext as _l

Answers = Mapping[str, Mapping[str, Any]]
EARLIEST_YEAR = 1950
DEGREES = ("1", "2", "3", "4", "5")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_URL = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+(:\d+)?(/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"\+[0-9][0-9 ()./-]{5,}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


class SectionState(enum.StrEnum):
    """How far a section of the form is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Problem:
    """One answer that is missing or needs attention."""

    section: str
    field: str
    sentence: object
    """A lazy translation that says what to do."""


@dataclass(frozen=True)
class SectionProgress:
    """How far one section is; ``done`` of ``total`` required answers are good."""

    key: str
    state: SectionState
    done: int
    total: int
    problems: tuple[Problem, ...]


def problems_of(form: Form, answers: Answers) -> tuple[Problem, ...]:
    """All that must be put right before the application can be frozen, in the form's order."""
    found = []
    for section, field in form.fields():
        sentence = field_problem(field, _answer(answers, section, field), form.version)
        if sentence is not None:
            found.append(Problem(section.key, field.key, sentence))
    return tuple(found)


def warnings_of(form: Form, answers: Answers, *, population_warning: int) -> tuple[Problem, ...]:
    """What the city should know although it does not block.

    Source: concept note, "a minimum of 10,000 inhabitants"; the commission may accept fewer.
    """
    for section, field in form.fields():
        if field.key != "population" or field.kind is not FieldKind.STATISTIC:
            continue
        value = (_answer(answers, section, field) or {}).get("value") or ""
        if _NUMBER.fullmatch(value) and float(value) < population_warning:
            sentence = _l(
                "The concept of the network speaks of at least %(limit)s inhabitants. You can"
                " still apply: the commission may accept a smaller city and will say why.",
                limit=f"{population_warning:,}".replace(",", "\N{NO-BREAK SPACE}"),
            )
            return (Problem(section.key, field.key, sentence),)
    return ()


def progress_of(form: Form, answers: Answers) -> tuple[SectionProgress, ...]:
    """The state of each section, in the form's order."""
    problems = problems_of(form, answers)
    return tuple(
        _progress(section, answers, tuple(p for p in problems if p.section == section.key))
        for section in form.sections
    )


def is_answered(field: Field, value: Any) -> bool:
    """Whether there is an answer, good or not."""
    if not value:
        return False
    match field.kind:
        case FieldKind.STATISTIC:
            return bool(value.get("not_available") or value.get("value"))
        case FieldKind.LONG_TEXT:
            return bool(value.get("official") or value.get("local"))
        case FieldKind.MATRIX:
            return bool(value.get("rows") or value.get("own"))
        case FieldKind.DECLARATION:
            return bool(value.get("agreed"))
        case _:
            return True


def field_problem(field: Field, value: Any, version: str) -> object:
    """The sentence that says what to do about one answer, or None if it is good.

    ``version`` is the form's: no figure can be of a later year than the form.
    """
    if not is_answered(field, value):
        return _missing(field) if field.is_required else None
    match field.kind:
        case FieldKind.STATISTIC:
            return _statistic_problem(value, version)
        case FieldKind.LONG_TEXT:
            return _text_problem(field, value)
        case FieldKind.MATRIX:
            return _matrix_problem(field, value)
        case FieldKind.CHOICE:
            known = {option.key for option in field.options}
            return None if value in known else _l("Choose one of the answers.")
        case FieldKind.CHOICES:
            known = {option.key for option in field.options}
            return None if set(value) <= known else _l("Choose from the answers given.")
        case FieldKind.DECLARATION:
            return None
        case _:
            return _short_problem(field, str(value))


def _progress(section: Section, answers: Answers, problems: tuple[Problem, ...]) -> SectionProgress:
    bad = {problem.field for problem in problems}
    counted = [field for field in section.fields if field.is_required or field.key in bad]
    has_any = any(is_answered(f, _answer(answers, section, f)) for f in section.fields)
    if not problems:
        state = SectionState.COMPLETE
    else:
        state = SectionState.IN_PROGRESS if has_any else SectionState.NOT_STARTED
    return SectionProgress(
        key=section.key,
        state=state,
        done=sum(1 for field in counted if field.key not in bad),
        total=len(counted),
        problems=problems,
    )


def _answer(answers: Answers, section: Section, field: Field) -> Any:
    return answers.get(section.key, {}).get(field.key)


def _missing(field: Field) -> object:
    match field.kind:
        case FieldKind.CHOICE:
            return _l("Choose one of the answers.")
        case FieldKind.CHOICES:
            return _l("Choose at least one of the answers.")
        case FieldKind.STATISTIC:
            return _l("Enter the figure and its year, or say that it is not available.")
        case FieldKind.LONG_TEXT:
            return _l("Write this text.")
        case FieldKind.MATRIX:
            return _l("Rate each challenge from 1 to 5.")
        case FieldKind.DECLARATION:
            return _l("Read the declaration and tick its box.")
        case _:
            return _l("Enter an answer.")


def _short_problem(field: Field, value: str) -> object:
    if len(value) > field.max_length:
        return _l("Shorten the answer to %(limit)s characters.", limit=field.max_length)
    match field.kind:
        case FieldKind.EMAIL if not _EMAIL.fullmatch(value):
            return _l("Enter an email address with an @, such as name@city.example.")
        case FieldKind.URL if not _URL.fullmatch(value):
            return _l("Enter an address that begins with https://, such as https://city.example.")
        case FieldKind.LINKS if not all(_URL.fullmatch(line) for line in value.split()):
            return _l("Enter one address per line; each begins with https://.")
        case FieldKind.PHONE if not _PHONE.fullmatch(value):
            return _l("Begin with + and the country code, such as +254 20 555 0142.")
        case FieldKind.NUMBER if not _NUMBER.fullmatch(value):
            return _l("Enter a number in digits.")
        case _:
            return None


def _statistic_problem(value: Mapping[str, Any], version: str) -> object:
    if value.get("not_available"):
        return None
    if not _NUMBER.fullmatch(str(value.get("value") or "")):
        return _l("Enter the figure in digits, or say that it is not available.")
    year = str(value.get("year") or "")
    if not year:
        return _l("Add the year the figure is for.")
    latest = int(version[:4]) if version[:4].isdecimal() else 9999
    if not (year.isascii() and year.isdecimal() and EARLIEST_YEAR <= int(year) <= latest):
        return _l(
            "Enter the year in four digits, from %(earliest)s to %(latest)s.",
            earliest=str(EARLIEST_YEAR),
            latest=str(latest),
        )
    return None


def _text_problem(field: Field, value: Mapping[str, Any]) -> object:
    official = str(value.get("official") or "")
    if not official:
        if not field.is_required:
            return None
        return _l("Write this text in the official language too: it is the one that counts.")
    words = count_words(official)
    if field.word_limit and words > field.word_limit:
        return _l(
            "Shorten the official text to %(limit)s words; it has %(words)s now.",
            limit=field.word_limit,
            words=words,
        )
    if len(official) > field.max_length:
        return _l("Shorten the answer to %(limit)s characters.", limit=field.max_length)
    return None


def _matrix_problem(field: Field, value: Mapping[str, Any]) -> object:
    degrees = value.get("rows") or {}
    missing = [option for option in field.options if degrees.get(option.key) not in DEGREES]
    if missing and field.is_required:
        return _l("Rate each challenge from 1 to 5; still to rate: %(count)s.", count=len(missing))
    for own in value.get("own") or []:
        if len(str(own.get("label") or "")) > field.max_length:
            return _l("Shorten the name of the challenge you added.")
        if bool(own.get("label")) != (own.get("degree") in DEGREES):
            return _l("Give each challenge you added a name and a rating from 1 to 5.")
    return None
