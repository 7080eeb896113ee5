"""Names of places with population and coordinates, read on demand from one file on disk.

A proposal, never a rule: what people write wins. Nothing stays in memory between requests; without
the file nothing is proposed. Source of the data: GeoNames (CC BY 4.0), see decision 0013.
"""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from babel.core import get_global

from portal.commissions.countries import sort_key

SHORTEST_SEARCH = 2
"""Characters of a name before places are looked up."""
_MOST_SPELLINGS = 2
_SEPARATOR = "|"
_SCRIPTS = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Grek": "GREEK",
    "Hans": "CJK",
    "Hant": "CJK",
    "Hebr": "HEBREW",
    "Jpan": "CJK",
    "Khmr": "KHMER",
    "Kore": "HANGUL",
    "Laoo": "LAO",
    "Mymr": "MYANMAR",
    "Sinh": "SINHALA",
    "Taml": "TAMIL",
    "Thai": "THAI",
}
"""Script of a language (ISO 15924) → first word of the names of its letters in Unicode."""
_FOREIGN_LETTERS = {"ar": "پچژگکیێۆەڕ", "uk": "ыэёъ", "ru": "іїєґўј", "bg": "ыэёіїєґў"}
"""Letters of other languages in the same script: such a spelling is not this language's."""

_file: Path | None = None


@dataclass(frozen=True)
class Place:
    """A place as GeoNames knows it."""

    id: int
    name: str
    """As it was looked for: in the script that was typed, else as on an international map."""
    latin_name: str
    subdivision: str
    """Region or province of the first level, in Latin letters; may be empty."""
    population: int | None
    latitude: float
    longitude: float
    spellings: tuple[str, ...] = ()
    """Its names in other scripts than Latin."""

    @property
    def key(self) -> str:
        """What a choice in a form carries: the place and the spelling that was chosen."""
        return f"{self.id}:{self.name}"


def use_gazetteer(path: Path) -> None:
    """Look places up in this file from now on; it need not exist."""
    global _file
    _file = path


def is_gazetteer_there() -> bool:
    """Whether places can be proposed."""
    return _file is not None and _file.is_file()


def places_like(
    country: str, typed: str, *, languages: tuple[str, ...], most: int = 8
) -> tuple[Place, ...]:
    """Places of a country with a name or a word in it that begins so, the largest first.

    ``languages`` of the commission: where its first is not written in Latin letters, a place is
    offered in its script. Case and accents do not matter.
    """
    folded = folded_name(typed)
    if len(folded) < SHORTEST_SEARCH and not _is_written_in_syllables(folded):
        return ()
    with _opened() as gazetteer:
        if gazetteer is None:
            return ()
        rows = gazetteer.execute(
            "select p.*, min(n.written) from name n join place p on p.id = n.place"
            " where n.country = ? and n.folded >= ? and n.folded < ?"
            " group by p.id order by p.population desc, p.id limit ?",
            (country, folded, folded + "\U0010ffff", most),
        ).fetchall()
    found: list[Place] = []
    for *columns, written in rows:
        found.extend(_offers(_place(columns), written, languages))
    return tuple(found[:most])


def place_of(country: str, key: str) -> Place | None:
    """The place a form's choice stands for, in the chosen spelling; None if there is none."""
    number, _, written = key.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    with _opened() as gazetteer:
        if gazetteer is None:
            return None
        row = gazetteer.execute(
            "select * from place where id = ? and country = ?", (int(number), country)
        ).fetchone()
    if row is None:
        return None
    place = _place(row)
    return replace(place, name=written) if written in place.spellings else place


def is_latin(name: str) -> bool:
    """Whether all letters of a name are Latin ones, accents included."""
    return name.isascii() or all(
        unicodedata.name(sign, "").startswith("LATIN") for sign in name if sign.isalpha()
    )


def folded_name(name: str) -> str:
    """A name as it is compared: no case, accents, apostrophes; hyphens are spaces."""
    return " ".join(sort_key(name).replace("-", " ").split())


@contextmanager
def _opened() -> Iterator[sqlite3.Connection | None]:
    if not is_gazetteer_there():
        yield None
        return
    connection = sqlite3.connect(f"file:{_file}?mode=ro&immutable=1", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _place(row: list[object]) -> Place:
    number, _country, latin, subdivision, population, latitude, longitude, spellings = row
    return Place(
        id=int(str(number)),
        name=str(latin),
        latin_name=str(latin),
        subdivision=str(subdivision),
        population=int(str(population)) or None,
        latitude=float(str(latitude)),
        longitude=float(str(longitude)),
        spellings=tuple(filter(None, str(spellings).split(_SEPARATOR))),
    )


def _offers(place: Place, written: str, languages: tuple[str, ...]) -> list[Place]:
    """The spelling that was typed; for Latin letters also those of the commission's script."""
    if written in place.spellings:
        return [replace(place, name=written)]
    own = [
        replace(place, name=spelling)
        for spelling in place.spellings
        if languages and _is_of(spelling, languages[0])
    ]
    return own[:_MOST_SPELLINGS] or [place]


def _is_of(text: str, language: str) -> bool:
    """Whether a text is written in the script and with the letters of a language."""
    script = _SCRIPTS.get(_script_of(language), "")
    letters = [sign for sign in text if sign.isalpha()]
    return bool(script and letters) and all(
        unicodedata.name(sign, "").startswith(script)
        and sign.lower() not in _FOREIGN_LETTERS.get(language, "")
        for sign in letters
    )


def _script_of(language: str) -> str:
    """ISO 15924 code of the script a language is written in (CLDR's likely subtags)."""

    parts = str(get_global("likely_subtags").get(language, "")).split("_")
    return parts[1] if len(parts) > 1 else "Latn"


def _is_written_in_syllables(text: str) -> bool:
    """One character of Chinese, Japanese or Korean is a word already."""
    return bool(text) and unicodedata.name(text[0], "").startswith(("CJK", "HANGUL"))
