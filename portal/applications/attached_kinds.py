"""What a file beside the answers is: a kind of the form, one the commission named, or of ours.

Pure. Frozen versions made before kinds were kept know a mandate by its facts, all else as another.
"""

from typing import Any

from portal.calls.form import Form
from portal.core.i18n import gettext as _

OTHER = "other"
MANDATE = "mandate"
"""The mayor's endorsement of who applies; forms may list it among their kinds too."""
FORM_BY_HAND = "form_by_hand"


def frozen_kind(file: dict[str, Any]) -> str:
    """The kind of a file of a frozen version, as it is stored."""
    return str(MANDATE if file.get("mandate") else file.get("kind") or OTHER)


def kind_label(form: Form, kind: str, language: str) -> str:
    """A kind in words; kinds the commission named stand for themselves."""
    known = {option.key: option.label(language) for option in form.document_kinds}
    ours = {
        "": _("Another document"),
        OTHER: _("Another document"),
        MANDATE: _("Mandate of the mayor"),
        FORM_BY_HAND: _("Form filled in by hand"),
    }
    return known.get(kind) or ours.get(kind, kind)
