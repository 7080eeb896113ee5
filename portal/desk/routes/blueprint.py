"""The blueprint all screens of the desk hang on, and what each of them asks first."""

from flask import Blueprint

from portal.accounts.access import space_now
from portal.accounts.visitor import Space
from portal.core.errors import NotFound

blueprint = Blueprint(
    "desk",
    "portal.desk",
    url_prefix="/c/<commission>/desk",
    template_folder="templates",
)


def space_here() -> tuple[Space, int]:
    """The space of this request and its commission. Raises NotFound outside a commission."""
    space = space_now()
    if space is None or space.commission_id is None or space.city_id is not None:
        raise NotFound()
    return space, space.commission_id
