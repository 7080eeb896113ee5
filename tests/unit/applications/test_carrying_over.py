"""From one call's form to the next: what changed, what is copied, what is only proposed."""

from typing import Any

from portal.applications.carrying_over import (
    copied_answers,
    form_changes,
    proposed_statistics,
)
from portal.calls.form import Form, parse_form


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"en": key.capitalize()}, **more}


def form_of(version: str, *fields: dict[str, Any]) -> Form:
    section = {"key": "all", "title": {"en": "All"}, "fields": list(fields)}
    return parse_form({"version": version, "sections": [section]})


def options(*keys: str) -> dict[str, Any]:
    return {"options": [{"key": key, "label": {"en": key}} for key in keys]}


BEFORE = form_of(
    "2025-1",
    field("name", "text"),
    field("why", "long_text", word_limit=300),
    field("fields", "choices", **options("books", "water", "stars")),
    field("serious", "matrix", **options("floods", "noise")),
    field("people", "statistic", unit="people"),
    field("surface", "statistic", unit="km2"),
    field("pledge", "declaration"),
    field("fax", "phone", required=False),
    field("title", "text"),
)
AFTER = form_of(
    "2027-1",
    field("name", "text"),
    field("why", "long_text", word_limit=200, label={"en": "Why does the city join?"}),
    field("fields", "choices", **options("books", "water")),
    field("serious", "matrix", **options("floods", "heat")),
    field("people", "statistic", unit="people"),
    field("surface", "statistic", unit="usd"),
    field("pledge", "declaration"),
    field("title", "choice", **options("mayor")),
    field("law", "text", required=False),
)
ANSWERS = {
    "all": {
        "name": "Nakuru",
        "why": {"official": "We learn.", "local": "Tunajifunza."},
        "fields": ["books", "stars"],
        "serious": {"rows": {"floods": "4", "noise": "2"}, "own": [{"label": "A", "degree": "1"}]},
        "people": {"value": "120000", "year": "2024", "not_available": False},
        "surface": {"value": "188", "year": "2024", "not_available": False},
        "pledge": {"agreed": True, "documents": []},
        "fax": "+254 20 555 0142",
        "title": "Mayor",
    }
}


def test_the_form_says_field_by_field_what_is_new_changed_and_dropped() -> None:
    found = [
        (each.change.value, each.field.key, [str(sentence) for sentence in each.sentences])
        for each in form_changes(BEFORE, AFTER)
    ]
    assert found == [
        ("changed", "why", ["The question is worded differently.", "At most 200 words now."]),
        ("changed", "fields", ["Other answers are offered."]),
        ("changed", "serious", ["Other answers are offered."]),
        ("changed", "surface", ["The figure is asked in another unit."]),
        ("changed", "title", ["It is answered in another way now.", "Other answers are offered."]),
        ("new", "law", []),
        ("dropped", "fax", []),
    ]


def test_a_form_that_asks_the_same_has_no_changes() -> None:
    assert form_changes(BEFORE, BEFORE) == ()


def test_what_fits_is_copied_and_nothing_else() -> None:
    assert copied_answers(BEFORE, AFTER, ANSWERS) == {
        "all": {
            "name": "Nakuru",
            "why": {"official": "We learn.", "local": "Tunajifunza."},
            "fields": ["books"],
            "serious": {"rows": {"floods": "4"}, "own": [{"label": "A", "degree": "1"}]},
        }
    }


def test_figures_are_proposed_with_their_year_unless_the_unit_changed() -> None:
    assert proposed_statistics(BEFORE, AFTER, ANSWERS) == {
        "people": {"value": "120000", "year": "2024", "not_available": False}
    }


def test_a_figure_that_was_not_available_is_not_proposed() -> None:
    answers = {"all": {"people": {"value": "", "year": "", "not_available": True}}}
    assert proposed_statistics(BEFORE, AFTER, answers) == {}
