import io
from dataclasses import replace
from datetime import UTC, datetime

import page
import pypdfium2
import pytest
from PIL import Image

from portal.documents.form_values import Label
from portal.documents.receipt import Receipt, ReceiptLine, render_receipt
from portal.documents.stamp import PictureError, Stamp, render_stamp

STAMP = Stamp(
    language="ar",
    direction="rtl",
    heading="وُقّع إلكترونيًا",
    name="فاطمة الزهراء العلوي",
    office="رئيسة البلدية",
    signed_on="23 نوفمبر 2026",
    reference="KE-2027-014",
    signed_at=datetime(2026, 11, 23, tzinfo=UTC),
)
RECEIPT = Receipt(
    language="fr",
    direction="ltr",
    official_language="en",
    title=Label("Accusé de réception", "Receipt"),
    commission_name=Label("Commission nationale", "National Commission"),
    letterhead=("12 rue du Port",),
    network_name=Label("UNESCO Global Network of Learning Cities"),
    statement=Label("Nous avons reçu la candidature.", "We received the application."),
    lines=(
        ReceiptLine(Label("Référence", "Reference"), "KE-2027-014"),
        ReceiptLine(Label("Reçue le", "Received"), "23 novembre 2026, 12:30 EAT"),
        ReceiptLine(Label("SHA-256"), "9f86d081" * 8, is_code=True),
    ),
    next_heading=Label("La suite", "What happens next"),
    next_steps=(Label("La commission vérifie la candidature.", "The commission checks."),),
    verify_hint=Label("Vérifier ce document :", "Verify this document:"),
    verification_address="https://portal.example/s/2XAM-79F2-6Z55",
    received_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
)


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (20, 40, 160, 255)).save(out, "PNG")
    return out.getvalue()


def _is_conforming(pdf: bytes) -> bool:
    profiles = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)
    return all(page.is_pdf_compliant_bytes(pdf, profile=profile) for profile in profiles)


def test_a_stamp_has_the_size_of_its_field() -> None:
    pdf = pypdfium2.PdfDocument(render_stamp(STAMP))
    assert len(pdf) == 1
    width, height = pdf[0].get_size()
    assert (round(width, 1), round(height, 1)) == (454.2, 100.0)
    pdf.close()


def test_a_stamp_is_archivable_with_and_without_pictures() -> None:
    assert _is_conforming(render_stamp(STAMP))
    pictures = replace(STAMP, signature_picture=_png(600, 200), stamp_picture=_png(400, 400))
    assert _is_conforming(render_stamp(pictures))


@pytest.mark.parametrize("picture", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", _png(2401, 2)])
def test_a_picture_that_is_not_clean_is_refused(picture: bytes) -> None:
    with pytest.raises(PictureError):
        render_stamp(replace(STAMP, stamp_picture=picture))


def test_a_receipt_proves_what_was_sent() -> None:
    pdf = render_receipt(RECEIPT)
    assert pdf == render_receipt(RECEIPT)
    assert _is_conforming(pdf)
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(str(document[0].get_textpage().get_text_range()).split())
    document.close()
    for words in ("KE-2027-014", "23 novembre 2026, 12:30 EAT", "Nous avons reçu la candidature."):
        assert words in text
