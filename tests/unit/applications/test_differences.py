"""Differences between two submissions: which answers, which words, which files."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.differences import (
    FileDifference,
    Piece,
    answer_differences,
    file_differences,
    word_differences,
)
from portal.calls.form import Form, parse_form


@pytest.fixture
def form() -> Form:
    return parse_form(
        {
            "version": "test-1",
            "sections": [
                {
                    "key": "plan",
                    "title": {"en": "Plan", "fr": "Projet"},
                    "fields": [
                        {
                            "key": "motivation",
                            "kind": "long_text",
                            "label": {"en": "Motivation", "fr": "Motivation"},
                        },
                        {"key": "website", "kind": "url", "label": {"en": "Website"}},
                    ],
                }
            ],
        }
    )


def text(official: str, local: str = "") -> dict[str, dict[str, Any]]:
    return {"plan": {"motivation": {"official": official, "local": local}}}


def test_marks_only_the_words_that_changed() -> None:
    before, after = word_differences(
        "The council meets twice a year.", "The council meets four times a year."
    )
    assert before == (
        Piece("The council meets ", False),
        Piece("twice", True),
        Piece(" a year.", False),
    )
    assert after == (
        Piece("The council meets ", False),
        Piece("four times", True),
        Piece(" a year.", False),
    )


def test_marks_words_in_arabic() -> None:
    _before, after = word_differences("المدينة تتعلم", "المدينة الجميلة تتعلم")
    assert [piece.text for piece in after if piece.is_changed] == ["الجميلة "]


def test_a_new_text_is_changed_as_a_whole() -> None:
    assert word_differences("", "Now there is a plan.") == (
        (),
        (Piece("Now there is a plan.", True),),
    )


@given(st.text(), st.text())
def test_pieces_joined_are_the_texts_again(before: str, after: str) -> None:
    left, right = word_differences(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after


@given(st.text())
def test_the_same_text_has_no_changed_piece(same: str) -> None:
    left, right = word_differences(same, same)
    assert left == right
    assert not any(piece.is_changed for piece in left)


def test_names_the_field_and_its_section_in_the_readers_language(form: Form) -> None:
    (found,) = answer_differences(
        form, text("Learning for all."), text("Learning for everybody."), language="fr"
    )
    assert (found.section, found.field) == ("plan", "motivation")
    assert (found.section_title, found.label) == ("Projet", "Motivation")


def test_answers_that_did_not_change_are_left_out(form: Form) -> None:
    answers = text("Learning for all.")
    assert answer_differences(form, answers, answers, language="en") == ()


def test_an_answer_that_came_later_is_a_difference(form: Form) -> None:
    (found,) = answer_differences(
        form, {}, {"plan": {"website": "https://city.example"}}, language="en"
    )
    assert found.before == ()
    assert found.after == (Piece("https://city.example", True),)


def test_the_citys_own_wording_counts_too(form: Form) -> None:
    (found,) = answer_differences(
        form, text("Same.", "Ancien texte"), text("Same.", "Nouveau texte"), language="en"
    )
    assert [piece.text for piece in found.before if piece.is_changed] == ["Ancien"]
    assert [piece.text for piece in found.after if piece.is_changed] == ["Nouveau"]


def test_files_are_added_removed_or_replaced() -> None:
    before = [
        {"title": "Plan", "sha256": "a"},
        {"title": "Budget", "sha256": "b"},
        {"title": "Photographs", "sha256": "c"},
    ]
    after = [
        {"title": "Plan", "sha256": "d"},
        {"title": "Budget", "sha256": "b"},
        {"title": "Council decision", "sha256": "e"},
    ]
    assert file_differences(before, after) == (
        FileDifference("Plan", "replaced"),
        FileDifference("Council decision", "added"),
        FileDifference("Photographs", "removed"),
    )


def test_words_of_a_script_without_spaces_are_told_apart() -> None:
    before, after = word_differences("เมืองของเราเรียนรู้", "เมืองของเขาเรียนรู้")
    assert [piece.text for piece in before if piece.is_changed] == ["เรา"]
    assert [piece.text for piece in after if piece.is_changed] == ["เขา"]
