import io
import time
from collections.abc import Callable

import pikepdf
import pillow_heif
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from portal.documents.application_print import render_print
from portal.documents.intake import Limits, Purpose, inspect
from portal.documents.refusals import SENTENCES, Refusal, RefusedFile
from tests.unit.documents import hostile_files
from tests.unit.documents.sample_forms import sample

PATIENCE_SECONDS = 20


def _image(size: tuple[int, int] = (800, 600), kind: str = "JPEG") -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line((60, 300, 700, 240), fill=(20, 30, 160), width=9)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _scan_of_page_three() -> Image.Image:
    document = pypdfium2.PdfDocument(render_print(sample("en")).pdf)
    image: Image.Image = document[2].render(scale=150 / 72).to_pil().convert("RGB")
    document.close()
    return image.rotate(1.5, fillcolor="white", expand=True)


@pytest.mark.parametrize("kind", ["JPEG", "PDF"])
def test_a_scan_finds_its_application(kind: str) -> None:
    out = io.BytesIO()
    _scan_of_page_three().save(out, kind)
    found = inspect(out.getvalue(), Purpose.SCAN)
    assert found.kind == kind.lower()
    assert found.pages == 1
    assert "HTTPS://PORTAL.EXAMPLE/S/2XAM79F26Z55-03-" in found.codes[0].text
    assert found.codes[0].page == 1
    assert found.page_images[0].startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("kind", ["HEIF", "TIFF", "PNG"])
def test_what_phones_and_scanners_save_is_read(kind: str) -> None:
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    _scan_of_page_three().save(out, kind)
    found = inspect(out.getvalue(), Purpose.SCAN)
    assert found.kind == {"HEIF": "heic", "TIFF": "tiff", "PNG": "png"}[kind]
    assert {code.page for code in found.codes} == {1}
    assert "/S/2XAM79F26Z55-03-" in found.codes[0].text
    assert found.page_images[0].startswith(b"\xff\xd8\xff")


def test_each_page_of_a_fax_is_painted() -> None:
    pages = [_scan_of_page_three().convert("1"), Image.new("1", (1240, 1754), 1)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    found = inspect(out.getvalue(), Purpose.SCAN)
    assert found.pages == len(found.page_images) == len(found.thumbnails) == 2
    assert {code.page for code in found.codes} == {1}


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_is_stood_upright_by_its_codes(turns: int) -> None:
    out = io.BytesIO()
    _scan_of_page_three().rotate(90 * turns, expand=True).save(out, "JPEG")
    found = inspect(out.getvalue(), Purpose.SCAN)
    with Image.open(io.BytesIO(found.page_images[0])) as shown:
        assert shown.height > shown.width
        width, height = shown.size
    qr = next(code for code in found.codes if code.is_qr)
    assert qr.corners[0][0] > width / 2, "the QR code stands at the upper right"
    assert qr.corners[2][1] < height / 4
    assert qr.corners[0][0] < qr.corners[1][0]
    with Image.open(io.BytesIO(found.thumbnails[0])) as small:
        assert max(small.size) <= 420


def test_where_a_photograph_was_taken_is_forgotten() -> None:
    image = Image.open(io.BytesIO(_image()))
    exif = Image.Exif()
    exif[0x010F] = "Camera of the mayor"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert b"Camera of the mayor" in out.getvalue()
    found = inspect(out.getvalue(), Purpose.ATTACHMENT)
    assert b"Camera of the mayor" not in found.page_images[0]


def test_a_signature_loses_its_paper() -> None:
    found = inspect(_image(), Purpose.SIGNATURE_PICTURE)
    assert found.page_images == ()
    assert found.picture is not None
    with Image.open(io.BytesIO(found.picture)) as picture:
        assert picture.mode == "RGBA"
        assert picture.height < 100, "cropped to the ink"
        assert picture.getpixel((picture.width // 2, 0))[3] == 0


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (hostile_files.with_script, Refusal.ACTIVE),
        (hostile_files.with_launch, Refusal.ACTIVE),
        (hostile_files.with_linked_script, Refusal.ACTIVE),
        (hostile_files.with_attachment, Refusal.ACTIVE),
        (hostile_files.with_xfa, Refusal.ACTIVE),
        (lambda: hostile_files.with_password("secret"), Refusal.ENCRYPTED),
        (lambda: hostile_files.with_password(""), Refusal.ENCRYPTED),
        (lambda: hostile_files.saved(hostile_files.blank(61)), Refusal.TOO_MANY_PAGES),
        (hostile_files.pixel_flood, Refusal.TOO_MANY_PIXELS),
        (lambda: b"", Refusal.EMPTY),
        (lambda: b"<html>%PDF-1.7</html>", Refusal.UNKNOWN_TYPE),
        (lambda: b"GIF89a" + bytes(50), Refusal.UNKNOWN_TYPE),
        (lambda: b"\0\0\0\x18ftypheic" + bytes(50), Refusal.NOT_ACCEPTED_HERE),
        (lambda: b"II*\0" + bytes(50), Refusal.NOT_ACCEPTED_HERE),
        (lambda: b"%PDF-1.7\n<html><script>alert(1)</script>", Refusal.POLYGLOT),
        (lambda: _image() + b"PK\x01\x02 PK\x05\x06" + bytes(18), Refusal.POLYGLOT),
        (lambda: hostile_files.saved(hostile_files.blank())[:200], Refusal.BROKEN),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, Refusal.BROKEN),
        (lambda: _image()[:300], Refusal.BROKEN),
        (lambda: bytes(26 << 20), Refusal.TOO_LARGE),
    ],
)
def test_a_file_that_could_do_harm_is_refused(make: Callable[[], bytes], refusal: Refusal) -> None:
    with pytest.raises(RefusedFile) as refused:
        inspect(make(), Purpose.ATTACHMENT)
    assert refused.value.refusal is refusal


def test_a_bomb_ends_soon_and_is_refused() -> None:
    bomb = hostile_files.flate_bomb()
    assert len(bomb) < 20_000
    begin = time.monotonic()
    with pytest.raises(RefusedFile) as refused:
        inspect(bomb, Purpose.SCAN)
    assert refused.value.refusal in (Refusal.TOO_COMPLEX, Refusal.BROKEN)
    assert time.monotonic() - begin < PATIENCE_SECONDS


def test_an_enormous_page_is_painted_small() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14400, 14400))
    found = inspect(hostile_files.saved(pdf), Purpose.ATTACHMENT)
    with Image.open(io.BytesIO(found.page_images[0])) as shown:
        assert max(shown.size) <= 2000


def test_an_empty_picture_is_no_signature() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    with pytest.raises(RefusedFile) as refused:
        inspect(out.getvalue(), Purpose.STAMP_PICTURE)
    assert refused.value.refusal is Refusal.BLANK


def test_a_refusal_says_its_measure() -> None:
    with pytest.raises(RefusedFile, match="This file has 3 pages; at most 2 are possible"):
        inspect(hostile_files.saved(hostile_files.blank(3)), Purpose.ATTACHMENT, Limits(pages=2))


def test_every_refusal_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)


def photograph_of_stamp() -> bytes:
    """A blue ring in the lower right of a sheet that lies in the shadow, with text elsewhere."""
    shadow = Image.linear_gradient("L").resize((800, 600)).point(lambda value: 120 + value // 3)
    sheet = Image.merge("RGB", (shadow, shadow, shadow.point(lambda value: value * 9 // 10)))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, 300, 60), fill="#101010")
    pen.ellipse((540, 380, 700, 540), outline="#1c3a80", width=12)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=90)
    return out.getvalue()


def test_stamp_is_cut_from_a_photograph_and_its_paper_goes() -> None:
    found = inspect(
        photograph_of_stamp(), Purpose.STAMP_PICTURE, area=(0.6, 0.55, 0.95, 0.95)
    ).picture

    assert found
    picture = Image.open(io.BytesIO(found))
    width, height = picture.size
    assert 155 <= width <= 175
    assert 155 <= height <= 175
    assert picture.getpixel((width // 2, height // 2))[3] == 0
    top = [picture.getpixel((width // 2, y)) for y in range(20)]
    red, _green, blue, opacity = max(top, key=lambda point: point[3])
    assert opacity > 150
    assert blue > red + 40


def test_solid_seal_does_not_vanish_with_its_paper() -> None:
    sheet = Image.new("RGB", (400, 400), "#f4f0e8")
    ImageDraw.Draw(sheet).rectangle((60, 60, 340, 340), fill="#c02020")
    out = io.BytesIO()
    sheet.save(out, "PNG")

    found = inspect(out.getvalue(), Purpose.STAMP_PICTURE).picture

    assert found
    picture = Image.open(io.BytesIO(found))
    red, green, _blue, opacity = picture.getpixel((picture.width // 2, picture.height // 2))
    assert opacity > 150
    assert red > green + 80
