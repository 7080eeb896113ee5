"""Names of languages, also of those that CLDR gives no locale, and moments as each writes them."""

from datetime import UTC, datetime

import pytest

from portal.core.i18n import endonym, joined, language_name, moment


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


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/St_Johns", "23 November 2026, 08:35 GMT-03:30"),
        ("Pacific/Marquesas", "23 November 2026, 02:35 GMT-09:30"),
        ("Asia/Kathmandu", "23 November 2026, 17:50 GMT+05:45"),
        ("America/Lima", "23 November 2026, 07:05 GMT-05:00"),
        ("Africa/Accra", "23 November 2026, 12:05 UTC"),
    ],
)
def test_a_moment_says_how_far_its_zone_is_from_utc(zone: str, text: str) -> None:
    noon = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    assert moment(noon, "en", zone=zone) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "English, French and Arabic"),
        ("fr", "English, French et Arabic"),
        ("ar", "English وFrench وArabic"),
    ],
)
def test_a_list_is_joined_as_its_language_does(language: str, text: str) -> None:
    assert joined(["English", "French", "Arabic"], language) == text
