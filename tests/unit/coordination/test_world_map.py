"""Bubbles: areas compare, the largest leaves room, a country without an anchor is left out."""

import math

import pytest

from portal.web.world_map import Place, equal_earth, world_map


def test_areas_compare_and_large_bubbles_come_first() -> None:
    places = [
        Place(name="Small", count=100, latitude=0.0, longitude=20.0),
        Place(name="Large", count=400, latitude=10.0, longitude=20.0),
        Place(name="None", count=0, latitude=20.0, longitude=20.0),
    ]
    large, small = world_map(places).bubbles
    assert (large.name, small.name) == ("Large", "Small")
    assert math.isclose(large.radius - 1.2, 2 * (small.radius - 1.2), abs_tol=0.2)
    assert large.radius <= 23.2


def test_a_place_nobody_can_locate_is_left_out() -> None:
    assert world_map([Place(name="Nowhere", count=3, country_number=1001)]).bubbles == ()


def test_a_region_has_its_own_window() -> None:
    assert world_map([], "africa").view_box != world_map([]).view_box


@pytest.mark.parametrize(("latitude", "longitude"), [(60.0, 0.0), (10.0, 0.0)])
def test_north_is_up_and_east_is_right(latitude: float, longitude: float) -> None:
    x, y = equal_earth(latitude, longitude)
    east, south = equal_earth(latitude, longitude + 10), equal_earth(latitude - 10, longitude)
    assert east[0] > x
    assert south[1] > y
