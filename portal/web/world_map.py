"""Bubbles on the borderless map: their area shows a count. Draws no boundary, takes no side.

The geometry comes with the built assets; a country without an anchor is in the table only.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_GEOMETRY = Path(__file__).with_name("static") / "world.json"
_RADIUS_PER_ROOT = 3.6
_SMALLEST_RADIUS = 1.2
_LARGEST_RADIUS = 22.0
"""Where counts are large all bubbles shrink alike, so that areas still compare."""
NUMBERED_FROM = 6
_NUMBERED_RADIUS = 9.0
"""Smaller counts and bubbles do not hold their number as text."""
WINDOWS = {
    "africa": (380, 140, 240, 240),
    "arab_states": (400, 130, 220, 140),
    "asia_pacific": (560, 60, 400, 340),
    "europe_north_america": (60, 0, 640, 220),
    "latin_america_caribbean": (140, 150, 240, 300),
}
"""Part of the map that each programme region of UNESCO fills: left, top, width, height."""
_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
"""Coefficients of the Equal Earth projection. Source: Šavrič, Patterson, Jenny (2018)."""


@dataclass(frozen=True)
class Place:
    """Something to draw: where, its name, its count, whether somebody waits there too long."""

    name: str
    count: int
    country_number: int | None = None
    """ISO 3166 number: the bubble stands at the country's anchor."""
    latitude: float | None = None
    longitude: float | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Bubble:
    """A place on the map."""

    x: float
    y: float
    radius: float
    name: str
    count: int
    is_late: bool
    has_number: bool


@dataclass(frozen=True)
class WorldMap:
    """Window and bubbles; larger ones come first so that small ones stay visible."""

    view_box: str
    bubbles: tuple[Bubble, ...]


def world_map(places: Iterable[Place], region: str | None = None) -> WorldMap:
    """The map of some places, worldwide or in a region's window."""
    geometry = _geometry()
    counted = [place for place in places if place.count]
    largest = max((place.count for place in counted), default=1)
    scale = min(_RADIUS_PER_ROOT, _LARGEST_RADIUS / math.sqrt(largest))
    bubbles = [
        _bubble(place, *point, scale=scale)
        for place in counted
        if (point := _point(place, geometry)) is not None
    ]
    window = WINDOWS.get(region or "", (0, 0, geometry["width"], geometry["height"]))
    return WorldMap(
        view_box=" ".join(map(str, window)),
        bubbles=tuple(sorted(bubbles, key=lambda bubble: (-bubble.radius, bubble.name))),
    )


def equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """A point of the globe on the map that was built."""
    geometry = _geometry()
    a1, a2, a3, a4 = _EARTH
    root = math.sqrt(3) / 2
    turned = math.radians((longitude + geometry["rotation"] + 180) % 360 - 180)
    angle = math.asin(root * math.sin(math.radians(latitude)))
    second, sixth = angle**2, angle**6
    x = (
        turned
        * math.cos(angle)
        / (root * (a1 + 3 * a2 * second + sixth * (7 * a3 + 9 * a4 * second)))
    )
    y = angle * (a1 + a2 * second + sixth * (a3 + a4 * second))
    left, top = geometry["translate"]
    return round(left + geometry["scale"] * x, 1), round(top - geometry["scale"] * y, 1)


def _point(place: Place, geometry: dict[str, Any]) -> tuple[float, float] | None:
    if place.latitude is not None and place.longitude is not None:
        return equal_earth(place.latitude, place.longitude)
    anchor = geometry["anchors"].get(f"{place.country_number or 0:03d}")
    return (anchor[0], anchor[1]) if anchor else None


def _bubble(place: Place, x: float, y: float, *, scale: float) -> Bubble:
    radius = round(scale * math.sqrt(place.count) + _SMALLEST_RADIUS, 1)
    return Bubble(
        x=x,
        y=y,
        radius=radius,
        name=place.name,
        count=place.count,
        is_late=place.is_late,
        has_number=place.count >= NUMBERED_FROM and radius >= _NUMBERED_RADIUS,
    )


@cache
def _geometry() -> dict[str, Any]:
    if not _GEOMETRY.exists():
        return {
            "width": 960,
            "height": 450,
            "rotation": -11,
            "scale": 170,
            "translate": [450, 240],
            "anchors": {},
        }
    geometry: dict[str, Any] = json.loads(_GEOMETRY.read_text(encoding="utf-8"))
    return geometry
