"""Forged and changed documents must be refused; see rows 1 and 2 of the list of threats."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from portal.documents.application_print import Print
from portal.signing.certificates import Credential, as_pem, key_bytes, load_key, parsed
from portal.signing.proof import Verdict, judge, read_in_child
from portal.signing.reading import read_signatures
from portal.signing.seal import seal_for_long_term, sign
from tests.unit.documents.hostile_files import flate_bomb
from tests.unit.signing.conftest import Authorities, examine


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def certificate_named(name: str, authority: Credential) -> Credential:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = parsed(authority.certificate_pem)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .issuer_name(issuer.subject)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(issuer.not_valid_before_utc)
        .not_valid_after(issuer.not_valid_after_utc)
        .sign(load_key(authority), hashes.SHA256())
    )
    return Credential(as_pem(certificate), key_bytes(key))


def with_annotation(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.find_page_for_modification(3)[0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, [100, 700, 300, 760])
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("endorsed without conditions"),
        }
    )
    dictionary = page.get_object()
    old = list(dictionary.get_object().get("/Annots", []))
    dictionary[generic.pdf_name("/Annots")] = generic.ArrayObject([*old, writer.add_object(note)])
    writer.mark_update(page)
    return _written(writer)


def with_drawing_over_the_page(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    overlay = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 90 600 300 90 re f"))
    writer.add_stream_to_page(0, overlay)
    return _written(writer)


def with_another_field(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec("third", box=(10, 10, 60, 60)))
    return _written(writer)


def with_a_changed_byte(pdf: bytes) -> bytes:
    position = pdf.index(b"endstream") - 40
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def with_junk_at_the_end(pdf: bytes) -> bytes:
    return pdf + b"\n% appended\n"


def saved_again(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        with_annotation,
        with_drawing_over_the_page,
        with_another_field,
        with_a_changed_byte,
        with_junk_at_the_end,
        saved_again,
    ],
)
def test_a_changed_document_is_recognised_and_refused(
    change: Callable[[bytes], bytes], authorities: Authorities, endorsed: bytes
) -> None:
    proof = examine(change(endorsed), authorities.trust, authorities.known)
    assert proof.verdict is Verdict.CHANGED
    assert proof.traces.reference == "KE-2027-014"
    assert proof.traces.code == "2XAM-79F2-6Z55"


def test_the_same_names_on_other_keys_are_an_impostor(
    authorities: Authorities, impostors: Authorities, printed: Print
) -> None:
    forged = printed.pdf
    for field, signer in (("sig-mayor", impostors.mayor), ("sig-commission", impostors.signatory)):
        forged = sign(forged, field, signer, chain=impostors.chain, stamps=impostors.stamps)
    own_word = examine(forged, impostors.trust, impostors.known)
    assert own_word.verdict is Verdict.GENUINE, "the forgery is intact: only the keys are wrong"
    proof = examine(forged, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.IMPOSTOR
    assert proof.signatures[1].facts.claimed_name == "Grace Otieno"


def test_a_stranger_cannot_countersign_for_the_commission(
    authorities: Authorities, impostors: Authorities, signed: bytes
) -> None:
    forged = sign(
        signed,
        "sig-commission",
        impostors.signatory,
        chain=impostors.chain,
        stamps=impostors.stamps,
    )
    assert examine(forged, authorities.trust, authorities.known).verdict is Verdict.CHANGED


def test_a_strangers_time_stamp_is_refused(
    authorities: Authorities, impostors: Authorities, endorsed: bytes
) -> None:
    lists = (*authorities.chain.revocation_lists, *impostors.chain.revocation_lists)
    sealed = seal_for_long_term(
        endorsed,
        chain=replace(authorities.chain, revocation_lists=lists),
        stamps=authorities.stamps,
    )
    assert examine(sealed, authorities.trust, authorities.known).verdict is Verdict.GENUINE
    signed_by_stranger_clock = sign(
        endorsed[: endorsed.rindex(b"%%EOF") + 6],
        "ts-2",
        impostors.mayor,
        chain=impostors.chain,
        stamps=impostors.stamps,
    )
    proof = examine(signed_by_stranger_clock, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.CHANGED


def test_a_certificate_revoked_before_the_signature_does_not_count(
    authorities: Authorities, endorsed: bytes
) -> None:
    reading = read_signatures(endorsed, authorities.trust)
    signed_at = reading.signatures[1].timestamp_at
    assert signed_at is not None
    signatory = authorities.signatory.fingerprint

    def verdict(revoked_after: timedelta) -> Verdict:
        known = dict(authorities.known)
        known[signatory] = replace(known[signatory], revoked_at=signed_at + revoked_after)
        return judge(reading, known).verdict

    assert verdict(timedelta(seconds=-1)) is Verdict.REVOKED
    assert verdict(timedelta(days=1)) is Verdict.GENUINE


def test_a_certificate_of_ours_that_no_record_knows_does_not_count(
    authorities: Authorities, endorsed: bytes
) -> None:
    known = dict(authorities.known)
    del known[authorities.signatory.fingerprint]
    assert examine(endorsed, authorities.trust, known).verdict is Verdict.CHANGED
    assert examine(endorsed, authorities.trust, {}).verdict is Verdict.IMPOSTOR


def test_an_unsigned_print_is_ours_but_proves_nothing(
    authorities: Authorities, printed: Print
) -> None:
    proof = examine(printed.pdf, authorities.trust, authorities.known)
    assert proof.verdict is Verdict.UNSIGNED


def test_another_pdf_is_foreign(authorities: Authorities) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    assert examine(out.getvalue(), authorities.trust, {}).verdict is Verdict.FOREIGN


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>", b"%PDF-1.7\n" + b"\xff" * 500])
def test_garbage_is_unreadable(content: bytes, authorities: Authorities) -> None:
    assert examine(content, authorities.trust, {}).verdict is Verdict.UNREADABLE


def test_the_child_says_the_same(authorities: Authorities, endorsed: bytes) -> None:
    in_child = judge(read_in_child(endorsed, authorities.trust), authorities.known)
    assert in_child == examine(endorsed, authorities.trust, authorities.known)
    assert in_child.verdict is Verdict.GENUINE


def test_a_bomb_ends_within_the_limits(authorities: Authorities) -> None:
    reading = read_in_child(flate_bomb(), authorities.trust)
    assert reading.signatures == ()


@pytest.mark.parametrize("name", ["مدينة 2030", "לוי (Sign)", "سعيد ]x"])
def test_a_foreign_name_that_mixes_directions_does_not_break_reading(
    name: str, authorities: Authorities, impostors: Authorities, printed: Print
) -> None:
    """Other authorities put such names into certificates; ours never do."""
    foreign = certificate_named(name, impostors.commission)
    forged = sign(
        printed.pdf,
        "sig-mayor",
        foreign,
        chain=impostors.chain,
        stamps=impostors.stamps,
    )
    proof = judge(read_in_child(forged, authorities.trust), authorities.known)
    assert proof.verdict is Verdict.IMPOSTOR
    assert proof.signatures[0].facts.claimed_name == name
