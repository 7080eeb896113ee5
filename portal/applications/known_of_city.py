"""What is known of a city before it writes: proposed where the official form asks for it.

Pure. What a city writes in the form wins; its record is corrected on the page of the city.
"""

from typing import Any

from portal.calls.form import Section
from portal.commissions.consortium import partners_of, population_of
from portal.commissions.models import City

NAME, MEMBERS, POPULATION = "city_name", "consortium_members", "population"
"""Keys of the fields of the official form that ask for what is known."""


def known_answers(city: City) -> dict[str, Any]:
    """``{field: value}`` an application begins with: the name, and a consortium's members."""
    members = "\n".join(partner.name for partner in partners_of(city))
    return {NAME: city.name, **({MEMBERS: members} if members else {})}


def known_figures(city: City) -> dict[str, Any]:
    """``{field: value}`` to take over and to complete with a year; never taken in silence."""
    population = population_of(city)
    if population is None:
        return {}
    return {POPULATION: {"value": str(population), "year": "", "not_available": False}}


def asks_for_known(section: Section) -> bool:
    """Whether a section has a field for something that may be known of the city."""
    return any(field.key in (NAME, MEMBERS, POPULATION) for field in section.fields)
