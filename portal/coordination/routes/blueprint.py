"""The blueprint of the Coordination Team's screens and what all its templates know.

A commission inside these addresses is called ``<space>``: ``<commission>`` would mean that the
visitor serves there.
"""

from flask import Blueprint, request, url_for

from portal.accounts.access import space_now
from portal.applications import state_words
from portal.commissions import words as commission_words
from portal.coordination import words
from portal.core.i18n import gettext as _
from portal.web.page import NavItem

blueprint = Blueprint(
    "coordination", __name__, url_prefix="/coordination", template_folder="../templates"
)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "region_name": commission_words.region_name,
        "standing_name": commission_words.standing_name,
        "kind_name": commission_words.kind_name,
        "words": words,
        "state_words": state_words,
    }


@blueprint.app_context_processor
def _navigation() -> dict[str, object]:
    """Sections of the Coordination Team's space, also on screens of other features."""
    space = space_now()
    if space is None or space.commission_id is not None:
        return {}
    sections = (
        (_("Overview"), "coordination.dashboard"),
        (_("Copies"), "coordination.copies"),
        (_("Forwarded"), "coordination.forwarded"),
        (_("Register"), "members.register"),
        (_("Commissions"), "coordination.commissions"),
        (_("Calls"), "coordination.calls"),
    )
    return {
        "nav": [
            NavItem(label, url_for(endpoint), is_current=request.endpoint == endpoint)
            for label, endpoint in sections
        ]
    }
