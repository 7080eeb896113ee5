"""A commission that signs on paper: the scan joins a document that the mayor has signed already."""

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest

from portal.documents.application_print import box_of
from portal.documents.stamp import PaperStamp, PictureError, render_paper_stamp
from portal.signing.proof import Verdict
from portal.signing.seal import Evidence, SealingError, seal_for_long_term, sign
from tests.pdf_reader import report_of
from tests.unit.signing.conftest import Authorities, examine

SCAN = b"%PDF-1.7 the scan exactly as it was received"


def paper_stamp(pdf: bytes, **changes: object) -> PaperStamp:
    """A drawing for the field; the picture is the very page, as a scanner would see it."""
    box = box_of(pdf, "attestation-commission")
    assert box is not None
    document = pypdfium2.PdfDocument(pdf)
    picture = io.BytesIO()
    document[box.page - 1].render(scale=2).to_pil().convert("RGB").save(picture, "JPEG")
    document.close()
    values = {
        "language": "ar",
        "direction": "rtl",
        "heading": "وُقّع على الورق",
        "signed_by": "وقّع",
        "name": "غريس أوتيينو",
        "office": "الأمينة العامة",
        "dated": "23 نوفمبر 2026",
        "attested_by": "أقرّ به",
        "attester": "Joseph Mwangi",
        "attester_office": "Programme officer",
        "attested_on": "24 نوفمبر 2026",
        "statement": "أقر بأن هذه الصفحة تحمل التوقيع والختم.",
        "digest_label": "SHA-256",
        "digest": hashlib.sha256(SCAN).hexdigest(),
        "note": "KE-2027-014",
        "picture": picture.getvalue(),
        "picture_alt": "الصفحة الموقّعة",
        "signed_at": datetime(2026, 11, 24, tzinfo=UTC),
        "width": box.width,
        "height": box.height,
    }
    return PaperStamp(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def attested(authorities: Authorities, signed: bytes) -> bytes:
    """Signed by the mayor on screen and by the commission on paper."""
    return sign(
        signed,
        "attestation-commission",
        authorities.signatory,
        chain=authorities.chain,
        stamps=authorities.stamps,
        stamp_pdf=render_paper_stamp(paper_stamp(signed)),
        evidence=Evidence("signed-part-2.pdf", "application/pdf", SCAN, "The signed paper"),
        reason="Attests the paper signature",
    )


def test_the_mayors_bytes_stay_and_both_signatures_hold(
    authorities: Authorities, signed: bytes, attested: bytes
) -> None:
    assert attested.startswith(signed)
    proof = examine(attested, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.GENUINE
    assert [entry.facts.field for entry in proof.signatures] == [
        "sig-mayor",
        "attestation-commission",
    ]
    assert all(entry.is_valid for entry in proof.signatures)


def test_it_can_be_sealed_for_decades(authorities: Authorities, attested: bytes) -> None:
    sealed = seal_for_long_term(
        attested,
        chain=authorities.chain,
        stamps=authorities.stamps,
        timestamp_field="ts-1",
    )
    assert sealed.startswith(attested)
    proof = examine(sealed, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.GENUINE
    assert len(proof.timestamps) == 1


def test_a_stranger_to_this_portal_finds_two_valid_signatures(
    attested: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "attested.pdf"
    file.write_bytes(attested)
    report = report_of(file)
    assert report.count("Signature is Valid.") == 2
    assert report.count("Total document signed") == 1


def test_the_scan_travels_inside_untouched_with_its_date(attested: bytes) -> None:
    with pikepdf.open(io.BytesIO(attested)) as pdf:
        specs = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary)
            and str(thing.get("/UF", "")) == "signed-part-2.pdf"
        ]
        assert len(specs) == 1
        assert str(specs[0].AFRelationship) == "/Source"
        assert specs[0].EF.F.read_bytes() == SCAN
        assert str(specs[0].EF.F.Params.ModDate).startswith("D:20")
        assert sorted(pdf.attachments) == ["application.json"], "the list cannot change any more"


def test_it_stays_archivable_and_accessible(attested: bytes) -> None:
    archive = page.validate_pdf_bytes(attested, profile=page.ValidationProfile.PDF_A_3A)
    remarks = {failure.message for failure in archive.failures}
    assert all("ByteRange does not cover" in remark for remark in remarks), remarks
    readers = page.validate_pdf_bytes(attested, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in readers.failures] == []


def test_a_field_is_found_only_while_it_is_empty(signed: bytes, attested: bytes) -> None:
    assert box_of(attested, "attestation-commission") is None
    assert box_of(signed, "no-such-field") is None
    found = box_of(signed, "sig-commission")
    assert found is not None
    assert found.page == 4


def test_only_a_page_painted_anew_is_shown(signed: bytes) -> None:
    with pytest.raises(PictureError):
        render_paper_stamp(paper_stamp(signed, picture=b"%PDF-1.7"))


def test_nobody_signs_a_field_twice(authorities: Authorities, attested: bytes) -> None:
    with pytest.raises(SealingError):
        sign(
            attested,
            "attestation-commission",
            authorities.signatory,
            chain=authorities.chain,
            stamps=authorities.stamps,
        )
