"""Answers of a file beside the draft's: what is new, what contradicts, what is left alone."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from portal.applications.offline_comparison import ComparedAnswer, Standing, compare
from portal.applications.offline_token import FormToken, mark_of, read_token, write_token
from portal.calls.form import parse_form
from portal.calls.services import form_definition

FORM = parse_form(form_definition())
KEY = b"k" * 32


def compared(
    draft: dict[str, Any], file: dict[str, Any], marks: dict[str, str] | None = None
) -> dict[str, ComparedAnswer]:
    found = compare(FORM, draft, file, marks or {}, language="en")
    return {answer.name: answer for answer in found}


def test_an_answer_fills_what_is_empty() -> None:
    found = compared({}, {"city": {"city_name": "Nakuru"}})
    assert found["city.city_name"].standing is Standing.ADDED
    assert found["city.city_name"].offered == "Nakuru"


def test_an_empty_field_of_the_file_changes_nothing() -> None:
    assert compared({"city": {"city_name": "Nakuru"}}, {"city": {"city_name": ""}}) == {}


def test_another_answer_is_a_conflict() -> None:
    found = compared({"city": {"city_name": "Nakuru"}}, {"city": {"city_name": "Nakuru City"}})
    assert found["city.city_name"].standing is Standing.CONFLICT


def test_what_nobody_touched_in_the_file_is_left_alone() -> None:
    marks = {"city/city_name": mark_of("Nakuru")}
    found = compared(
        {"city": {"city_name": "Nakuru City"}}, {"city": {"city_name": "Nakuru"}}, marks
    )
    assert found["city.city_name"].standing is Standing.UNTOUCHED


def test_what_was_emptied_online_meanwhile_is_offered_again() -> None:
    marks = {"city/city_name": mark_of("Nakuru")}
    found = compared({"city": {"city_name": ""}}, {"city": {"city_name": "Nakuru"}}, marks)
    assert found["city.city_name"].standing is Standing.ADDED


def test_a_local_draft_is_not_lost_to_an_official_text() -> None:
    found = compared(
        {"motivation": {"motivation": {"official": "", "local": "Tunajifunza."}}},
        {"motivation": {"motivation": {"official": "We learn.", "local": ""}}},
    )
    answer = found["motivation.motivation"]
    assert answer.standing is Standing.ADDED
    assert answer.offered == {"official": "We learn.", "local": "Tunajifunza."}


def test_rows_of_the_matrix_are_put_together() -> None:
    found = compared(
        {"challenges": {"challenges": {"rows": {"gender": "4"}, "own": [_own("Floods")]}}},
        {"challenges": {"challenges": {"rows": {"ageing": "2"}, "own": [_own("Drought")]}}},
    )
    answer = found["challenges.challenges"]
    assert answer.standing is Standing.ADDED
    assert answer.offered == {
        "rows": {"gender": "4", "ageing": "2"},
        "own": [_own("Floods"), _own("Drought")],
    }


def test_another_degree_is_a_conflict() -> None:
    found = compared(
        {"challenges": {"challenges": {"rows": {"gender": "4"}, "own": []}}},
        {"challenges": {"challenges": {"rows": {"gender": "2"}, "own": []}}},
    )
    assert found["challenges.challenges"].standing is Standing.CONFLICT


def test_a_figure_that_was_not_available_is_a_conflict() -> None:
    missing = {"value": "", "year": "", "not_available": True}
    known = {"value": "3", "year": "2025", "not_available": False}
    found = compared({"profile": {"gdp_city": missing}}, {"profile": {"gdp_city": known}})
    assert found["profile.gdp_city"].standing is Standing.CONFLICT


def test_the_same_answer_is_the_same_however_it_was_stored() -> None:
    found = compared(
        {"motivation": {"motivation": {"official": "We learn."}}},
        {"motivation": {"motivation": {"official": "We learn.", "local": ""}}},
    )
    assert found["motivation.motivation"].standing is Standing.SAME


def test_a_token_comes_back_whole() -> None:
    token = FormToken(
        404,
        UUID("0198a000-0000-7000-8000-000000000002"),
        "2027-1",
        "ar",
        datetime(2027, 1, 4, tzinfo=UTC),
        {"city/city_name": mark_of("Nakuru")},
    )
    assert read_token(write_token(token, KEY), KEY) == token


def test_a_token_of_somebody_else_is_none() -> None:
    token = FormToken(404, None, "2027-1", "en", datetime(2027, 1, 4, tzinfo=UTC), {})
    text = write_token(token, KEY)
    assert read_token(text, b"x" * 32) is None
    assert read_token(text[:-2] + "AA", KEY) is None
    assert read_token("x" + text, KEY) is None
    assert read_token("", KEY) is None
    assert read_token("é.é", KEY) is None


def _own(label: str) -> dict[str, str]:
    return {"label": label, "degree": "3"}
