import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from portal.documents.application_print import render_print
from portal.documents.codes_on_paper import (
    PageToken,
    datamatrix_rows,
    page_address,
    qr_rows,
    read_codes,
    read_token,
)
from tests.unit.documents.sample_forms import CODE, PAGE_KEY, sample


def _paper(page: int, dots_per_inch: int) -> Image.Image:
    pdf = pypdfium2.PdfDocument(render_print(sample("ar")).pdf)
    image = pdf[page - 1].render(scale=dots_per_inch / 72).to_pil().convert("RGB")
    pdf.close()
    return image


def test_the_address_fits_a_small_qr() -> None:
    address = page_address("https://portal.example", CODE, 3, key=PAGE_KEY)
    assert address.startswith("HTTPS://PORTAL.EXAMPLE/S/2XAM79F26Z55-03-")
    assert len(qr_rows(address)) == 29


@pytest.mark.parametrize(
    "host", ["http://localhost", "https://a.example", "https://portal.example"]
)
def test_the_second_code_is_square_however_long_the_address(host: str) -> None:
    rows = datamatrix_rows(page_address(host, CODE, 3, key=PAGE_KEY))
    assert {len(row) for row in rows} == {len(rows)}


def test_a_token_proves_its_page() -> None:
    address = page_address("https://portal.example", CODE, 3, key=PAGE_KEY)
    token = read_token(address.lower())
    assert token is not None
    assert (token.code, token.page) == (CODE, 3)
    assert token.is_genuine(PAGE_KEY)
    assert not PageToken(token.code, 4, token.proof).is_genuine(PAGE_KEY)
    assert not token.is_genuine(b"another key of thirty-two bytes!")


@pytest.mark.parametrize("dots_per_inch", [300, 200, 150, 100])
def test_every_page_can_be_found_again(dots_per_inch: int) -> None:
    image = _paper(2, dots_per_inch).rotate(2, fillcolor="white", expand=True)
    tokens = {read_token(text) for text in read_codes(image)}
    assert {(token.code, token.page) for token in tokens if token} == {(CODE, 2)}


def test_a_coloured_stamp_over_the_code_does_not_hide_it() -> None:
    image = _paper(3, 200)
    draw = ImageDraw.Draw(image)
    for corner in ((120, 60), (image.width - 200, image.height - 220)):
        ring = (corner[0] - 90, corner[1] - 90, corner[0] + 140, corner[1] + 140)
        draw.ellipse(ring, outline=(40, 70, 190), width=14)
    assert any(read_token(text) for text in read_codes(image))


def test_a_bad_photograph_can_be_found_again() -> None:
    image = _paper(1, 150).rotate(12, fillcolor=(120, 110, 100), expand=True)
    out = io.BytesIO()
    image.resize((1200, 1200 * image.height // image.width)).save(out, "JPEG", quality=50)
    assert any(read_token(text) for text in read_codes(Image.open(out)))
