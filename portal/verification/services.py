"""Is this document genuine, who signed it, and what is it worth today?

Reads public facts only. Unknown and malformed codes answer alike. A name in a certificate proves
nothing: signatures are recognised by the fingerprints of certificates this portal issued.
"""

import hashlib
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.commissions.models import Commission
from portal.core.codes import clean_code
from portal.core.unit_of_work import Work
from portal.signing.findings import Reading, TrustAnchors
from portal.signing.keyring import timestamp_roots
from portal.signing.models import (
    NETWORK_PART,
    Method,
    Part,
    PublicCertificate,
    PublicDocument,
    PublicSeal,
    SealStatus,
)
from portal.signing.proof import KnownCertificate, ProvedSignature, Verdict, judge, read_in_child
from portal.verification.verdicts import Answer, Finding, SealFacts, Signer

OpenWork = Callable[[], AbstractContextManager[Work]]
ROOT_PURPOSE = "root"
RECEIPT = "receipt"
"""Kind of a public document that bears no signature of its own."""
_SHA256 = re.compile("[0-9a-f]{64}")
_few_at_once = threading.BoundedSemaphore(2)
"""Children that read foreign files, per process: each may take a processor and much memory."""
_PARTS = {"mayor": Part.MAYOR, "signatory": Part.COMMISSION, "network_seal": NETWORK_PART}


def find_seal(work: Work, typed_code: str) -> SealFacts | None:
    """The public facts of a code as somebody typed it; None if there are none."""
    code = clean_code(typed_code) or ""
    row = work.session.execute(
        select(PublicSeal, Commission.names, Commission.languages)
        .join(Commission, Commission.commission_id == PublicSeal.commission_id)
        .where(PublicSeal.code == code)
    ).first()
    if row is None:
        return None
    seal, names, languages = row
    signers = tuple(_recorded(facts) for facts in seal.facts.get("signatures", []))
    membership = seal.facts.get("membership")
    return SealFacts(
        code=seal.code,
        reference=seal.reference,
        city_name=seal.city_name,
        commission_names=dict(names),
        commission_languages=tuple(languages),
        submission_number=seal.submission_number,
        answers_digest=seal.answers_digest,
        status=seal.status,
        status_since=seal.status_since,
        signers=_without_revoked(work, signers),
        **(_membership(membership) if membership else {"admitted_on": None}),
    )


def _membership(facts: dict[str, str]) -> dict[str, Any]:
    since = facts.get("since")
    return {
        "admitted_on": date.fromisoformat(facts["admitted_on"]),
        "member_status": facts.get("status", ""),
        "member_since": date.fromisoformat(since) if since else None,
    }


def find_digest(work: Work, typed: str) -> SealFacts | None:
    """The public facts of a SHA-256 as a receipt bears it: of a file of ours or of answers."""
    digest = "".join(typed.split()).lower()
    if not _SHA256.fullmatch(digest):
        return None
    of_a_file = select(PublicDocument.code).where(PublicDocument.sha256 == digest)
    of_answers = (
        select(PublicSeal.code)
        .where(PublicSeal.answers_digest == digest)
        .order_by(PublicSeal.status_since.desc(), PublicSeal.code)
    )
    code = work.session.scalar(of_a_file.limit(1)) or work.session.scalar(of_answers.limit(1))
    return find_seal(work, code) if code else None


def verify_file(data: bytes, open_work: OpenWork) -> Finding:
    """Say what a file is. Always answers; reads a hostile file in a confined child.

    ``open_work`` opens a unit of work: none is held while the child reads.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with open_work() as work:
        known = _issued_file(work, sha256)
        trust = _trust_anchors(work)
    if known is not None:
        return known
    with _few_at_once:
        reading = read_in_child(data, trust)
    with open_work() as work:
        return _judged(work, reading, sha256)


def _issued_file(work: Work, sha256: str) -> Finding | None:
    """The finding for a file that is byte for byte one we issued."""
    issued = work.session.scalars(
        select(PublicDocument).where(PublicDocument.sha256 == sha256)
    ).first()
    seal = find_seal(work, issued.code) if issued else None
    if issued is None or seal is None:
        return None
    if issued.kind == RECEIPT:
        return Finding(Answer.UNCHANGED, sha256, seal=seal, received_at=issued.issued_at)
    signers = tuple(signer for signer in seal.signers if _is_in(signer, issued.issued_at))
    if seal.admitted_on is not None:
        signers, seal = signers[-1:], _newest(work, seal, issued)
    was_revoked = any(not signer.is_valid and signer.voided_at is None for signer in signers)
    answer = Answer.REVOKED if was_revoked else Answer.UNCHANGED
    return Finding(answer, sha256, seal=_worth(seal, signers), signers=signers)


def _newest(work: Work, seal: SealFacts, issued: PublicDocument) -> SealFacts:
    """The record of a certificate of membership: superseded if it was made anew since."""
    newer_at = work.session.scalar(
        select(PublicDocument.issued_at)
        .where(
            PublicDocument.commission_id == issued.commission_id,
            PublicDocument.code == issued.code,
            PublicDocument.issued_at > issued.issued_at,
        )
        .order_by(PublicDocument.issued_at.desc())
        .limit(1)
    )
    if newer_at is None or seal.status is not SealStatus.CURRENT:
        return seal
    return replace(seal, status=SealStatus.SUPERSEDED, status_since=newer_at)


def _is_in(signer: Signer, issued_at: datetime) -> bool:
    """Whether a file issued then holds the signature: made before, and not yet withdrawn."""
    if signer.signed_at is None or signer.signed_at > issued_at:
        return False
    return signer.voided_at is None or signer.voided_at > issued_at


def _worth(seal: SealFacts, signers: tuple[Signer, ...]) -> SealFacts:
    """The record of one of a submission's files: withdrawn if a signature in it was.

    The submission may have been endorsed anew since, which is another file.
    """
    voided = [signer.voided_at for signer in signers if signer.voided_at is not None]
    if seal.status is not SealStatus.CURRENT or not voided:
        return seal
    return replace(seal, status=SealStatus.WITHDRAWN, status_since=max(voided))


def _trust_anchors(work: Work) -> TrustAnchors:
    roots = work.session.scalars(
        select(PublicCertificate.certificate_pem)
        .where(PublicCertificate.purpose == ROOT_PURPOSE)
        .order_by(PublicCertificate.issued_at, PublicCertificate.fingerprint)
    )
    return TrustAnchors(roots_pem=tuple(roots), timestamp_roots_pem=timestamp_roots())


_ANSWERS = {
    # Its signatures hold, yet no file we issued has these bytes: something was put where no
    # signature looks, such as the room left behind a signature.
    Verdict.GENUINE: Answer.CHANGED,
    Verdict.REVOKED: Answer.CHANGED,
    Verdict.CHANGED: Answer.CHANGED,
    Verdict.IMPOSTOR: Answer.IMITATION,
    Verdict.UNSIGNED: Answer.IMITATION,
}


def _judged(work: Work, reading: Reading, sha256: str) -> Finding:
    """The finding for a file that is not byte for byte one we issued: at best it was one."""
    proof = judge(reading, _known_certificates(work, reading.fingerprints))
    answer = _ANSWERS.get(proof.verdict, Answer.UNKNOWN)
    seal = find_seal(work, proof.traces.code) if proof.traces.code else None
    if proof.verdict in (Verdict.GENUINE, Verdict.REVOKED):
        seal = seal if seal and _signed_here(seal, proof.signatures) else None
    if answer is Answer.CHANGED and seal is None and not proof.signatures:
        answer = Answer.UNKNOWN
    signers = tuple(_proved(entry, seal) for entry in proof.signatures if entry.known)
    if answer is Answer.CHANGED:  # whoever signed did not sign the file as it is now
        signers = tuple(replace(signer, is_valid=False) for signer in signers)
    return Finding(answer, sha256, seal=seal, signers=signers)


def _known_certificates(work: Work, fingerprints: Iterable[str]) -> dict[str, KnownCertificate]:
    rows = work.session.execute(
        select(
            PublicCertificate.fingerprint,
            PublicCertificate.holder,
            PublicCertificate.office,
            PublicCertificate.purpose,
            PublicCertificate.revoked_at,
        ).where(PublicCertificate.fingerprint.in_(sorted(fingerprints)))
    )
    return {
        row.fingerprint: KnownCertificate(row.holder, row.office, row.purpose, row.revoked_at)
        for row in rows
    }


def _signed_here(seal: SealFacts, signatures: tuple[ProvedSignature, ...]) -> bool:
    """Whether the record of the code a file claims names one of the file's certificates."""
    recorded = {signer.fingerprint for signer in seal.signers}
    return any(entry.facts.fingerprint in recorded for entry in signatures)


def _recorded(facts: dict[str, Any]) -> Signer:
    voided_at = facts.get("voided_at")
    return Signer(
        part=facts["part"],
        method=facts["method"],
        name=facts["name"],
        office=facts["office"],
        signed_at=datetime.fromisoformat(facts["signed_at"]),
        is_valid=voided_at is None,
        voided_at=datetime.fromisoformat(voided_at) if voided_at else None,
        fingerprint=facts.get("fingerprint", ""),
        attested_by=facts.get("attested_by", ""),
        attested_office=facts.get("attested_office", ""),
        written_on=date.fromisoformat(facts["written_on"]) if facts.get("written_on") else None,
        acting_for=facts.get("acting_for", ""),
        acting_for_office=facts.get("acting_for_office", ""),
        mandate_sha256=facts.get("mandate_sha256", ""),
        stamp_sha256=facts.get("stamp_sha256", ""),
    )


def _without_revoked(work: Work, signers: tuple[Signer, ...]) -> tuple[Signer, ...]:
    """The signers, those invalid whose certificate was revoked before they signed."""
    fingerprints = {signer.fingerprint for signer in signers} - {""}
    known = _known_certificates(work, fingerprints) if fingerprints else {}
    return tuple(
        replace(signer, is_valid=signer.is_valid and not _was_revoked(signer, known))
        for signer in signers
    )


def _was_revoked(signer: Signer, known: dict[str, KnownCertificate]) -> bool:
    certificate = known.get(signer.fingerprint)
    if certificate is None or certificate.revoked_at is None or signer.signed_at is None:
        return False
    return signer.signed_at >= certificate.revoked_at


def _proved(entry: ProvedSignature, seal: SealFacts | None) -> Signer:
    """A signature of the file, in the words of our own records of it."""
    assert entry.known is not None
    fingerprint = entry.facts.fingerprint
    for recorded in seal.signers if seal else ():
        if recorded.fingerprint == fingerprint:
            return replace(recorded, is_valid=recorded.is_valid and entry.is_valid)
    return Signer(
        part=str(_PARTS.get(entry.known.purpose, "")),
        method=str(Method.ELECTRONIC),
        name=entry.known.holder,
        office=entry.known.office,
        signed_at=entry.facts.timestamp_at,
        is_valid=entry.is_valid,
        fingerprint=fingerprint,
    )
