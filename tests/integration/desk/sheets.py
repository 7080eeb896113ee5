"""Sheets as a scanner sees them: a page of a print, with ink and a stamp or without."""

import io
import math

import pypdfium2
from PIL import Image, ImageDraw

from portal.documents.application_print import COMMISSION_ATTESTATION_FIELD, box_of

_SCALE = 150 / 72


def part_two_page(printed: bytes) -> int:
    """The page with Part 2, counted from 1."""
    box = box_of(printed, COMMISSION_ATTESTATION_FIELD)
    assert box is not None
    return box.page


def painted(printed: bytes, page: int) -> Image.Image:
    """A page of a print as a picture."""
    document = pypdfium2.PdfDocument(printed)
    picture = document[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    document.close()
    return picture


def signed_sheet(printed: bytes, page: int | None = None) -> bytes:
    """The page of Part 2, signed and stamped by hand and laid a little askew, JPEG."""
    picture = painted(printed, page or part_two_page(printed))
    draw = ImageDraw.Draw(picture)
    wave = [(260 + 6 * step, 930 + 40 * math.sin(step / 3)) for step in range(60)]
    draw.line(wave, fill=(20, 30, 110), width=5)
    draw.ellipse((800, 850, 980, 1030), outline=(120, 20, 90), width=8)
    picture = picture.rotate(0.8, fillcolor="white", resample=Image.Resampling.BICUBIC)
    return as_jpeg(picture)


def as_jpeg(picture: Image.Image) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def as_pdf(picture: Image.Image) -> bytes:
    """A picture as a PDF of one page, as "print to PDF" or a scanner makes it."""
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150)
    return out.getvalue()
