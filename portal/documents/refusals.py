"""Why a file was refused, in sentences that say what to do instead."""

import enum

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l


class Refusal(enum.StrEnum):
    """The reasons for which intake refuses a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    NOT_ACCEPTED_HERE = "not_accepted_here"
    WRONG_KIND = "wrong_kind"
    POLYGLOT = "polyglot"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    ACTIVE = "active"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    BLANK = "blank"
    OWN_FILE = "own_file"


SENTENCES = {
    Refusal.EMPTY: _l("This file is empty. Please choose it again."),
    Refusal.TOO_LARGE: _l(
        "This file has %(size)s MB; at most %(limit)s MB are possible. "
        "Please scan it in black and white or with fewer dots per inch."
    ),
    Refusal.UNKNOWN_TYPE: _l(
        "This is not a PDF, JPEG or PNG file. Please save it as one of these and send it again."
    ),
    Refusal.NOT_ACCEPTED_HERE: _l(
        "%(kind)s pictures are not accepted here. Please save the picture as JPEG or PDF."
    ),
    Refusal.WRONG_KIND: _l("A picture is needed here, as PNG or JPEG."),
    Refusal.POLYGLOT: _l(
        "This file contains a second file of another type. Please save or scan it anew."
    ),
    Refusal.ENCRYPTED: _l(
        "This PDF is protected by a password. Please save it without protection and send it again."
    ),
    Refusal.BROKEN: _l("This file is damaged and cannot be read. Please save or scan it anew."),
    Refusal.ACTIVE: _l(
        "This PDF contains programs or other files, which are not accepted. "
        "Please print it to a new PDF and send that."
    ),
    Refusal.TOO_MANY_PAGES: _l("This file has %(pages)s pages; at most %(limit)s are possible."),
    Refusal.TOO_MANY_PIXELS: _l(
        "This picture is too large: %(megapixels)s megapixels; at most %(limit)s are possible."
    ),
    Refusal.TOO_COMPLEX: _l(
        "This file takes too long to read. Please print it to a new PDF or scan it anew."
    ),
    Refusal.OWN_FILE: _l(
        "This is the file of the portal itself, not a scan. Please print it, sign and stamp the"
        " paper by hand, and send a scan or a photograph of that paper."
    ),
    Refusal.BLANK: _l("Nothing can be seen in this picture. Please take it again with more light."),
}


class RefusedFile(Invalid):
    """A file that intake does not accept; ``message`` can be shown to the sender."""

    def __init__(self, refusal: Refusal, **parameters: int | str) -> None:
        sentence = SENTENCES[refusal]
        super().__init__(str(sentence) % parameters if parameters else sentence)
        self.refusal = refusal
        self.parameters = parameters
