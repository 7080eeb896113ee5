"""Cities of one name in one commission: which are the same city, and how others are told apart.

Never decides who may enter a city; it only finds.
"""

from sqlalchemy import func, select

from portal.commissions.gazetteer import folded_name
from portal.commissions.models import City, CityKind, CityStatus
from portal.core.unit_of_work import Work

_TOWNS = frozenset({CityKind.MUNICIPALITY, CityKind.COMMUNE, CityKind.TOWN_COUNCIL})
"""Kinds that people take for one another; a county and its capital are two."""


def same_city(
    work: Work,
    commission_id: int,
    *,
    name: str,
    latin_name: str,
    kind: CityKind,
    subdivision: str,
    place_id: int | None,
) -> City | None:
    """The city that is registered already under this name and place, the oldest first.

    Names are compared without case and accents. A name without a region is the same city unless
    both were chosen from the list of places and differ.
    """
    rows = work.session.scalars(
        select(City)
        .where(City.commission_id == commission_id, City.status != CityStatus.REFUSED)
        .order_by(City.created_at, City.city_id)
    )
    names = {folded_name(name), folded_name(latin_name)} - {""}
    region = folded_name(subdivision)
    for city in rows:
        if not _may_be_one(city.kind, kind):
            continue
        if place_id is not None and city.place_id == place_id:
            return city
        if not names & {folded_name(city.name), folded_name(city.latin_name)}:
            continue
        if place_id is not None and city.place_id is not None:
            continue  # both were chosen from the list, and they are two
        theirs = folded_name(city.subdivision)
        if region == theirs or not region or not theirs:
            return city
    return None


def tell_apart(work: Work, commission_id: int, name: str) -> list[City]:
    """Name the cities of one name so that lists can tell them apart; those whose naming changed.

    Alone, a city is called by its name; of several, each carries its region as well.
    """
    twins = work.session.scalars(
        select(City)
        .where(
            City.commission_id == commission_id,
            City.status != CityStatus.REFUSED,
            func.lower(City.name) == name.strip().lower(),
        )
        .order_by(City.created_at, City.city_id)
    ).all()
    changed = []
    for city in twins:
        is_alone = len(twins) == 1 or not city.subdivision
        called = city.name if is_alone else f"{city.name} ({city.subdivision})"
        if city.called != called:
            city.called = called
            changed.append(city)
    work.session.flush()
    return changed


def _may_be_one(one: CityKind, other: CityKind) -> bool:
    return one is other or {one, other} <= _TOWNS
