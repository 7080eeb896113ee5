"""Names of places are proposed in any script, within one country, and never needed."""

from pathlib import Path

import pytest
from flask import Flask

from portal.commissions.gazetteer import place_of, places_like, use_gazetteer


@pytest.fixture
def no_file(app: Flask) -> None:
    use_gazetteer(Path("/nowhere/places.sqlite3"))
    yield
    use_gazetteer(app.config["SETTINGS"].places_file)


@pytest.mark.parametrize(
    ("country", "typed", "languages", "name", "latin"),
    [
        ("KE", "kisu", ("en",), "Kisumu", "Kisumu"),
        ("NA", "Nafidi", ("en",), "Helao Nafidi", "Helao Nafidi"),
        ("DE", "MUNCHEN", ("de",), "Munich", "Munich"),
        ("EG", "Fayoum", ("ar",), "الفيوم", "Al Fayyum"),
        ("EG", "الفيوم", ("ar",), "الفيوم", "Al Fayyum"),
        ("UA", "Суми", ("uk",), "Суми", "Sumy"),
        ("KR", "부산", ("ko",), "부산", "Busan"),
    ],
)
def test_a_place_is_found_in_any_script_and_without_accents(
    app: Flask, country: str, typed: str, languages: tuple[str, ...], name: str, latin: str
) -> None:
    found = places_like(country, typed, languages=languages)
    assert (found[0].name, found[0].latin_name) == (name, latin)


def test_only_places_of_the_country_are_offered(app: Flask) -> None:
    assert places_like("KE", "Kisumu", languages=("en",)) != ()
    assert places_like("TN", "Kisumu", languages=("fr",)) == ()


def test_places_of_one_name_are_told_apart_by_their_region(app: Flask) -> None:
    found = places_like("US", "Springfield", languages=("en",))
    assert {place.subdivision for place in found[:3]} == {"Missouri", "Massachusetts", "Illinois"}


def test_a_choice_brings_population_and_coordinates(app: Flask) -> None:
    place = place_of("KE", places_like("KE", "Kisumu", languages=("en",))[0].key)
    assert place is not None
    assert (round(place.latitude, 1), round(place.longitude, 1)) == (-0.1, 34.8)
    assert place.population is not None
    assert 300_000 < place.population < 1_500_000


@pytest.mark.parametrize("key", ["", "x", "191245", "9" * 40, "-1:Kisumu", "191245:Kisumu"])
def test_a_choice_of_another_country_or_nonsense_is_none(app: Flask, key: str) -> None:
    assert place_of("TN", key) is None


def test_a_spelling_that_is_not_the_places_is_not_taken_over(app: Flask) -> None:
    key = places_like("KE", "Kisumu", languages=("en",))[0].key.split(":")[0]
    place = place_of("KE", f"{key}:Something else")
    assert place is not None
    assert place.name == "Kisumu"


def test_without_the_file_nothing_is_proposed(no_file: None) -> None:
    assert places_like("KE", "Kisumu", languages=("en",)) == ()
    assert place_of("KE", "191245:Kisumu") is None
