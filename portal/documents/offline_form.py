"""The form to fill in away from the portal: a PDF with fields, or lines and boxes to print.

typst draws labels and boxes; pikepdf turns the reserved places into fields and shows each value by
an appearance of our own, since viewers have no letters for most scripts. Never signed, no archive.
"""

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from portal.core.press import at_press
from portal.documents.form_pages import MOST_PAGES, page_code
from portal.documents.typesetting import typeset

if TYPE_CHECKING:
    from portal.documents.offline_fields import PlacedField

TOKEN_FIELD = "_form"  # noqa: S105 - the name of a field
"""Hidden and read-only: which application and form version a file belongs to."""


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What a field is called for those who hear it, and what stands in it."""

    label: str
    value: str = ""
    """Text, key of the chosen option, or ``yes`` of a box."""
    is_area: bool = False
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """All values of the template ``offline-form.typ``, every sentence translated."""

    language: str
    direction: str
    values: Mapping[str, object]
    fields: Mapping[str, FieldFacts]
    """By name; options of one choice share a name."""
    token: str
    made_at: datetime
    by_hand: bool = False


@at_press
def render_offline_form(form: OfflineForm) -> bytes:
    """The PDF. A form by hand has no fields; else each value is shown as it is and can be read."""
    import pikepdf

    from portal.documents.offline_fields import place_fields, show_values

    drawn = typeset(
        "offline-form.typ",
        {
            **form.values,
            "by_hand": form.by_hand,
            "page_codes": [page_code(page) for page in range(1, MOST_PAGES + 1)]
            if form.by_hand
            else [],
        },
        language=form.language,
        direction=form.direction,
        at=form.made_at,
        standards=(),
    )
    if form.by_hand:
        return drawn.pdf
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        placed = place_fields(pdf, form.fields, hidden={TOKEN_FIELD: form.token})
        filled = [field for field in placed if field.value]
        if filled:
            with pikepdf.open(io.BytesIO(_appearances(form, filled))) as shown:
                show_values(pdf, filled, shown)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def starts_from_right(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _appearances(form: OfflineForm, fields: "list[PlacedField]") -> bytes:
    """A PDF with a page for each value, of the size of its field."""
    pages: list[dict[str, Any]] = [
        {
            "width": field.width,
            "height": field.height,
            "value": field.value,
            "is_area": field.is_area,
            "is_rtl": starts_from_right(field.value),
        }
        for field in fields
    ]
    return typeset(
        "offline-values.typ",
        {"fields": pages, "title": "values", "official": "en"},
        language=form.language,
        direction="ltr",
        at=form.made_at,
        standards=(),
    ).pdf
