"""Names of languages, also of those that CLDR gives no locale."""

import pytest

from portal.core.i18n import endonym


@pytest.mark.parametrize(
    ("code", "name"),
    [("fr", "Français"), ("ar", "العربية"), ("gil", "Gilbertese"), ("mh", "Marshallese")],
)
def test_a_language_has_a_name(code: str, name: str) -> None:
    assert endonym(code) == name


def test_a_code_that_nobody_knows_stands_for_itself() -> None:
    assert endonym("qzz") == "Qzz"
