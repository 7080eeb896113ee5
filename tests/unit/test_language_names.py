"""Names of languages, also of those that CLDR gives no locale, and moments as each writes them."""

from datetime import UTC, datetime

import pytest

from portal.core.i18n import endonym, language_name, moment


@pytest.mark.parametrize(
    ("code", "name"),
    [("fr", "Français"), ("ar", "العربية"), ("gil", "Gilbertese"), ("mh", "Marshallese")],
)
def test_a_language_has_a_name(code: str, name: str) -> None:
    assert endonym(code) == name


def test_a_code_that_nobody_knows_stands_for_itself() -> None:
    assert endonym("qzz") == "Qzz"


def test_within_a_sentence_a_language_has_the_readers_name_for_it() -> None:
    assert language_name("fr") == "French"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "23 November 2026, 13:05"),
        ("fr", "23 novembre 2026, 13:05"),
        ("ar", "23 نوفمبر 2026، 13:05"),
    ],
)
def test_a_moment_has_the_comma_of_its_language(language: str, text: str) -> None:
    noon = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    assert moment(noon, language, zone="Africa/Tunis", width="short") == text
