"""The blueprint of the Coordination Team's screens and what all its templates know.

A commission inside these addresses is called ``<space>``: ``<commission>`` would mean that the
visitor serves there.
"""

from flask import Blueprint

from portal.applications import state_words
from portal.commissions import words as commission_words
from portal.coordination import words
from portal.core.i18n import endonym

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


@blueprint.app_template_filter("endonym")
def _endonym(language: str) -> str:
    return str(endonym(language))
