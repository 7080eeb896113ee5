"""Five accent colours from one brand colour, dark enough to be read whatever the brand is.

A commission chooses a colour; the portal keeps its hue and darkens it until white text on it, and
it on white, reach 5.5 to 1. Source of the numbers: WCAG 2.2, 1.4.3 (4.5 to 1) with some reserve.
"""

import colorsys
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

_HEX = re.compile(r"#?([0-9a-fA-F]{6})\Z")
_WANTED_CONTRAST = 5.5
_LEAST_CONTRAST = 4.5
_STEP = 0.01
_FINE_STEP = 0.002
_SOFT_LIGHTNESS, _LINE_LIGHTNESS = 0.945, 0.82
_PALE_SATURATION = 0.45


@dataclass(frozen=True)
class Theme:
    """The accent variables of one space; colours as ``#rrggbb``."""

    accent: str
    accent_strong: str
    accent_soft: str
    accent_line: str
    on_accent: str = "#ffffff"

    @property
    def css(self) -> str:
        """The style sheet that replaces the portal's own accent."""
        return (
            f":root{{--accent:{self.accent};--accent-strong:{self.accent_strong};"
            f"--accent-soft:{self.accent_soft};--accent-line:{self.accent_line};"
            f"--on-accent:{self.on_accent}}}\n"
        )

    @property
    def digest(self) -> str:
        """Eight signs that change with the colours, for the style sheet's address."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:8]


def derive_theme(brand_color: str) -> Theme:
    """The theme of a brand colour such as ``#fcd116``. Raises ValueError if it is no colour."""
    match = _HEX.match(brand_color)
    if match is None:
        raise ValueError("a colour is written as # and six hexadecimal digits")
    red, green, blue = bytes.fromhex(match[1])
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    pale = min(saturation, _PALE_SATURATION)
    soft = _color(hue, _SOFT_LIGHTNESS, pale)
    accent = _color(hue, lightness, saturation)
    while (
        contrast(accent, "#ffffff") < _WANTED_CONTRAST or contrast(accent, soft) < _LEAST_CONTRAST
    ):
        lightness -= _STEP
        accent = _color(hue, lightness, saturation)
    return Theme(
        accent=accent,
        accent_strong=_color(hue, max(0.08, lightness - 0.1), saturation),
        accent_soft=soft,
        accent_line=_color(hue, _LINE_LIGHTNESS, pale),
    )


def is_readable(color: str) -> bool:
    """Whether white text on the colour, and the colour on white, can be read (WCAG 1.4.3)."""
    return contrast(color, "#ffffff") >= _LEAST_CONTRAST


def nearest_readable(color: str) -> str:
    """The colour itself if it can be read, else the lightest of its hue that can."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    found = color
    while not is_readable(found):
        lightness -= _FINE_STEP
        found = _color(hue, lightness, saturation)
    return found


@lru_cache(maxsize=1024)
def theme_href(brand_color: str) -> str:
    """Address of the style sheet of a brand colour; changes with the colours it holds."""
    return f"/themes/{brand_color.removeprefix('#').lower()}-{derive_theme(brand_color).digest}.css"


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [value / 255 for value in bytes.fromhex(color.removeprefix("#"))]
    red, green, blue = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _color(hue: float, lightness: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, max(lightness, 0), saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
