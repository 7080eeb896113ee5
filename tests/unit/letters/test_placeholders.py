"""Placeholders are names of a closed list; whatever else stands in braces is refused or left."""

import pytest

from portal.core.errors import Invalid
from portal.letters.placeholders import CITY, REFERENCE, check, fill, pieces

ALLOWED = (CITY, REFERENCE)


def test_known_names_become_plain_text() -> None:
    assert fill("{city} ({reference})", {"city": "Kisumu", "reference": "KE-2027-001"}) == (
        "Kisumu (KE-2027-001)"
    )


def test_a_value_is_not_looked_into() -> None:
    assert fill("{city}", {"city": "{reference}", "reference": "KE"}) == "{reference}"


@pytest.mark.parametrize(
    "text", ["{city.__class__}", "{0}", "{city!r}", "{city:>9999999}", "{}", "{ city }"]
)
def test_what_a_format_string_could_do_is_refused_by_name_and_filled_with_nothing(
    text: str,
) -> None:
    with pytest.raises(Invalid) as refused:
        check(text, ALLOWED, field="body")
    assert refused.value.field == "body"
    assert str(refused.value.message) == (
        f"“{text}” stands for nothing here. You can write: {{city}} and {{reference}}."
    )
    assert fill(text, {"city": "Kisumu"}) == text


@pytest.mark.parametrize("text", ["{city", "city}", "a { b", "{{city}}"])
def test_a_brace_that_stands_alone_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="stands alone"):
        check(text, ALLOWED)


def test_a_text_without_placeholders_is_fine() -> None:
    check("We endorse it.", ALLOWED)


def test_values_are_told_from_the_words_around_them() -> None:
    assert list(pieces("مدينة {city}، {reference}", {"city": "Kisumu", "reference": "KE-1"})) == [
        ("مدينة ", False),
        ("Kisumu", True),
        ("، ", False),
        ("KE-1", True),
    ]
