"""The blueprint all screens of a city hang on, and what each of them asks first."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, request, url_for

from portal.accounts.access import space_now
from portal.accounts.visitor import Space
from portal.applications.document_words import document_kind_label, size_label
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.web.page import NavItem

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


@blueprint.context_processor
def _surroundings() -> dict[str, object]:
    """Words for files, and the city's pages; those of one application, where one is open."""
    place = request.view_args or {}
    commission, reference = place.get("commission", ""), place.get("reference")
    items = [("city.start", _("Application"), None)]
    if reference:
        items = [
            ("city.task_list", _("Application"), reference),
            ("city.tracker", _("Status"), reference),
            ("city.messages", _("Messages"), reference),
        ]
    items.append(("city.own_city", _("City"), None))
    items.append(("city.people", _("Team"), None))
    space = space_now()
    permissions = space.permissions if space else frozenset()
    return {
        "may": lambda permission: permission in permissions,
        "size_label": size_label,
        "kind_label": document_kind_label,
        "nav": [
            NavItem(
                label=label,
                href=url_for(endpoint, commission=commission, reference=about)
                if about
                else url_for(endpoint, commission=commission),
                is_current=_group(request.endpoint or "") == endpoint,
            )
            for endpoint, label, about in items
        ],
    }


def _group(endpoint: str) -> str:
    """The entry of the navigation a page stands under."""
    groups = {
        "city.start": "city.start",
        "city.tracker": "city.tracker",
        "city.changes": "city.tracker",
        "city.draft_changes": "city.tracker",
        "city.withdrawal": "city.tracker",
        "city.withdraw": "city.tracker",
        "city.messages": "city.messages",
        "city.write": "city.messages",
        "city.own_city": "city.own_city",
        "city.correct_city": "city.own_city",
        "city.people": "city.people",
        "city.invite": "city.people",
        "city.give_role": "city.people",
        "city.let_go": "city.people",
    }
    return groups.get(endpoint, "city.task_list")
