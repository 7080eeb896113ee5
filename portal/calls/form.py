"""The official form as data: parsed from a form version, pinned to a call, never code.

Source of the fields of version 2027-1: docs/form.md (Part 1 of the application form).
"""

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import Any


class FieldKind(enum.StrEnum):
    """What a field holds. The shape of its answer stands beside each."""

    TEXT = "text"  # str
    EMAIL = "email"  # str
    URL = "url"  # str
    LINKS = "links"  # str, one address per line
    PHONE = "phone"  # str
    CHOICE = "choice"  # str, key of an option
    CHOICES = "choices"  # list[str], keys of options
    NUMBER = "number"  # str, digits
    STATISTIC = "statistic"  # {"value": str, "year": str, "not_available": bool}
    LONG_TEXT = "long_text"  # {"official": str, "local": str}, perhaps "language" of the draft
    MATRIX = "matrix"  # {"rows": {row: "1".."5"}, "own": [{"label": str, "degree": "1".."5"}]}
    DECLARATION = "declaration"  # {"agreed": bool, "documents": [{"id", "version"}]}


Labels = dict[str, str]


@dataclass(frozen=True)
class Option:
    """A choice or a row of a matrix."""

    key: str
    labels: Labels

    def label(self, language: str) -> str:
        """The label in a language, else in English."""
        return self.labels.get(language) or self.labels["en"]


@dataclass(frozen=True)
class Field:
    """One field of the form."""

    key: str
    kind: FieldKind
    labels: Labels
    hints: Labels
    is_required: bool
    is_public: bool
    """Whether the answer becomes part of the member's public profile."""
    word_limit: int | None
    max_length: int
    options: tuple[Option, ...]
    unit: str
    """Code of a unit: ``people``, ``km2``, ``usd``, ``years`` or empty."""
    decimals: int
    names_guiding_documents: bool
    is_national: bool = False
    """Whether a commission may propose one answer to all its cities."""
    lines: int = 1
    """Lines of the box to write in; more than one allows line breaks in the answer."""

    def label(self, language: str) -> str:
        """The label in a language, else in English."""
        return self.labels.get(language) or self.labels["en"]

    def hint(self, language: str) -> str:
        """The hint in a language, else in English, else empty."""
        return self.hints.get(language) or self.hints.get("en", "")


@dataclass(frozen=True)
class Section:
    """A page of the form."""

    key: str
    titles: Labels
    introductions: Labels
    fields: tuple[Field, ...]

    def title(self, language: str) -> str:
        """The title in a language, else in English."""
        return self.titles.get(language) or self.titles["en"]

    def introduction(self, language: str) -> str:
        """The introduction in a language, else in English, else empty."""
        return self.introductions.get(language) or self.introductions.get("en", "")

    def field(self, key: str) -> Field:
        """The field of that key. Raises KeyError."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)


@dataclass(frozen=True)
class Form:
    """A form version, whole."""

    version: str
    sections: tuple[Section, ...]
    document_kinds: tuple[Option, ...] = ()
    """Kinds of documents a city may attach, beside "other"."""

    def national_fields(self) -> tuple[Field, ...]:
        """The fields to which a commission may propose one answer to all its cities."""
        return tuple(field for _section, field in self.fields() if field.is_national)

    def section(self, key: str) -> Section:
        """The section of that key. Raises KeyError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def fields(self) -> tuple[tuple[Section, Field], ...]:
        """All fields with their sections, in order."""
        return self._fields

    def fields_of(self, kind: FieldKind) -> tuple[tuple[Section, Field], ...]:
        """The same of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _fields(self) -> tuple[tuple[Section, Field], ...]:
        return tuple((section, field) for section in self.sections for field in section.fields)

    @cached_property
    def _by_kind(self) -> dict[FieldKind, tuple[tuple[Section, Field], ...]]:
        return {
            kind: tuple((section, field) for section, field in self._fields if field.kind is kind)
            for kind in self.kinds
        }

    @cached_property
    def kinds(self) -> frozenset[FieldKind]:
        """Kinds of fields that occur."""
        return frozenset(field.kind for _section, field in self.fields())


def parse_form(definition: dict[str, Any]) -> Form:
    """The form of a stored definition. Raises KeyError or ValueError if it is malformed."""
    return Form(
        version=definition["version"],
        sections=tuple(
            Section(
                key=section["key"],
                titles=section["title"],
                introductions=section.get("introduction", {}),
                fields=tuple(_field(field) for field in section["fields"]),
            )
            for section in definition["sections"]
        ),
        document_kinds=_options(definition.get("document_kinds", [])),
    )


def _field(data: dict[str, Any]) -> Field:
    return Field(
        key=data["key"],
        kind=FieldKind(data["kind"]),
        labels=data["label"],
        hints=data.get("hint", {}),
        is_required=data.get("required", True),
        is_public=data.get("public", False),
        word_limit=data.get("word_limit"),
        max_length=data.get("max_length", 300),
        options=_options(data.get("options", [])),
        unit=data.get("unit", ""),
        decimals=data.get("decimals", 0),
        names_guiding_documents=data.get("guiding_documents", False),
        is_national=data.get("national", False),
        lines=data.get("lines", 1),
    )


def _options(rows: list[dict[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(row["key"], row["label"]) for row in rows)
