"""The codes printed on every page: a QR for people's phones and a DataMatrix as its second chance.

Their text is the verification address with the page and a short proof, so that a page of another
document or a forged page is noticed. A code finds a document; it never authenticates anybody.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import segno

from portal.core.codes import ALPHABET, clean_code

if TYPE_CHECKING:
    import zxingcpp
    from PIL import Image

Rows = tuple[tuple[bool, ...], ...]
QR_SIDE_MM = 23.0
"""Without the quiet zone: modules of 0.8 mm, as in the 26 mm version with its quiet zone."""
DATAMATRIX_SIDE_MM = 16.0

_PROOF_LENGTH = 5
_TOKEN = re.compile(r"/S/([0-9A-Z]{12})-([0-9]{2,4})-([0-9A-Z]{5})(?![0-9A-Z])", re.IGNORECASE)
_DARK = bytes([1]) + bytes(255)
"""Pixels to modules: black becomes 1, everything else 0."""
_RUN = re.compile(rb"\x01+")
_LIGHT = 150
_LARGE_PX = 2600

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, as the thing stands upright."""


@dataclass(frozen=True, slots=True)
class PaperCode:
    """A code found on a picture of a page."""

    text: str
    is_qr: bool
    corners: Corners
    """In pixels of the picture; a page that lies on its side has its top left elsewhere."""


@dataclass(frozen=True, slots=True)
class PageToken:
    """What the code on a page says: the verification code, the page number and its proof."""

    code: str
    page: int
    proof: str

    def is_genuine(self, key: bytes) -> bool:
        """Whether this portal printed that page of that document."""
        return hmac.compare_digest(self.proof, _proof(self.code, self.page, key))


def page_address(base_url: str, code: str, page: int, *, key: bytes) -> str:
    """The address in the codes of a page, in capitals: a QR holds those in fewer modules."""
    canonical = _canonical(code)
    signs = canonical.replace("-", "")
    return f"{base_url}/s/{signs}-{page:02}-{_proof(canonical, page, key)}".upper()


def read_token(text: str) -> PageToken | None:
    """The token in a code's text, or None if it is not one of ours."""
    found = _TOKEN.search(text)
    if found is None:
        return None
    code = clean_code(found[1])
    return PageToken(code, int(found[2]), found[3].upper()) if code else None


def qr_rows(text: str) -> Rows:
    """The modules of a QR code of level M; True is dark."""
    import zxingcpp

    return _rows(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M"))


def datamatrix_rows(text: str) -> Rows:
    """The modules of a square DataMatrix; True is dark."""
    import zxingcpp

    form = zxingcpp.BarcodeFormat.DataMatrix
    return _rows(zxingcpp.create_barcode(text, form, force_square=True))


def qr_svg(text: str) -> str:
    """A QR code as SVG with its quiet zone, for a page or a receipt."""
    return str(segno.make_qr(text, error="m", boost_error=False).svg_inline(border=4, scale=4))


def drawing(rows: Rows, *, left: float, bottom: float, side: float) -> bytes:
    """PDF operators that draw the dark modules in black; lengths in points."""
    step = side / len(rows)
    lines = []
    for row_number, row in enumerate(rows):
        y = bottom + side - (row_number + 1) * step
        for start, length in _runs(row):
            lines.append(f"{left + start * step:.3f} {y:.3f} {length * step:.3f} {step:.3f} re")
    return "\n".join([*lines, "f"]).encode()


def read_codes(image: "Image.Image") -> tuple[str, ...]:
    """Texts of the QR and DataMatrix codes on a scanned page, with or without a stamp over them."""
    return tuple(dict.fromkeys(code.text for code in find_codes(image)))


def find_codes(image: "Image.Image") -> tuple[PaperCode, ...]:
    """Codes on a scanned or photographed page, with their places; each text and form once.

    Coloured ink vanishes in the brightest channel; hard photographs are sharpened and resized. One
    code is enough to know the page, both say where everything on it is.
    """
    import zxingcpp
    from PIL import ImageChops

    formats = zxingcpp.BarcodeFormats(
        [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix]
    )
    colour = image.convert("RGB")
    red, green, blue = colour.split()
    brightest = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    found: dict[tuple[str, bool], PaperCode] = {}
    for attempt in _attempts(colour.convert("L"), brightest):
        scale = image.width / attempt.width
        for barcode in zxingcpp.read_barcodes(attempt, formats=formats):
            is_qr = barcode.format == zxingcpp.BarcodeFormat.QRCode
            code = PaperCode(barcode.text, is_qr, _corners(barcode.position, scale))
            found.setdefault((code.text, is_qr), code)
        if {is_qr for _text, is_qr in found} == {True, False}:
            break
    return tuple(found.values())


def _attempts(grey: "Image.Image", brightest: "Image.Image") -> "Iterable[Image.Image]":
    from PIL import Image, ImageFilter

    yield grey
    yield brightest
    yield brightest.point(lambda value: 255 if value > _LIGHT else 0)
    yield grey.filter(ImageFilter.UnsharpMask(3, 160, 0))
    if max(grey.size) <= _LARGE_PX:
        yield grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)
    else:
        yield grey.resize((grey.width // 2, grey.height // 2), Image.Resampling.BOX)


def _corners(position: Any, scale: float) -> Corners:
    points = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    first, second, third, fourth = ((point.x * scale, point.y * scale) for point in points)
    return (first, second, third, fourth)


def _rows(barcode: "zxingcpp.Barcode") -> Rows:
    drawn: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    image = memoryview(drawn)
    height, width = image.shape or (0, 0)
    dark = image.tobytes().translate(_DARK)
    return tuple(tuple(map(bool, dark[y * width : (y + 1) * width])) for y in range(height))


def _runs(row: tuple[bool, ...]) -> Iterable[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    return ((run.start(), run.end() - run.start()) for run in _RUN.finditer(bytes(row)))


def _canonical(code: str) -> str:
    canonical = clean_code(code)
    if canonical is None:
        raise ValueError("not a verification code")
    return canonical


def _proof(code: str, page: int, key: bytes) -> str:
    digest = hmac.digest(key, f"page {page} of {code}".encode(), "sha256")
    number = int.from_bytes(digest[:8], "big")
    signs = []
    for _ in range(_PROOF_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[index])
    return "".join(signs)
