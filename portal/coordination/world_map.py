"""Bubbles on the borderless map: one per country, its area shows the count. Draws no boundary.

The geometry comes with the built assets; a country without an anchor is in the table only.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.commissions.models import Region

_GEOMETRY = Path(__file__).parents[1] / "web" / "static" / "world.json"
_RADIUS_PER_ROOT = 3.6
_SMALLEST_RADIUS = 1.2
NUMBERED_FROM = 6
"""Smaller counts do not fit as text into their bubble."""
VIEWS = {
    Region.AFRICA: (385, 150, 240, 250),
    Region.ARAB_STATES: (405, 130, 210, 140),
    Region.ASIA_PACIFIC: (560, 60, 400, 340),
    Region.EUROPE_NORTH_AMERICA: (60, 0, 640, 220),
    Region.LATIN_AMERICA_CARIBBEAN: (150, 150, 240, 300),
}
"""Window of each region: left, top, width, height."""


@dataclass(frozen=True)
class Place:
    """A country to draw: its number, name, count, and whether somebody waits there too long."""

    commission_id: int
    name: str
    count: int
    is_late: bool


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


def world_map(places: Iterable[Place], region: Region | None) -> WorldMap:
    """The map of some places, worldwide or in a region's window."""
    geometry = _geometry()
    anchors: dict[str, list[float]] = geometry["anchors"]
    bubbles = [
        _bubble(place, *anchors[f"{place.commission_id:03d}"])
        for place in places
        if place.count and f"{place.commission_id:03d}" in anchors
    ]
    window = VIEWS[region] if region else (0, 0, geometry["width"], geometry["height"])
    return WorldMap(
        view_box=" ".join(map(str, window)),
        bubbles=tuple(sorted(bubbles, key=lambda bubble: (-bubble.radius, bubble.name))),
    )


def _bubble(place: Place, x: float, y: float) -> Bubble:
    return Bubble(
        x=x,
        y=y,
        radius=round(_RADIUS_PER_ROOT * math.sqrt(place.count) + _SMALLEST_RADIUS, 1),
        name=place.name,
        count=place.count,
        is_late=place.is_late,
        has_number=place.count >= NUMBERED_FROM,
    )


@cache
def _geometry() -> dict[str, Any]:
    if not _GEOMETRY.exists():
        return {"width": 960, "height": 450, "anchors": {}}
    geometry: dict[str, Any] = json.loads(_GEOMETRY.read_text(encoding="utf-8"))
    return geometry
