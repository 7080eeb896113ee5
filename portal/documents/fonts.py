"""The typefaces of everything we print, and which characters they can show.

PDF/A refuses a character without a glyph, and so do we: text is cleaned against the fonts before
it is set, and the reader is told what could not be printed. Never falls back to system fonts.
"""

import functools
import hashlib
import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FONT_DIR = Path(__file__).parent / "fonts"
"""Static TTF files, Regular and Bold, copied from npm packages by the set-up."""
COVERAGE_FILE = "coverage.json"
REPLACEMENT = "□"

_ARABIC = ("Amiri",)
_SCRIPTS = (
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Ethiopic",
    "Noto Sans Georgian",
    "Noto Sans Armenian",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Kannada",
    "Noto Sans Malayalam",
    "Noto Sans Gujarati",
    "Noto Sans Gurmukhi",
    "Noto Sans Oriya",
    "Noto Sans Sinhala",
    "Noto Sans Khmer",
    "Noto Sans Lao",
    "Noto Sans Myanmar",
    "Noto Serif Tibetan",
    "Noto Sans Thaana",
    "Noto Sans Tifinagh",
    "Noto Sans Mongolian",
)
_LAST = ("Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Emoji")
_HAN = {
    "ja": ("Noto Sans JP", "Noto Sans SC", "Noto Sans KR"),
    "ko": ("Noto Sans KR", "Noto Sans SC", "Noto Sans JP"),
    "zh-Hant": ("Noto Sans TC", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"),
}
"""Unified ideographs take national forms: the language's own typeface comes first."""
_HAN_ELSEWHERE = ("Noto Sans SC", "Noto Sans JP", "Noto Sans KR", "Noto Sans TC")
_UNJUSTIFIED = frozenset(
    [
        "th",
        "lo",
        "km",
        "my",
        "dz",
        "bo",
        "hi",
        "ne",
        "mr",
        "bn",
        "as",
        "ta",
        "te",
        "kn",
        "ml",
        "gu",
        "pa",
        "or",
        "si",
        "ja",
        "zh",
        "ko",
    ]
)

_JOINERS = {0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x00AD, 0xFE0E, 0xFE0F}
_LAYOUT = {0x0A}
_DIRECTION_TRICKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C])
"""Embeddings and overrides could make a printed line read other than it is; they are dropped."""
_SPACES = {0x09: " ", 0x0D: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}


@functools.cache
def font_set() -> "typst.Fonts":
    """The fonts as typst takes them; read once per process, safe in threads."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)]
    )


def families(language: str) -> tuple[str, ...]:
    """Typefaces in the order in which the language wants them tried."""
    arabic = ("Noto Nastaliq Urdu", *_ARABIC) if language == "ur" else _ARABIC
    han = _HAN.get(language, _HAN_ELSEWHERE)
    return ("Noto Sans", *arabic, *_SCRIPTS, *han, *_LAST)


def may_justify(language: str) -> bool:
    """Whether both margins may be straight: not in scripts without spaces, nor slow Indic ones."""
    return language.split("-")[0] not in _UNJUSTIFIED


def printable(text: str) -> tuple[str, frozenset[str]]:
    """The text as it can be printed, and the characters that had to be replaced by a box."""
    if text.isascii() and text.isprintable():
        return text, frozenset()
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    clean = clean.translate(_SPACES).translate(_DIRECTION_TRICKS)
    missing = frozenset(sign for sign in set(clean) if ord(sign) not in covered())
    if not missing:
        return clean, missing
    return clean.translate({ord(sign): REPLACEMENT for sign in missing}), missing


@functools.cache
def covered() -> frozenset[int]:
    """Every code point that at least one of our fonts can show."""
    files = sorted(FONT_DIR.glob("*.ttf"))
    state = _state_of(files)
    cache = FONT_DIR / COVERAGE_FILE
    ranges = _cached_ranges(cache, state)
    if ranges is None:
        ranges = _ranges(_code_points(files))
        _keep(cache, {"state": state, "ranges": ranges})
    signs = {sign for first, last in ranges for sign in range(first, last + 1)}
    return frozenset(signs | _JOINERS | _LAYOUT)


def _state_of(files: list[Path]) -> str:
    facts = "\n".join(f"{file.name} {file.stat().st_size}" for file in files)
    return hashlib.sha256(facts.encode()).hexdigest()


def _cached_ranges(cache: Path, state: str) -> list[tuple[int, int]] | None:
    try:
        stored = json.loads(cache.read_text())
    except (OSError, ValueError):
        return None
    if stored.get("state") != state:
        return None
    return [(first, last) for first, last in stored["ranges"]]


def _code_points(files: Iterable[Path]) -> set[int]:
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            found |= set(font.getBestCmap())
    return {sign for sign in found if sign >= 0x20 and not 0x7F <= sign < 0xA0}


def _ranges(signs: set[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for sign in sorted(signs):
        if ranges and ranges[-1][1] == sign - 1:
            ranges[-1] = (ranges[-1][0], sign)
        else:
            ranges.append((sign, sign))
    return ranges


def _keep(cache: Path, content: dict[str, object]) -> None:
    """Write the cache file if the place allows it; a read-only installation computes it anew."""
    draft = cache.with_suffix(".draft")
    try:
        draft.write_text(json.dumps(content))
        draft.replace(cache)
    except OSError:
        return


if __name__ == "__main__":
    covered()
