"""What a kept print looks like: its pages, and where signature and stamp are to stand."""

import io
from dataclasses import dataclass
from functools import lru_cache

from portal.core.press import at_press
from portal.documents.application_print import MAYOR_FIELD
from portal.documents.shelf import read

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner of the page."""
_SIGNATURE_SHARE, _STAMP_SHARE = 0.605, 0.38
"""Of the field's width, as ``application.typ`` draws the two frames."""


@dataclass(frozen=True, slots=True)
class PrintLayout:
    """Pages of a print, and the one that the mayor signs."""

    pages: int
    mayor_page: int
    """The last page of Part 1; those behind it are the commission's."""
    mayor_box: Box

    def places(self, *, is_rtl: bool) -> dict[str, Box]:
        """The frames for ``signature`` and ``stamp`` on the mayor's page."""
        left, top, right, bottom = self.mayor_box
        width = right - left
        signature, stamp = width * _SIGNATURE_SHARE, width * _STAMP_SHARE
        if is_rtl:
            return {
                "signature": (right - signature, top, right, bottom),
                "stamp": (left, top, left + stamp, bottom),
            }
        return {
            "signature": (left, top, left + signature, bottom),
            "stamp": (right - stamp, top, right, bottom),
        }


@lru_cache(maxsize=256)
def layout_of(print_sha256: str) -> PrintLayout:
    """The layout of a kept print, before or after its signatures. Raises NotFound, LookupError."""
    return _laid_out(read(print_sha256))


@at_press
def _laid_out(print_pdf: bytes) -> PrintLayout:
    import pikepdf

    with pikepdf.open(io.BytesIO(print_pdf)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            height = float(page.mediabox[3])
            for annotation in page.get("/Annots", []):
                if str(annotation.get("/T", "")) == MAYOR_FIELD:
                    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
                    box = (left, height - top, right, height - bottom)
                    return PrintLayout(len(pdf.pages), number, box)
    raise LookupError("this print has no place for the mayor")
