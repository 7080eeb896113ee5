import hashlib
import io
import json

import page
import pikepdf
import pypdfium2
import pytest

from portal.documents.application_print import render_paper_dossier, render_print
from portal.documents.form_values import (
    Label,
    LongAnswer,
    Original,
    PaperAttestation,
    Section,
    Signatory,
    SignedPage,
    TextAnswer,
)
from tests.unit.documents.sample_forms import DIGEST, sample


def _text(pdf: bytes, number: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = str(document[number].get_textpage().get_text_range())
    document.close()
    return text


def _scan(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    out = io.BytesIO()
    document[2].render(scale=1).to_pil().convert("RGB").save(out, "JPEG")
    document.close()
    return out.getvalue()


def _findings(pdf: bytes, profile: page.ValidationProfile) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [failure.message for failure in report.failures]


@pytest.mark.parametrize("language", ["en", "fr", "ar", "th"])
def test_the_print_is_archivable_and_accessible(language: str) -> None:
    pdf = render_print(sample(language)).pdf
    assert _findings(pdf, page.ValidationProfile.PDF_A_3A) == []
    assert _findings(pdf, page.ValidationProfile.PDF_UA_1) == []


def test_the_same_submission_gives_the_same_bytes() -> None:
    first, second = render_print(sample("ar")), render_print(sample("ar"))
    assert first.pdf == second.pdf
    assert first.sha256 == second.sha256


def test_fields_are_laid_out_before_anybody_signs() -> None:
    result = render_print(sample("en"))
    assert [box.name for box in result.boxes] == [
        "sig-mayor",
        "attestation-commission",
        "sig-commission",
    ]
    assert [box.page for box in result.boxes] == [3, 4, 4]
    mayor, attestation, commission = result.boxes
    assert mayor.height == commission.height == 100
    assert mayor.width > 450
    assert commission.width > 450
    assert attestation.bottom < commission.bottom
    assert attestation.bottom + attestation.height > commission.bottom + commission.height
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        assert names == ["sig-mayor", "attestation-commission", "sig-commission", "ts-1", "ts-2"]
        assert all("/V" not in field for field in pdf.Root.AcroForm.Fields)


def test_part_two_is_on_the_last_page() -> None:
    result = render_print(sample("en"))
    assert result.boxes[-1].page == result.pages
    assert "Part 2" in _text(result.pdf, result.pages - 1)


def test_every_page_says_what_it_belongs_to() -> None:
    result = render_print(sample("fr"))
    for number in range(result.pages):
        text = _text(result.pdf, number)
        assert "KE-2027-014" in text
        assert f"Page {number + 1} sur 4" in text
        assert DIGEST in text


def test_labels_stand_in_both_languages() -> None:
    text = _text(render_print(sample("fr")).pdf, 0)
    assert "Référence" in text
    assert "Reference" in text


def test_the_answers_travel_inside() -> None:
    result = render_print(sample("en"))
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        content = pdf.attachments["application.json"].get_file().read_bytes()
        assert json.loads(content)["reference"] == "KE-2027-014"
        assert str(pdf.Root.AF[0].AFRelationship) == "/Source"


def test_text_of_a_city_is_printed_and_never_obeyed() -> None:
    nasty = '#read("/etc/passwd") $x$ *b* <script>alert(1)</script> \\u{41} "}'
    answers = (TextAnswer(Label("Name"), nasty), LongAnswer(Label("Why"), nasty))
    result = render_print(sample("en", sections=(Section(Label("S"), answers),)))
    text = " ".join(_text(result.pdf, 0).split())
    assert text.count('#read("/etc/passwd") $x$ *b* <script>alert(1)</script>') == 2


def test_characters_without_a_glyph_are_reported_and_do_not_stop_the_print() -> None:
    answers = (TextAnswer(Label("Name"), "Port \ufdd0 Salaam a\u0489\u0e31"),)
    result = render_print(sample("en", sections=(Section(Label("S"), answers),)))
    assert "\ufdd0" in result.replaced
    assert "Salaam" in _text(result.pdf, 0)


def test_a_demonstration_says_so_on_every_page() -> None:
    result = render_print(sample("en", watermark="Demonstration"))
    assert all("Demonstration" in _text(result.pdf, number) for number in range(result.pages))


def test_a_paper_signature_becomes_evidence() -> None:
    form = sample("en")
    scan = _scan(render_print(form).pdf)
    attestation = PaperAttestation(
        Signatory("Juma Kariuki", "Head of education"),
        Label("I attest that the annex shows the signature of the mayor."),
        signer=Signatory("Ali Hassan", "Deputy Governor"),
        acting_for=Signatory("Joyce Achieng", "Governor"),
    )
    result = render_paper_dossier(
        form,
        [SignedPage(scan), SignedPage(scan, is_by_hand=True)],
        originals=[
            Original("../../evil name\u202e.exe", "image/jpeg", scan),
            Original("evil name.jpg", "image/heic", b"as received"),
            Original("evil name.jpg", "image/jpeg", b"once more"),
        ],
        attestation=attestation,
    )
    assert [box.name for box in result.boxes] == [
        "attestation-delegate",
        "attestation-commission",
        "sig-commission",
    ]
    assert result.pages == 6
    words = " ".join(_text(result.pdf, number) for number in range(result.pages))
    assert "For and on behalf of Joyce Achieng, Governor" in " ".join(words.split())
    assert "see pages 5 to 6" in " ".join(words.split())
    assert hashlib.sha256(b"once more").hexdigest() in "".join(words.split())
    assert words.count("Placed by hand.") == 1
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert sorted(pdf.attachments) == [
            "application.json",
            "evil-name-3.jpg",
            "evil-name.heic",
            "evil-name.jpg",
        ]
        assert pdf.attachments["evil-name.heic"].get_file().read_bytes() == b"as received"
        assert pdf.attachments["evil-name.jpg"].get_file().read_bytes() == scan
        assert not {"/OCProperties", "/OpenAction", "/AA"} & set(pdf.Root.keys())
    assert _findings(result.pdf, page.ValidationProfile.PDF_A_3A) == []
    assert _findings(result.pdf, page.ValidationProfile.PDF_UA_1) == []


def test_only_pictures_become_evidence_pages() -> None:
    attestation = PaperAttestation(Signatory("", ""), Label("x"), signer=Signatory("", ""))
    with pytest.raises(ValueError, match="JPEG or PNG"):
        render_paper_dossier(
            sample(),
            [SignedPage(b"%PDF-")],
            originals=[Original("a", "application/pdf", b"%PDF-")],
            attestation=attestation,
        )
