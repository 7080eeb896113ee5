"""Which languages a city may draft in. Source of the expected values: CLDR."""

import pytest

from portal.applications.draft_languages import direction_of, draft_languages


@pytest.mark.parametrize(
    ("country", "official", "offered", "expected"),
    [
        ("TH", "en", ("en",), ("th",)),
        ("KE", "en", ("en",), ("sw",)),
        ("TN", "fr", ("fr", "ar", "en"), ("ar", "en")),
        ("CH", "en", ("fr", "en"), ("de", "gsw", "fr", "it")),
        ("XX", "en", ("en",), ()),
    ],
)
def test_the_languages_of_the_country_come_first(
    country: str, official: str, offered: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert draft_languages(country, official, offered) == expected


def test_directions_are_those_of_the_language() -> None:
    languages = ("ar", "th", "pap", "zz")
    assert [direction_of(code) for code in languages] == ["rtl", "ltr", "ltr", "auto"]
