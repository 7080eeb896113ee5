"""The municipalities that apply together: who they are, who leads, how many people they are.

Pure: judges and counts what a city says of itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.commissions.models import City, CityKind
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

MOST_PARTNERS = 30
LONGEST_NAME = 160
MOST_PEOPLE = 100_000_000
_FEWEST = 2


@dataclass(frozen=True)
class Partner:
    """One municipality of a consortium."""

    name: str
    kind: CityKind
    population: int | None
    is_lead: bool


def partners_of(city: City) -> tuple[Partner, ...]:
    """The members of a consortium, its lead first; empty for any other city."""
    if city.kind is not CityKind.CONSORTIUM:
        return ()
    return read_partners(city.partners)


def read_partners(rows: Sequence[dict[str, Any]]) -> tuple[Partner, ...]:
    """Members as they are stored, the lead first."""
    found = [
        Partner(row["name"], CityKind(row["kind"]), row.get("population"), bool(row["is_lead"]))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda partner: not partner.is_lead))


def stored_partners(partners: Sequence[Partner]) -> list[dict[str, Any]]:
    """Members as they are stored and frozen."""
    return [
        {
            "name": partner.name,
            "kind": str(partner.kind),
            "population": partner.population,
            "is_lead": partner.is_lead,
        }
        for partner in partners
    ]


def population_of(city: City) -> int | None:
    """What the city states, else the sum of a consortium's members if all are known."""
    if city.population is not None:
        return city.population
    numbers = [partner.population for partner in partners_of(city)]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def check_partners(partners: Sequence[Partner]) -> None:
    """Raise Invalid on a member without a name, doubled, or with an impossible population."""
    if len(partners) > MOST_PARTNERS:
        raise Invalid(
            _l("A consortium has up to %(limit)s members here.", limit=MOST_PARTNERS),
            field="partners",
        )
    names = [partner.name.casefold() for partner in partners]
    for partner in partners:
        if not partner.name or len(partner.name) > LONGEST_NAME:
            raise Invalid(_l("Give each member of the consortium its name."), field="partners")
        if names.count(partner.name.casefold()) > 1:
            raise Invalid(
                _l("%(name)s stands twice among the members.", name=partner.name), field="partners"
            )
        if partner.kind is CityKind.CONSORTIUM:
            raise Invalid(
                _l("A member of a consortium is not a consortium itself."), field="partners"
            )
        if partner.population is not None and not 0 < partner.population < MOST_PEOPLE:
            raise Invalid(
                _l("Give the number of people who live in %(name)s.", name=partner.name),
                field="partners",
            )
    if sum(partner.is_lead for partner in partners) > 1:
        raise Invalid(_l("One member leads the consortium, not several."), field="partners")


def missing_of(city: City) -> object | None:
    """What a consortium still has to say before its application is frozen; None if nothing."""
    if city.kind is not CityKind.CONSORTIUM:
        return None
    partners = partners_of(city)
    if len(partners) < _FEWEST:
        return _l("A consortium names at least two members. Add them on the page of your city.")
    if not any(partner.is_lead for partner in partners):
        return _l(
            "Say which member leads the consortium: its mayor signs. Choose it on the page of your"
            " city."
        )
    return None
