"""How a PDF is signed (PAdES) and sealed, with pyHanko: the press's side of ``seal``.

Only incremental updates: what was signed before stays byte for byte. The first signature certifies
the document, so that only further signatures may follow. Imported in the press alone.
"""

import asyncio
import io
from datetime import datetime

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    PdfSigningSession,
    PdfTimeStamper,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.core import clock
from portal.signing.certificates import Credential, asn1, load_key
from portal.signing.seal import Chain, Evidence, SealingError
from portal.signing.timestamps import sign_bytes

_SIGNATURE_ROOM = 24_576
_SIGNATURE_ROOM_OUTSIDE = 49_152
"""Hexadecimal digits kept free; an outside time stamp may bring a long chain of certificates."""

_EVIDENCE_FIRST = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
"""The time stamp must be the last thing in the file, so that it covers the whole."""


def sign(
    pdf: bytes,
    field: str,
    signer: Credential,
    *,
    chain: Chain,
    timestamper: TimeStamper,
    stamp_pdf: bytes | None,
    evidence: Evidence | None,
    reason: str | None,
    location: str | None,
    at: datetime,
) -> bytes:
    """Sign into an existing empty field. Raises SealingError."""
    stamp = None if stamp_pdf is None else _StampPage(stamp_pdf, evidence, at)
    try:
        return _sign(pdf, field, signer, chain, timestamper, stamp, reason, location, at)
    except (
        SigningError,
        PdfError,
        PathError,
        ValidationError,
        OSError,
        ValueError,
        KeyError,
    ) as error:
        raise SealingError(f"{field} cannot be signed: {error}") from error


def seal_for_long_term(
    pdf: bytes, *, chain: Chain, timestamper: TimeStamper, timestamp_field: str | None
) -> bytes:
    """Add the evidence of every signature and a document time stamp. Raises SealingError."""
    try:
        return asyncio.run(_seal_for_long_term(pdf, chain, timestamper, timestamp_field))
    except (
        SigningError,
        SignatureValidationError,
        PdfError,
        PathError,
        ValidationError,
        OSError,
        ValueError,
        KeyError,
    ) as error:
        raise SealingError(f"the document cannot be sealed: {error}") from error


def _sign(
    pdf: bytes,
    field: str,
    signer: Credential,
    chain: Chain,
    timestamper: TimeStamper,
    stamp: "_StampPage | None",
    reason: str | None,
    location: str | None,
    at: datetime,
) -> bytes:
    writer = _Writer(io.BytesIO(_with_line_end(pdf)))
    is_first = not writer.prev.embedded_signatures
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
        certify=is_first,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    pdf_signer = _TimedSigner(
        meta,
        signer=_LoadedSigner(signer, chain),
        timestamper=timestamper,
        stamp_style=_stamp_style(stamp),
    )
    pdf_signer.signing_time = at
    is_outside = isinstance(timestamper, HTTPTimeStamper)
    out = io.BytesIO()
    pdf_signer.sign_pdf(
        writer,
        existing_fields_only=True,
        bytes_reserved=_SIGNATURE_ROOM_OUTSIDE if is_outside else _SIGNATURE_ROOM,
        output=out,
    )
    return out.getvalue()


async def _seal_for_long_term(
    pdf: bytes, chain: Chain, timestamper: TimeStamper, timestamp_field: str | None
) -> bytes:
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise SigningError("there is no signature to preserve")
    context = _context(chain)
    writer = _Writer(io.BytesIO(_with_line_end(pdf)))
    is_outside = bool(chain.timestamp_roots_pem)
    for signature in signatures:
        paths = await collect_validation_info(signature, context, skip_timestamp=is_outside)
        DocumentSecurityStore.supply_dss_in_writer(
            writer, signature.pkcs7_content.hex().encode(), paths=paths, validation_context=context
        )
    stamping = PdfTimeStamper(timestamper, field_name=timestamp_field or _free_field(reader))
    out = io.BytesIO()
    await stamping.async_timestamp_pdf(
        writer,
        "sha256",
        validation_context=_stamps_context(chain) if is_outside else context,
        output=out,
        dss_settings=_EVIDENCE_FIRST,
    )
    return out.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata alone: rewriting it would drop the declaration of PDF/A and PDF/UA."""

    def _update_meta(self) -> None:
        return


class _StampPage(PdfContent):
    """The only page of a PDF, taken from memory as the appearance of a field."""

    def __init__(self, stamp_pdf: bytes, evidence: Evidence | None, at: datetime) -> None:
        super().__init__()
        self._stamp_pdf = stamp_pdf
        self._evidence = evidence
        self._at = at

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(
            PdfFileReader(io.BytesIO(self._stamp_pdf))
        )
        self.resources.xobject["/Stamp"] = page
        if self._evidence is not None:
            page.get_object()["/AF"] = generic.ArrayObject([self._embedded(self._evidence)])
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"

    def _embedded(self, evidence: Evidence) -> generic.IndirectObject:
        writer = self._ensure_writer
        content = EmbeddedFileObject.from_file_data(
            writer,
            evidence.content,
            mime_type=evidence.media_type,
            params=EmbeddedFileParams(modification_date=self._at),
        )
        name = FileSpec(
            file_spec_string=evidence.name,
            file_name=evidence.name,
            embedded_data=content,
            description=evidence.description,
            af_relationship=generic.pdf_name("/Source"),
        )
        return writer.add_object(name.as_pdf_object())


class _LoadedSigner(signers.SimpleSigner):
    """A signer whose key is loaded once, not for every signature."""

    def __init__(self, credential: Credential, chain: Chain) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([asn1(pem) for pem in (chain.root_pem, *chain.authorities_pem)])
        super().__init__(
            signing_cert=asn1(credential.certificate_pem),
            signing_key=asn1_keys.PrivateKeyInfo.load(credential.private_key),
            cert_registry=store,
        )
        self._loaded_key = load_key(credential)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise SigningError("only SHA-256 is used here")
        return sign_bytes(self._loaded_key, data)


class _TimedSigner(signers.PdfSigner):
    """Writes the time it is given instead of reading a clock of its own."""

    signing_time: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.signing_time
        return session


def _context(chain: Chain) -> ValidationContext:
    return ValidationContext(
        moment=clock.now(),
        trust_roots=[asn1(chain.root_pem)],
        other_certs=[asn1(pem) for pem in chain.authorities_pem],
        crls=[asn1_crl.CertificateList.load(der) for der in chain.revocation_lists],
        allow_fetching=False,
        revocation_mode="require",
    )


def _stamps_context(chain: Chain) -> ValidationContext:
    """For an outside server: its own root is believed, its revocation lists are not at hand."""
    return ValidationContext(
        moment=clock.now(),
        trust_roots=[asn1(pem) for pem in chain.timestamp_roots_pem],
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _stamp_style(stamp: _StampPage | None) -> StaticStampStyle | None:
    if stamp is None:
        return None
    filling = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MID,
        y_align=layout.AxisAlignment.ALIGN_MID,
        inner_content_scaling=layout.InnerScaling.STRETCH_FILL,
    )
    return StaticStampStyle(
        background=stamp,
        background_layout=filling,
        background_opacity=1.0,
        border_width=0,
    )


def _with_line_end(pdf: bytes) -> bytes:
    """A new object glued to ``%%EOF`` would violate PDF/A."""
    return pdf if pdf.endswith(b"\n") else pdf + b"\n"


def _free_field(reader: PdfFileReader) -> str:
    """The next empty field without an extent: laid out for a time stamp."""
    for name, value, reference in fields.enumerate_sig_fields(reader):
        left, _, right, _ = (float(edge) for edge in reference.get_object()["/Rect"])
        if value is None and left == right:
            return str(name)
    raise SigningError("no field is left for a time stamp")
