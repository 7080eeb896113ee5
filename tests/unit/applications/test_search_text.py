import pytest

from portal.applications.search_text import fold, search_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  São   Paulo ", "sao paulo"), ("MEDELLÍN", "medellin"), ("Straße", "strasse")],
)
def test_folds_case_accents_and_spaces(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_a_name_is_found_in_its_script_and_in_latin_letters() -> None:
    text = search_text("Минск", "KE-2027-014")

    assert "минск" in text
    assert "minsk" in text
    assert "ke-2027-014" in text
