"""What a city says of itself: name for the certificate, kind, members; correct until registration.

A frozen version keeps what it was frozen with: a correction reaches the next version and the
certificate, never a signed page.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.accounts.roles import Permission
from portal.accounts.services.cities import CityFacts, call_by_name, check_city_facts
from portal.applications.models import Application
from portal.applications.workflow import State
from portal.commissions.consortium import (
    Partner,
    check_partners,
    partners_of,
    population_of,
    stored_partners,
)
from portal.commissions.gazetteer import Place
from portal.commissions.models import City, CityKind
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def change_city(
    work: Work,
    city_id: uuid.UUID,
    *,
    facts: CityFacts,
    partners: Sequence[Partner] = (),
    position: tuple[float, float] | None,
) -> City:
    """Correct a city's name, kind, place, population and, of a consortium, its members.

    ``position``: latitude and longitude in decimal degrees; None if they are not known.
    Raises NotAllowed, NotFound, Invalid, Conflict once the city is a member.
    """
    if Permission.APPLICATION_EDIT not in work.actor.permissions:
        raise NotAllowed(_l("Only those who write for the city correct its name."))
    city = work.session.scalars(
        select(City).where(City.city_id == city_id).with_for_update()
    ).first()
    if city is None:
        raise NotFound()
    _check_not_registered(work, city_id)
    check_city_facts(facts)
    if facts.kind is CityKind.CONSORTIUM:
        check_partners(partners)
    before = city.name
    city.name = facts.name.strip()
    city.latin_name = facts.latin_name.strip()
    city.kind = facts.kind
    city.subdivision = facts.subdivision.strip()
    city.population = facts.population
    city.partners = stored_partners(partners) if facts.kind is CityKind.CONSORTIUM else []
    city.called = ""
    city.place_id = facts.place_id
    city.latitude, city.longitude = position or (None, None)
    work.session.flush()
    for name in {before, city.name}:
        call_by_name(work, city.commission_id, name)
    return city


def settle_at(work: Work, city_id: uuid.UUID, place: Place) -> None:
    """Keep what is known of the place a city chose in the form: names, region, people, where.

    What is not known of the place stays; so do a consortium's people and a member's whole record.
    """
    city = work.session.scalars(select(City).where(City.city_id == city_id)).first()
    if city is None:
        raise NotFound()
    if _is_registered(work, city_id):
        return
    counts_place = place.population and city.kind is not CityKind.CONSORTIUM
    facts = CityFacts(
        name=place.name,
        latin_name=place.latin_name,
        kind=city.kind,
        subdivision=place.subdivision or city.subdivision,
        population=place.population if counts_place else city.population,
        place_id=place.id,
    )
    change_city(
        work,
        city_id,
        facts=facts,
        partners=partners_of(city),
        position=(place.latitude, place.longitude),
    )


def frozen_city(city: City) -> dict[str, Any]:
    """What a frozen version says of its city; digested with the answers."""
    return {
        "name": city.name,
        "latin_name": city.latin_name,
        "kind": str(city.kind),
        "subdivision": city.subdivision,
        "population": population_of(city),
        "members": stored_partners(partners_of(city)),
    }


def _is_registered(work: Work, city_id: uuid.UUID) -> bool:
    registered = work.session.scalar(
        select(Application.id)
        .where(Application.city_id == city_id, Application.state == State.MEMBER)
        .limit(1)
    )
    return registered is not None


def _check_not_registered(work: Work, city_id: uuid.UUID) -> None:
    if _is_registered(work, city_id):
        raise Conflict(
            _l(
                "Your city is a member under this name. To change it, write to the Coordination"
                " Team through your National Commission."
            )
        )
