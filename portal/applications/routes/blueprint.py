"""The blueprint all screens of a city hang on, and what each of them asks first."""

import uuid
from dataclasses import dataclass

from flask import Blueprint

from portal.accounts.access import Space, space_now
from portal.core.errors import NotFound

blueprint = Blueprint(
    "city",
    "portal.applications",
    url_prefix="/c/<commission>/my",
    template_folder="templates",
)


@dataclass(frozen=True)
class CityHere:
    """The space of this request, which is a city's."""

    space: Space
    commission_id: int
    city_id: uuid.UUID


def city_here() -> CityHere:
    """The city this request acts in. Raises NotFound in any other space."""
    space = space_now()
    if space is None or space.commission_id is None or space.city_id is None:
        raise NotFound()
    return CityHere(space, space.commission_id, uuid.UUID(str(space.city_id)))
