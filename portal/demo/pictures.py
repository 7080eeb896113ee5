"""Drawn things for the demo: signatures, stamps, a signed page on paper, supporting documents.

Invented like everything here; the pages are real prints with the codes that find them.
"""

import io
import math
from functools import lru_cache

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from portal.demo.stories import dice
from portal.documents.application_print import MAYOR_FIELD
from portal.documents.fonts import FONT_DIR

_INK = (28, 46, 122)
_STAMP_INK = (74, 48, 140)
_SCAN_DPI = 110
_POINTS_PER_INCH = 72
_STAMPS_SHARE = 0.42
"""Of the width of the mayor's field, the part beside the signature."""
_PAPER = (826, 1169)
"""A4 at 100 dots per inch."""


def signature_picture(name: str) -> bytes:
    """A hand's signature on transparent ground, PNG."""
    picture = Image.new("RGBA", (480, 150), (0, 0, 0, 0))
    _sign(ImageDraw.Draw(picture), name, (22, 22, 458, 128), width=4)
    return _png(picture.filter(ImageFilter.SMOOTH))


def stamp_picture(city: str) -> bytes:
    """A round stamp with the name of the city, PNG."""
    picture = Image.new("RGBA", (320, 320), (0, 0, 0, 0))
    _stamp(picture, city, (160, 160), 150)
    return _png(picture)


def signed_page(
    print_pdf: bytes, *, field: str, signer: str, stamp: str, direction: str
) -> tuple[int, bytes]:
    """The page of a print with ``field``: signed, stamped, scanned a little askew. Number, JPEG.

    ``direction`` of the print: the stamp's place follows that of the signature.
    """
    page_number, box = _place_to_sign(print_pdf, field)
    document = pypdfium2.PdfDocument(print_pdf)
    try:
        scale = _SCAN_DPI / _POINTS_PER_INCH
        page = document[page_number].render(scale=scale).to_pil().convert("RGBA")
    finally:
        document.close()
    height = page.height
    left, bottom, right, top = box
    edges = (left * scale, height - top * scale, right * scale, height - bottom * scale)
    left, right = edges[0], edges[2]
    width, middle = right - left, (edges[1] + edges[3]) / 2
    is_rtl = direction == "rtl"
    start = left + (_STAMPS_SHARE if is_rtl else 0.06) * width
    end = right - (0.06 if is_rtl else _STAMPS_SHARE) * width
    _sign(ImageDraw.Draw(page), signer, (start, edges[1] + 12, end, edges[3] - 20), width=3)
    radius = int(0.54 * (edges[3] - edges[1]))
    reach = 0.5 * (_STAMPS_SHARE - 0.02) * width
    centre = int(left + reach if is_rtl else right - reach)
    _stamp(page, stamp, (centre, int(middle) - 6), radius)
    return page_number + 1, _scanned(page.convert("RGB"), signer)


def photographs(print_pdf: bytes, *, mayor: str, city: str, direction: str) -> list[bytes]:
    """The signed print as somebody photographs it in a hurry, JPEG: the pages in no order, the
    third forgotten, one twice and one so badly that its codes cannot be read."""
    signed, _box = _place_to_sign(print_pdf, MAYOR_FIELD)
    document = pypdfium2.PdfDocument(print_pdf)
    try:
        pages = [
            document[number].render(scale=_SCAN_DPI / _POINTS_PER_INCH).to_pil().convert("RGB")
            for number in range(signed)
        ]
    finally:
        document.close()
    taken = [_scanned(page, f"{city} {number}") for number, page in enumerate(pages)]
    again = _scanned(pages[0], f"{city} again")
    blurred = pages[-1].filter(ImageFilter.GaussianBlur(7))
    _number, page = signed_page(
        print_pdf, field=MAYOR_FIELD, signer=mayor, stamp=city, direction=direction
    )
    return [page, *taken[3:], *taken[:2], again, _scanned(blurred, f"{city} blurred")]


def supporting_page(title: str, city: str, lines: list[str]) -> Image.Image:
    """One page of a supporting document: a title, a place and some sentences."""
    page = Image.new("RGB", _PAPER, (252, 251, 247))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, _PAPER[0], 10), fill=(60, 90, 110))
    draw.text((90, 110), city, font=_font(22, bold=True), fill=(60, 90, 110))
    draw.text((90, 150), title, font=_font(30, bold=True), fill=(30, 34, 40))
    top = 240
    for line in lines:
        rows = _wrapped(line, 62)
        draw.text((90, top), "\n".join(rows), font=_font(18), fill=(45, 48, 54), spacing=10)
        top += 31 * len(rows) + 16
    _stamp(page, city, (640, min(top + 110, 1050)), 85)
    return page


def as_pdf(pages: list[Image.Image]) -> bytes:
    """Pages as one PDF."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=100, save_all=True, append_images=pages[1:], quality=72)
    return out.getvalue()


def as_jpeg(page: Image.Image) -> bytes:
    """A page as people are shown it."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=74)
    return out.getvalue()


def _place_to_sign(pdf: bytes, field: str) -> tuple[int, tuple[float, float, float, float]]:
    """Page (from 0) and rectangle in points of a field."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            for annotation in page.get("/Annots", []):
                if str(annotation.get("/T", "")) == field:
                    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
                    return number, (left, bottom, right, top)
    raise LookupError(f"this print has no field {field}")


def _sign(
    draw: ImageDraw.ImageDraw, name: str, box: tuple[float, float, float, float], *, width: int
) -> None:
    """A pen's way: loops from left to right that grow smaller, and a stroke beneath."""
    chance = dice("hand", name)
    left, top, right, bottom = box
    middle, reach = (top + bottom) / 2, (bottom - top) / 2
    turns = min(9, max(5, len(name) // 2))
    phase, slant = chance.uniform(0, 3), chance.uniform(0.25, 0.6)
    points = []
    for step in range(240):
        share = step / 239
        swing = share * turns * 2 * math.pi + phase
        height = reach * (0.95 - 0.55 * share) * (0.65 + 0.35 * math.sin(3.1 * share * turns))
        x = left + share * (right - left) * 0.94 + 0.09 * (right - left) * math.sin(swing)
        y = middle + height * math.cos(swing * 1.03) - slant * reach * (share - 0.5)
        points.append((x, y))
    draw.line(points, fill=_INK, width=width, joint="curve")
    start, end = left + 0.1 * (right - left), right
    flourish = [
        (start + (end - start) * part / 40, bottom - 6 + 5 * math.sin(part / 7))
        for part in range(41)
    ]
    draw.line(flourish, fill=_INK, width=max(2, width - 1), joint="curve")


def _stamp(picture: Image.Image, city: str, centre: tuple[int, int], radius: int) -> None:
    """The city's stamp, slightly turned, as stamps are."""
    angle = dice("stamp", city, radius).uniform(-14, 14)
    side = 2 * radius + 8
    layer = _stamp_layer(city).rotate(angle, resample=Image.Resampling.BICUBIC)
    layer = layer.resize((side, side), Image.Resampling.LANCZOS)
    picture.paste(layer, (centre[0] - side // 2, centre[1] - side // 2), layer)


@lru_cache(maxsize=256)
def _stamp_layer(city: str) -> Image.Image:
    """Two rings, the name around, a star in the middle."""
    side, radius = 328, 160
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    ink = (*_STAMP_INK, 190)
    for reach, width in ((radius, 5), (radius * 0.66, 3)):
        edges = (side / 2 - reach, side / 2 - reach, side / 2 + reach, side / 2 + reach)
        draw.ellipse(edges, outline=ink, width=width)
    draw.polygon([_tip(side / 2, radius, number) for number in range(16)], outline=ink)
    text = f"{city.upper()} · "
    text = text * max(1, round(28 / len(text)))
    font = _font(30, bold=True)
    for number, sign in enumerate(text):
        glyph = Image.new("RGBA", (44, side), (0, 0, 0, 0))
        where = (22, side / 2 - radius * 0.83)
        ImageDraw.Draw(glyph).text(where, sign, font=font, fill=ink, anchor="mm")
        turned = glyph.rotate(
            -360 * number / len(text), resample=Image.Resampling.BILINEAR, expand=True
        )
        place = ((side - turned.width) // 2, (side - turned.height) // 2)
        layer.paste(turned, place, turned)
    return layer


def _tip(middle: float, radius: float, number: int) -> tuple[float, float]:
    """A corner of the star with eight rays."""
    reach = radius * (0.36 if number % 2 == 0 else 0.15)
    angle = number * math.pi / 8
    return middle + reach * math.sin(angle), middle - reach * math.cos(angle)


def _scanned(page: Image.Image, seed: str) -> bytes:
    """Paper on the glass of a scanner: turned by a hair, greyish, a little soft."""
    chance = dice("scan", seed)
    angle = chance.choice([-1, 1]) * chance.uniform(0.4, 1.3)
    turned = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(236, 235, 230))
    grain = Image.effect_noise(turned.size, 9).convert("RGB")
    soft = Image.blend(turned, grain, 0.045).filter(ImageFilter.GaussianBlur(0.4))
    out = io.BytesIO()
    soft.save(out, "JPEG", quality=72, dpi=(_SCAN_DPI, _SCAN_DPI))
    return out.getvalue()


def _wrapped(text: str, width: int) -> list[str]:
    rows, row = [], ""
    for word in text.split():
        if len(row) + len(word) > width:
            rows.append(row.strip())
            row = ""
        row += f"{word} "
    return [*rows, row.strip()]


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "NotoSans_700Bold.ttf" if bold else "NotoSans_400Regular.ttf"
    return ImageFont.truetype(str(FONT_DIR / name), size)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=4)
    return out.getvalue()
