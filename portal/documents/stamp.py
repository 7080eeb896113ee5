"""The visible part of an electronic signature: drawn in the signer's own script and direction.

Drawn as a PDF page of the field's size, because signing libraries cannot set right-to-left text.
A picture of a signature or a stamp decorates; it proves nothing.
"""

import struct
from dataclasses import dataclass
from datetime import datetime

from portal.core.press import at_press
from portal.documents.typesetting import PLAIN_ARCHIVE, typeset

WIDTH, HEIGHT = 454.22, 100.0
"""Size in points of the signature fields of the print."""
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_MAX_BYTES = 1 << 20
_MAX_SIDE_PX = 2400


class PictureError(ValueError):
    """A signature or stamp picture is not a PNG of reasonable size; have it cleaned first."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a signature shows. All texts are translated, dates are in words."""

    language: str
    direction: str
    heading: str
    """``Signed electronically``"""
    name: str
    office: str
    signed_on: str
    reference: str
    signed_at: datetime
    behalf: str | None = None
    """``for and on behalf of Joyce Achieng, Mayor``, where somebody else signs."""
    typed_signature: str | None = None
    """Shown large where there is no drawn signature."""
    signature_picture: bytes | None = None
    """Drawn signature, PNG, cleaned by intake."""
    stamp_picture: bytes | None = None
    """Official stamp, PNG, cleaned by intake."""
    width: float = WIDTH
    height: float = HEIGHT


@at_press
def render_stamp(stamp: Stamp) -> bytes:
    """The appearance as a one-page PDF. Raises PictureError for a picture that is not clean."""
    pictures = {"signature.png": stamp.signature_picture, "stamp.png": stamp.stamp_picture}
    files = {name: _checked(picture) for name, picture in pictures.items() if picture is not None}
    values = {
        "heading": stamp.heading,
        "name": stamp.name,
        "office": stamp.office,
        "behalf": stamp.behalf,
        "signed_on": stamp.signed_on,
        "reference": stamp.reference,
        "typed": stamp.typed_signature,
        "pictures": sorted(files),
        "width": stamp.width,
        "height": stamp.height,
    }
    result = typeset(
        "stamp.typ",
        values,
        language=stamp.language,
        direction=stamp.direction,
        at=stamp.signed_at,
        standards=PLAIN_ARCHIVE,
        files=files,
    )
    return result.pdf


@dataclass(frozen=True, slots=True)
class PaperStamp:
    """What an attestation of a page signed by hand shows. All texts are translated."""

    language: str
    direction: str
    heading: str
    """``Signed on paper``"""
    signed_by: str
    name: str
    office: str
    dated: str
    attested_by: str
    attester: str
    attester_office: str
    attested_on: str
    statement: str
    digest_label: str
    digest: str
    """SHA-256 of the scan that lies in the document."""
    note: str
    picture: bytes
    """The signed page, painted anew by intake, JPEG."""
    picture_alt: str
    signed_at: datetime
    width: float
    height: float


@at_press
def render_paper_stamp(stamp: PaperStamp) -> bytes:
    """The appearance as a one-page PDF. Raises PictureError for a picture that is not clean."""
    if not stamp.picture.startswith(_JPEG):
        raise PictureError("the page signed by hand is shown as a JPEG")
    values = {
        name: getattr(stamp, name)
        for name in PaperStamp.__slots__
        if name not in {"language", "direction", "signed_at", "picture"}
    }
    result = typeset(
        "paper_stamp.typ",
        {**values, "picture": "page.jpg"},
        language=stamp.language,
        direction=stamp.direction,
        at=stamp.signed_at,
        standards=PLAIN_ARCHIVE,
        files={"page.jpg": stamp.picture},
    )
    return result.pdf


def _checked(picture: bytes) -> bytes:
    """Only the header is read here; the pixels were decoded and written anew by intake."""
    if not picture.startswith(_PNG) or len(picture) > _MAX_BYTES or len(picture) < 33:
        raise PictureError("a picture in a signature is a PNG of at most one megabyte")
    width, height = struct.unpack(">II", picture[16:24])
    if not 0 < width <= _MAX_SIDE_PX or not 0 < height <= _MAX_SIDE_PX:
        raise PictureError(f"a picture in a signature has at most {_MAX_SIDE_PX} pixels a side")
    return picture
