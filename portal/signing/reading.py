"""What the signatures in a PDF say, checked against our roots. Facts, not yet a verdict.

The file is hostile: call this in a child process (see proof.py). A common name is what somebody
wrote into a certificate; only the fingerprint identifies. Later changes beyond signatures count.
"""

import io
import logging
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from portal.core.codes import clean_code
from portal.signing.certificates import asn1
from portal.signing.changes import CHANGE_POLICY
from portal.signing.findings import Reading, SignatureFacts, Traces, TrustAnchors

ANSWERS_FILE = "application.json"
_MAX_SIGNATURES = 20
_HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


def read_signatures(pdf: bytes, trust: TrustAnchors) -> Reading:
    """Check every signature in a file. Never raises for what is in the file."""
    logging.disable(logging.CRITICAL)
    _tolerate_foreign_names()
    traces = _guarded_traces(pdf)
    try:
        facts = tuple(_facts(PdfFileReader(io.BytesIO(pdf)), trust))
    except Exception as error:
        return Reading(False, traces=traces, problem=_short(error))
    return Reading(True, facts, traces)


def _facts(reader: PdfFileReader, trust: TrustAnchors) -> Iterator[SignatureFacts]:
    signatures = reader.embedded_signatures
    if len(signatures) > _MAX_SIGNATURES:
        raise ValueError("too many signatures")
    for signature in signatures:
        is_timestamp = signature.sig_object_type == "/DocTimeStamp"
        try:
            yield _stamp_facts(signature, trust) if is_timestamp else _sign_facts(signature, trust)
        except Exception as error:
            yield _broken(signature, is_timestamp, error)


def _sign_facts(signature: EmbeddedPdfSignature, trust: TrustAnchors) -> SignatureFacts:
    moment = _unproved_time(signature)
    status = validate_pdf_signature(
        signature,
        _context(trust.roots_pem, moment),
        _context((*trust.roots_pem, *trust.timestamp_roots_pem), None),
        diff_policy=CHANGE_POLICY,
    )
    stamp = status.timestamp_validity
    stamped_at = None
    if stamp is not None and stamp.valid and stamp.intact and stamp.trusted:
        stamped_at = stamp.timestamp
    return SignatureFacts(
        field=str(signature.field_name),
        is_timestamp=False,
        claimed_name=_common_name(signature.signer_cert),
        fingerprint=signature.signer_cert.sha256.hex(),
        claimed_at=signature.self_reported_timestamp,
        timestamp_at=stamped_at,
        is_intact=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        has_later_changes=_has_later_changes(status),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        problem="" if status.trusted else str(status.trust_problem_indic or "untrusted"),
    )


def _stamp_facts(signature: EmbeddedPdfSignature, trust: TrustAnchors) -> SignatureFacts:
    status = validate_pdf_timestamp(
        signature,
        _context((*trust.roots_pem, *trust.timestamp_roots_pem), None),
        diff_policy=CHANGE_POLICY,
    )
    is_good = bool(status.intact and status.valid and status.trusted)
    return SignatureFacts(
        field=str(signature.field_name),
        is_timestamp=True,
        claimed_name=_common_name(signature.signer_cert),
        fingerprint=signature.signer_cert.sha256.hex(),
        claimed_at=status.timestamp,
        timestamp_at=status.timestamp if is_good else None,
        is_intact=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        has_later_changes=_has_later_changes(status),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def _broken(
    signature: EmbeddedPdfSignature, is_timestamp: bool, error: Exception
) -> SignatureFacts:
    try:
        certificate = signature.signer_cert
        name, fingerprint = _common_name(certificate), certificate.sha256.hex()
    except Exception:
        name, fingerprint = "", ""
    return SignatureFacts(
        field=str(signature.field_name),
        is_timestamp=is_timestamp,
        claimed_name=name,
        fingerprint=fingerprint,
        claimed_at=None,
        timestamp_at=None,
        is_intact=False,
        is_trusted=False,
        has_later_changes=True,
        covers_whole_file=False,
        problem=_short(error),
    )


def _has_later_changes(status: Any) -> bool:
    covers_revision = status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    )
    is_allowed = status.docmdp_ok is not False and status.modification_level in _HARMLESS
    return not (covers_revision and is_allowed)


def _context(roots_pem: tuple[str, ...], moment: datetime | None) -> ValidationContext:
    """Offline. Revocation is judged from our own records, by fingerprint (see proof.py)."""
    return ValidationContext(
        trust_roots=[asn1(pem) for pem in roots_pem],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
    )


def _unproved_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """The time in the attached stamp. It counts only where the stamp itself proves valid."""
    stamp = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    if stamp is None:
        return None
    time = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return time if isinstance(time, datetime) else None


def _common_name(certificate: asn1_x509.Certificate) -> str:
    native = certificate.subject.native
    name = native.get("common_name") or native.get("organization_name") or ""
    return str(name)[:200]


def _guarded_traces(pdf: bytes) -> Traces:
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return _traces(opened)
    except Exception:
        return Traces()


def _traces(pdf: pikepdf.Pdf) -> Traces:
    keywords = str(pdf.docinfo.get("/Keywords", "")) if "/Info" in pdf.trailer else ""
    words = [word.strip() for word in keywords.split(",")]
    codes = [code for code in map(clean_code, words) if code]
    if not codes:
        return Traces(has_answers=ANSWERS_FILE in pdf.attachments)
    return Traces(codes[0], words[0][:40], ANSWERS_FILE in pdf.attachments)


def _tolerate_foreign_names() -> None:
    """asn1crypto fails on names that mix directions; such a certificate is foreign, not fatal."""
    kind = asn1_x509.NameTypeAndValue
    strict = kind._ldap_string_prep
    if getattr(strict, "is_tolerant", False):
        return

    def tolerant(self: Any, text: str) -> str:
        try:
            return str(strict(self, text))
        except ValueError:
            return " " + unicodedata.normalize("NFKC", text).casefold().strip() + " "

    tolerant.is_tolerant = True  # type: ignore[attr-defined]
    kind._ldap_string_prep = tolerant


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:160]
