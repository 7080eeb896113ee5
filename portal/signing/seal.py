"""Signing a PDF (PAdES) into a field that was laid out beforehand, and sealing it for decades.

Only incremental updates: what was signed before stays byte for byte. The first signature certifies
the document, so that only further signatures may follow. Knows no workflow and asks for no right.
Done in the press (``core.press``), which alone loads pyHanko.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.core import clock
from portal.core.press import at_press
from portal.signing.certificates import Credential

Level = Literal["B-T", "B-LTA"]


class SealingError(RuntimeError):
    """The document cannot be signed: no such field, already signed, revoked, or a broken list."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that a signature carries with it: the scan of a page signed by hand."""

    name: str
    media_type: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What stands behind a signer: root, further authorities (PEM) and their lists (DER)."""

    root_pem: str
    authorities_pem: tuple[str, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()
    timestamp_roots_pem: tuple[str, ...] = ()
    """Roots of an outside time-stamp server; empty: the stamps are our own."""


@dataclass(frozen=True, slots=True)
class StampSource:
    """Where time stamps come from: an RFC 3161 server, or the portal's own authority."""

    url: str = ""
    credential: Credential | None = None


def sign(
    pdf: bytes,
    field: str,
    signer: Credential,
    *,
    chain: Chain,
    stamps: StampSource,
    stamp_pdf: bytes | None = None,
    evidence: Evidence | None = None,
    reason: str | None = None,
    location: str | None = None,
    level: Level = "B-T",
    timestamp_field: str | None = None,
    at: datetime | None = None,
) -> bytes:
    """Sign into an existing empty field. Raises SealingError; the input is never changed.

    ``stamp_pdf`` is a one-page PDF drawn into the field, ``evidence`` a file associated with that
    drawing (PDF/A-3): the list of attachments of a signed document may not change any more.
    ``timestamp_field`` is needed for B-LTA.
    """
    signed = _signed(
        pdf, field, signer, chain, stamps, stamp_pdf, evidence, reason, location, at or clock.now()
    )
    if level == "B-LTA":
        return seal_for_long_term(
            signed, chain=chain, stamps=stamps, timestamp_field=timestamp_field
        )
    return signed


@at_press
def seal_for_long_term(
    pdf: bytes, *, chain: Chain, stamps: StampSource, timestamp_field: str | None = None
) -> bytes:
    """Add the evidence of every signature and a document time stamp (PAdES B-LTA).

    Needs current revocation lists of all authorities. Raises SealingError if a signer is revoked.
    ``timestamp_field`` is an empty field laid out beforehand; without one the next free is taken.
    """
    from portal.signing import pades
    from portal.signing.timestamps import timestamper_of

    return pades.seal_for_long_term(
        pdf, chain=chain, timestamper=timestamper_of(stamps), timestamp_field=timestamp_field
    )


@at_press
def _signed(
    pdf: bytes,
    field: str,
    signer: Credential,
    chain: Chain,
    stamps: StampSource,
    stamp_pdf: bytes | None,
    evidence: Evidence | None,
    reason: str | None,
    location: str | None,
    at: datetime,
) -> bytes:
    from portal.signing import pades
    from portal.signing.timestamps import timestamper_of

    return pades.sign(
        pdf,
        field,
        signer,
        chain=chain,
        timestamper=timestamper_of(stamps),
        stamp_pdf=stamp_pdf,
        evidence=evidence,
        reason=reason,
        location=location,
        at=at,
    )
