"""Part 2 signed by hand: which page of a scan it is, and whether anybody wrote on it.

Reads pages that intake painted anew, never the file that was sent.
"""

import io
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.press import at_press
from portal.documents.application_print import COMMISSION_ATTESTATION_FIELD, box_of
from portal.documents.codes_on_paper import PageToken, read_token
from portal.documents.form_values import SignatureBox
from portal.documents.page_pictures import page_picture
from portal.documents.shelf import read

if TYPE_CHECKING:
    from PIL import Image

_COMPARED_PX = (660, 934)
_MARK = 90
"""How much darker a point must be than the print to count as ink; softened edges stay below."""
_FEWEST_MARKS = 60


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """A code on a page of a scan; pages count from 1."""

    page: int
    text: str


@dataclass(frozen=True)
class Scan:
    """A scan of Part 2 that intake has examined."""

    data: bytes
    file_name: str
    media_type: str
    pages: tuple[bytes, ...]
    """Re-rendered pages, JPEG."""
    codes: tuple[ScannedCode, ...] = ()


@lru_cache(maxsize=512)
def place_of_part_two(document_sha256: str) -> SignatureBox:
    """The field that takes the attestation, on the page of Part 2. Raises Conflict without one."""
    box = box_of(read(document_sha256), COMMISSION_ATTESTATION_FIELD)
    if box is None:
        raise Conflict(
            _l("This document has no place for a signature on paper. Sign Part 2 on screen.")
        )
    return box


def has_place_for_paper(document_sha256: str) -> bool:
    """Whether Part 2 of a document can be signed on paper: documents made earlier have no place."""
    try:
        place_of_part_two(document_sha256)
    except Conflict:
        return False
    return True


def tokens_of(scan: Scan) -> dict[int, set[PageToken]]:
    """The codes of ours on each page of a scan; pages count from 1."""
    found: dict[int, set[PageToken]] = defaultdict(set)
    for code in scan.codes:
        token = read_token(code.text)
        if token is not None:
            found[code.page].add(token)
    return found


def scanned_part_two(scan: Scan, part_two: int) -> int:
    """Which page of the scan shows Part 2, page ``part_two`` of the print. Raises Invalid."""
    tokens = tokens_of(scan)
    if not tokens:
        raise Invalid(
            _l(
                "No page carries a code of this application. Print the document on this page, sign"
                " and stamp Part 2, and scan the whole sheet with both square codes."
            ),
            field="scan",
        )
    for page, on_page in sorted(tokens.items()):
        if {token.page for token in on_page} == {part_two}:
            return page
    raise Invalid(
        _l(
            "Page %(page)s of the print, with Part 2, is not among these pages. Scan the sheet that"
            " was signed and stamped, whole, with both square codes.",
            page=part_two,
        ),
        field="scan",
    )


def check_signed_by_hand(scan: Scan, document_sha256: str) -> None:
    """Raise Invalid for Part 2 exactly as it was printed: nobody has written on it.

    Paints the printed page in a confined child; call it outside of a transaction.
    """
    part_two = place_of_part_two(document_sha256).page
    page = scan.pages[scanned_part_two(scan, part_two) - 1]
    if _is_untouched(page, page_picture(document_sha256, part_two)):
        raise Invalid(
            _l(
                "This is the print as it left the portal: nobody has signed or stamped it. Sign and"
                " stamp Part 2 by hand, scan that sheet and send the scan."
            ),
            field="scan",
        )


@at_press
def _is_untouched(scanned: bytes, printed: bytes) -> bool:
    """Whether two pages are the same but for the softness of their letters.

    A sheet that went through a printer and a scanner is never exactly in the same place, so that
    its letters alone count as different: only a file that was not printed at all is untouched.
    """
    from PIL import ImageChops

    first, second = _soft(scanned), _soft(printed)
    marks = ImageChops.difference(first, second).histogram()[_MARK:]
    return sum(marks) < _FEWEST_MARKS


def _soft(page: bytes) -> "Image.Image":
    from PIL import Image, ImageFilter

    image = Image.open(io.BytesIO(page), formats=["JPEG", "WEBP"]).convert("L")
    fitted = image.resize(_COMPARED_PX, Image.Resampling.BOX)
    return fitted.filter(ImageFilter.GaussianBlur(1))
