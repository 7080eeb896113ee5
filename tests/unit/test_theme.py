import pytest

from portal.web.theme import contrast, derive_theme

BRANDS = ["#009edb", "#fcd116", "#ce1126", "#006600", "#ff7900", "#00a651", "#e70013", "#7fd1ae"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Published with WCAG's own examples of contrast.
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#009edb", "#ffffff", 3.04),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.02)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("brand", [*BRANDS, "#000000", "#ffffff", "#ffff00"])
def test_every_brand_becomes_readable(brand: str) -> None:
    theme = derive_theme(brand)

    assert contrast(theme.accent, "#ffffff") >= 5.5
    assert contrast(theme.accent, theme.accent_soft) >= 4.5
    assert contrast(theme.accent_strong, theme.accent_soft) >= 4.5
    assert contrast(theme.accent, "#f6f8fa") >= 4.5


def test_a_dark_brand_stays_as_it_is() -> None:
    assert derive_theme("#1e5b45").accent == "#1e5b45"


def test_a_light_brand_keeps_its_hue() -> None:
    assert derive_theme("009EDB").accent == "#006e99"


def test_the_style_sheet_holds_five_colours_and_changes_its_address_with_them() -> None:
    green, blue = derive_theme("#1e5b45"), derive_theme("#009edb")

    assert green.css.startswith(":root{--accent:#1e5b45;--accent-strong:#")
    assert green.css.count("#") == 5
    assert green.digest != blue.digest
    assert len(green.digest) == 8


@pytest.mark.parametrize("text", ["", "green", "#12345", "#1234567", "#12345g", "red;}body{"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        derive_theme(text)
