"""Reading a filled form that came back: in a confined child, names and values only.

Why a file cannot be read is said in sentences that tell what to do instead.
"""

import enum
import json
from dataclasses import dataclass

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.documents.offline_form import TOKEN_FIELD

LARGEST_MIB = 25
_CONFINES = Confines(
    wall_seconds=20, cpu_seconds=10, cpu_total_seconds=10, memory_mib=1024, output_mib=16
)


class Unreadable(enum.StrEnum):
    """The reasons for which nothing is read from a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_PDF = "no_pdf"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    FLATTENED = "flattened"
    PICTURES = "pictures"
    FOREIGN = "foreign"


SENTENCES = {
    Unreadable.EMPTY: _l("This file is empty. Please choose it again."),
    Unreadable.TOO_LARGE: _l(
        "This file has more than %(limit)s MB. A filled form is much smaller: please choose the"
        " PDF you downloaded here and filled in."
    ),
    Unreadable.NO_PDF: _l(
        "This is not a PDF. Please choose the PDF you downloaded here and filled in. Is it a"
        " picture of a form filled in by hand? Then add it as a form on paper."
    ),
    Unreadable.ENCRYPTED: _l(
        "This PDF is protected by a password. Please save it without protection and send it again."
    ),
    Unreadable.BROKEN: _l(
        "This PDF is damaged and cannot be read. Please open it in your PDF program, save it"
        " under a new name and send that."
    ),
    Unreadable.FLATTENED: _l(
        "This PDF has text but no fields any more: it was probably printed to a new PDF. Please"
        " send the file in which you filled in the fields, saved with “Save”, not with “Print”."
    ),
    Unreadable.PICTURES: _l(
        "This PDF holds only pictures of pages, as a scanner makes them, and no fields to read."
        " Is it a form filled in by hand? Then add it as a form on paper."
    ),
    Unreadable.FOREIGN: _l(
        "The fields of this PDF are not those of our form. Please download the form here, fill"
        " it in and send that file."
    ),
}


class UnreadableForm(Invalid):
    """A file from which nothing was read; ``message`` can be shown to the sender."""

    def __init__(self, reason: Unreadable) -> None:
        sentence = SENTENCES[reason]
        if reason is Unreadable.TOO_LARGE:
            sentence = str(sentence) % {"limit": LARGEST_MIB}
        super().__init__(sentence, field="file")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What stands in the fields of a file; nothing of it is believed yet."""

    token: str
    values: dict[str, str]
    """By the name of the field; empty fields are left out."""
    pages: int


def read_offline_form(data: bytes) -> ReadForm:
    """The values of a filled form. Raises UnreadableForm with what to do; never hangs."""
    if not data:
        raise UnreadableForm(Unreadable.EMPTY)
    if len(data) > LARGEST_MIB << 20:
        raise UnreadableForm(Unreadable.TOO_LARGE)
    if not data.startswith(b"%PDF-"):
        raise UnreadableForm(Unreadable.NO_PDF)
    try:
        answer = run_confined(
            "portal.documents.offline_reading_child", data, arguments={}, confines=_CONFINES
        )
        found = json.loads(answer)
    except (ConfinedError, ValueError):
        raise UnreadableForm(Unreadable.BROKEN) from None
    if "refusal" in found:
        raise UnreadableForm(Unreadable(found["refusal"]))
    values = {str(name): str(value) for name, value in found["values"].items() if value}
    token = values.pop(TOKEN_FIELD, "")
    if not token:
        raise UnreadableForm(Unreadable.FOREIGN)
    return ReadForm(token=token, values=values, pages=int(found["pages"]))
