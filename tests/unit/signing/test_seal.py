import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import page
import pikepdf
import pytest

from portal.core import clock
from portal.documents.application_print import Print
from portal.signing.authority import Revocation, make_revocation_list
from portal.signing.proof import Verdict
from portal.signing.seal import Chain, SealingError, seal_for_long_term, sign
from tests.pdf_reader import report_of
from tests.unit.signing.conftest import Authorities, examine, make_authorities


def test_both_signatures_prove_genuine(authorities: Authorities, endorsed: bytes) -> None:
    proof = examine(endorsed, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.GENUINE
    assert [entry.facts.field for entry in proof.signatures] == ["sig-mayor", "sig-commission"]
    mayor = proof.signatures[0]
    assert mayor.known is not None
    assert mayor.known.holder == "Amani Wekesa"
    assert mayor.facts.timestamp_at is not None


def test_what_was_signed_stays_byte_for_byte(
    printed: Print, signed: bytes, endorsed: bytes
) -> None:
    assert signed.startswith(printed.pdf)
    assert endorsed.startswith(signed)


def test_an_independent_reader_finds_two_valid_signatures(endorsed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "endorsed.pdf"
    file.write_bytes(endorsed)
    report = report_of(file)
    assert report.count("Signature Validation: Signature is Valid.") == 2
    assert "Total document signed" in report


def test_the_first_signature_keeps_the_archive_format(signed: bytes) -> None:
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(signed, profile=profile)
        assert [failure.message for failure in report.failures] == []


def test_the_first_signature_certifies_the_document(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        permissions = pdf.Root.Perms.DocMDP.Reference[0].TransformParams
        assert int(permissions.P) == 2


@pytest.mark.parametrize("field", ["sig-mayor", "sig-nobody"])
def test_only_an_empty_existing_field_can_be_signed(
    authorities: Authorities, signed: bytes, field: str
) -> None:
    with pytest.raises(SealingError):
        sign(
            signed,
            field,
            authorities.mayor,
            chain=authorities.chain,
            stamps=authorities.stamps,
        )


def test_the_sealed_dossier_carries_its_evidence(authorities: Authorities, endorsed: bytes) -> None:
    sealed = seal_for_long_term(endorsed, chain=authorities.chain, stamps=authorities.stamps)
    assert sealed.startswith(endorsed)
    proof = examine(sealed, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.GENUINE
    assert [stamp.field for stamp in proof.timestamps] == ["ts-1"]
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert len(pdf.Root.DSS.CRLs) == 2


def test_a_revoked_signer_cannot_be_sealed(authorities: Authorities, endorsed: bytes) -> None:
    revocation = Revocation(authorities.mayor.serial_number, authorities.at - timedelta(minutes=1))
    lists = (
        make_revocation_list(authorities.root, at=authorities.at),
        make_revocation_list(authorities.commission, [revocation], at=authorities.at),
    )
    chain = Chain(authorities.chain.root_pem, authorities.chain.authorities_pem, lists)
    with pytest.raises(SealingError, match="revoked"):
        seal_for_long_term(endorsed, chain=chain, stamps=authorities.stamps)


def test_a_signature_outlives_its_certificate(printed: Print) -> None:
    """Signed in 2024 with a certificate of two days: still genuine by its time stamp."""
    long_ago = datetime(2024, 5, 1, 12, tzinfo=UTC)
    past = make_authorities(long_ago)
    with clock.pretend(long_ago):
        signed = sign(
            printed.pdf, "sig-mayor", past.mayor, chain=past.chain, stamps=past.stamps, at=long_ago
        )
    proof = examine(signed, past.trust, past.known)
    assert proof.verdict is Verdict.GENUINE
    assert proof.signatures[0].facts.claimed_at == long_ago


def test_stamps_of_an_outside_clock_count_once_its_root_is_believed(
    authorities: Authorities, impostors: Authorities, printed: Print
) -> None:
    """The other installation's clock stands for a public time-stamp server."""
    chain = replace(authorities.chain, timestamp_roots_pem=(impostors.root.certificate_pem,))
    pdf = printed.pdf
    for field, signer in (
        ("sig-mayor", authorities.mayor),
        ("sig-commission", authorities.signatory),
    ):
        pdf = sign(pdf, field, signer, chain=chain, stamps=impostors.stamps)
    sealed = seal_for_long_term(pdf, chain=chain, stamps=impostors.stamps)
    believing = replace(authorities.trust, timestamp_roots_pem=chain.timestamp_roots_pem)
    assert examine(sealed, believing, authorities.known).verdict is Verdict.GENUINE
    assert examine(sealed, authorities.trust, authorities.known).verdict is not Verdict.GENUINE


def test_a_signer_under_the_root_of_the_clock_is_no_signer_of_ours(
    authorities: Authorities, impostors: Authorities, printed: Print
) -> None:
    forged = sign(
        printed.pdf,
        "sig-mayor",
        impostors.mayor,
        chain=impostors.chain,
        stamps=impostors.stamps,
    )
    believing = replace(authorities.trust, timestamp_roots_pem=(impostors.root.certificate_pem,))
    assert examine(forged, believing, authorities.known).verdict is Verdict.IMPOSTOR
