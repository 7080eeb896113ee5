from typing import Any

import pytest

from portal.applications.completeness import (
    SectionState,
    field_problem,
    problems_of,
    progress_of,
    warnings_of,
)
from portal.calls.form import Form, parse_form

LABEL = {"en": "x"}


def form_with(*fields: dict[str, Any]) -> Form:
    rows = [{"label": LABEL, **field} for field in fields]
    return parse_form(
        {"version": "2027-1", "sections": [{"key": "one", "title": LABEL, "fields": rows}]}
    )


def sentence(definition: dict[str, Any], value: object) -> str | None:
    form = form_with({"key": "it", **definition})
    found = field_problem(form.section("one").field("it"), value, "2027-1")
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("definition", "value", "expected"),
    [
        ({"kind": "text"}, "", "Enter an answer."),
        ({"kind": "text", "required": False}, "", None),
        ({"kind": "text", "max_length": 3}, "abcd", "Shorten the answer to 3 characters."),
        (
            {"kind": "email"},
            "a.city.example",
            "Enter an email address with an @, such as name@city.example.",
        ),
        ({"kind": "email"}, "a@city.example", None),
        (
            {"kind": "url"},
            "city.example",
            "Enter an address that begins with https://, such as https://city.example.",
        ),
        ({"kind": "url"}, "https://www.city.example/learning", None),
        ({"kind": "links"}, "https://a.example/1\nhttps://b.example/2", None),
        (
            {"kind": "links"},
            "https://a.example\nsee annex",
            "Enter one address per line; each begins with https://.",
        ),
        (
            {"kind": "phone"},
            "020 555 0142",
            "Begin with + and the country code, such as +254 20 555 0142.",
        ),
        ({"kind": "phone"}, "+254 20 555 0142", None),
        (
            {"kind": "choice", "options": [{"key": "a", "label": LABEL}]},
            "b",
            "Choose one of the answers.",
        ),
        (
            {"kind": "choices", "options": [{"key": "a", "label": LABEL}]},
            [],
            "Choose at least one of the answers.",
        ),
        ({"kind": "choices", "options": [{"key": "a", "label": LABEL}]}, ["a"], None),
        ({"kind": "declaration"}, {"agreed": False}, "Read the declaration and tick its box."),
        ({"kind": "declaration"}, {"agreed": True}, None),
        (
            {"kind": "statistic"},
            {},
            "Enter the figure and its year, or say that it is not available.",
        ),
        ({"kind": "statistic"}, {"not_available": True}, None),
        ({"kind": "statistic"}, {"value": "184320", "year": ""}, "Add the year the figure is for."),
        (
            {"kind": "statistic"},
            {"value": "about 180 thousand", "year": "2025"},
            "Enter the figure in digits, or say that it is not available.",
        ),
        (
            {"kind": "statistic"},
            {"value": "184320", "year": "2062"},
            "Enter the year in four digits, from 1950 to 2027.",
        ),
        ({"kind": "statistic"}, {"value": "96.4", "year": "2024"}, None),
        (
            {"kind": "long_text", "word_limit": 3},
            {"official": "one two three four"},
            "Shorten the official text to 3 words; it has 4 now.",
        ),
        (
            {"kind": "long_text", "word_limit": 3},
            {"official": "one two three", "local": "a b c d e f"},
            None,
        ),
        (
            {"kind": "long_text"},
            {"local": "أ ب"},
            "Write this text in the official language too: it is the one that counts.",
        ),
    ],
)
def test_each_problem_says_what_to_do(
    definition: dict[str, Any], value: object, expected: str | None
) -> None:
    assert sentence(definition, value) == expected


MATRIX = {
    "kind": "matrix",
    "options": [{"key": "a", "label": LABEL}, {"key": "b", "label": LABEL}],
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"rows": {"a": "1"}}, "Rate each challenge from 1 to 5; still to rate: 1."),
        ({"rows": {"a": "1", "b": "6"}}, "Rate each challenge from 1 to 5; still to rate: 1."),
        ({"rows": {"a": "1", "b": "5"}}, None),
        (
            {"rows": {"a": "1", "b": "5"}, "own": [{"label": "Floods", "degree": ""}]},
            "Give each challenge you added a name and a rating from 1 to 5.",
        ),
        ({"rows": {"a": "1", "b": "5"}, "own": [{"label": "Floods", "degree": "4"}]}, None),
    ],
)
def test_a_matrix_needs_all_its_rows(value: object, expected: str | None) -> None:
    assert sentence(MATRIX, value) == expected


FORM = form_with(
    {"key": "name", "kind": "text"},
    {"key": "email", "kind": "email"},
    {"key": "fax", "kind": "phone", "required": False},
)


@pytest.mark.parametrize(
    ("answers", "state", "done"),
    [
        ({}, SectionState.NOT_STARTED, 0),
        ({"name": "Nakuru"}, SectionState.IN_PROGRESS, 1),
        ({"name": "Nakuru", "email": "nakuru"}, SectionState.IN_PROGRESS, 1),
        ({"name": "Nakuru", "email": "office@nakuru.example"}, SectionState.COMPLETE, 2),
    ],
)
def test_a_section_says_how_far_it_is(
    answers: dict[str, str], state: SectionState, done: int
) -> None:
    (progress,) = progress_of(FORM, {"one": answers})

    assert (progress.state, progress.done, progress.total) == (state, done, 2)


def test_problems_come_in_the_order_of_the_form() -> None:
    assert [problem.field for problem in problems_of(FORM, {})] == ["name", "email"]


@pytest.mark.parametrize(("population", "warned"), [("9999", True), ("10000", False), ("", False)])
def test_a_small_population_warns_and_does_not_block(population: str, *, warned: bool) -> None:
    form = form_with({"key": "population", "kind": "statistic"})
    answers = {"one": {"population": {"value": population, "year": "2025"}}}

    warnings = warnings_of(form, answers, population_warning=10_000)

    assert bool(warnings) is warned
    if warned:
        assert problems_of(form, answers) == ()
