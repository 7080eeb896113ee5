"""The certificate for the wall: one page whatever the name, ready for a seal."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import page
import pikepdf
import pypdfium2
import pytest

from portal.documents.certificate_print import SEAL_FIELD, Certificate, render_certificate
from portal.documents.form_values import Label

CERTIFICATE = Certificate(
    language="ar",
    direction="rtl",
    official_language="fr",
    title=Label("شهادة عضوية", "Certificat d’adhésion"),
    network=Label("شبكة اليونسكو لمدن التعلّم", "Réseau mondial UNESCO des villes apprenantes"),
    statement=Label("عضو في الشبكة.", "est membre du réseau."),
    city="منزل الورد",
    city_latin="Manzil al-Ward",
    country=Label("تونس", "Tunisie"),
    admitted=Label("قُبلت في 23 نوفمبر 2026", "Admise le 23 novembre 2026"),
    endorsed=Label("أيدتها اللجنة الوطنية", "Soutenue par la commission nationale"),
    seal_label="Sceau",
    verify_hint=Label("يمكن التحقق", "Chacun peut vérifier."),
    verification_address="https://portal.example/s/2XAM-79F2-6Z55",
    code="2XAM-79F2-6Z55",
    reference="TN-2027-001",
    made_at=datetime(2026, 11, 23, tzinfo=UTC),
)
LONG = "Consortium of the municipalities of the long river valley and its seventeen villages "


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_bounded())


def test_it_carries_both_names_and_the_code() -> None:
    text = text_of(render_certificate(replace(CERTIFICATE, language="fr", direction="ltr")))
    assert "منزل الورد" in text
    assert "Manzil al-Ward" in text
    assert "2XAM-79F2-6Z55" in text
    assert "Certificat d’adhésion" in text


def test_a_name_in_latin_letters_stands_once() -> None:
    certificate = replace(CERTIFICATE, language="fr", direction="ltr", city="Nabeul")
    text = text_of(render_certificate(replace(certificate, city_latin="Nabeul")))
    assert text.count("Nabeul") == 1


@pytest.mark.parametrize("times", [1, 3])
def test_a_long_name_stays_on_the_page(times: int) -> None:
    name = LONG * times
    text_of(render_certificate(replace(CERTIFICATE, city=name, city_latin=name)))


def test_it_is_archivable_accessible_and_ready_for_the_seal() -> None:
    pdf = render_certificate(CERTIFICATE)
    for profile in (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1):
        assert page.is_pdf_compliant_bytes(pdf, profile=profile)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [str(field.T) for field in opened.Root.AcroForm.Fields] == [SEAL_FIELD, "ts-1"]
