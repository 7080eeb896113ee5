"""The three verdicts about a document: is it ours and unchanged, who signed, what is it worth?"""

import enum
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.signing.models import SealStatus


class Answer(enum.StrEnum):
    """The first of the three verdicts: whether the file is ours and unchanged."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    """Our document, but somebody changed it after it was signed."""
    REVOKED = "revoked"
    """Unchanged, but a certificate had been revoked before it was used."""
    IMITATION = "imitation"
    """It bears our marks, but nobody we know signed it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Signer:
    """The second verdict: who signed, in which office."""

    part: str
    method: str
    name: str
    office: str
    signed_at: datetime | None
    is_valid: bool
    voided_at: datetime | None = None
    fingerprint: str = ""
    """Of the certificate; for a signature on paper that of whoever attests it."""
    attested_by: str = ""
    attested_office: str = ""
    written_on: date | None = None
    """The day that stands on the paper."""
    acting_for: str = ""
    """The mayor for whom somebody else signed with a mandate."""
    acting_for_office: str = ""
    mandate_sha256: str = ""
    stamp_sha256: str = ""
    """Of the stamp given with a signature on screen."""


@dataclass(frozen=True)
class SealFacts:
    """The third verdict: what the document is worth today, as the public record says."""

    code: str
    reference: str
    city_name: str
    commission_names: dict[str, str]
    commission_languages: tuple[str, ...]
    submission_number: int
    answers_digest: str
    status: SealStatus
    status_since: datetime
    signers: tuple[Signer, ...]
    admitted_on: date | None
    """Set for a certificate of membership."""
    member_status: str = ""
    """Of the member: active, inactive, left or removed; empty if the record does not say."""
    member_since: date | None = None


@dataclass(frozen=True)
class Finding:
    """All three verdicts about one file."""

    answer: Answer
    sha256: str
    seal: SealFacts | None = None
    signers: tuple[Signer, ...] = ()
    received_at: datetime | None = None
    """For a receipt: when the commission received what it confirms."""

    @property
    def is_ours(self) -> bool:
        """Whether this portal made the document."""
        return self.answer in (Answer.UNCHANGED, Answer.CHANGED, Answer.REVOKED)

    @property
    def is_unchanged(self) -> bool:
        """Whether it is as it was when it was signed."""
        return self.answer in (Answer.UNCHANGED, Answer.REVOKED)

    @property
    def status(self) -> str:
        """``current``, ``superseded``, ``withdrawn`` or ``unknown``."""
        return str(self.seal.status) if self.seal and self.is_ours else "unknown"


def as_plain(finding: Finding) -> dict[str, Any]:
    """The three verdicts as plain values, for machines."""
    return {
        "ours": finding.is_ours,
        "unchanged": finding.is_unchanged,
        "status": finding.status,
        "signatures": [_plain_signer(signer) for signer in finding.signers],
    }


def seal_as_plain(seal: SealFacts | None) -> dict[str, Any]:
    """What a code alone tells: of the document as it was issued, not of anybody's copy."""
    if seal is None:
        return {"ours": False, "unchanged": False, "status": "unknown", "signatures": []}
    return {
        "ours": True,
        "unchanged": True,
        "status": str(seal.status),
        "signatures": [_plain_signer(signer) for signer in seal.signers],
    }


def _plain_signer(signer: Signer) -> dict[str, Any]:
    return {
        "part": signer.part,
        "name": signer.name,
        "office": signer.office,
        "signed_at": signer.signed_at.isoformat() if signer.signed_at else None,
        "valid": signer.is_valid,
        "method": signer.method,
        "attested_by": signer.attested_by,
        "attested_office": signer.attested_office,
        "written_on": signer.written_on.isoformat() if signer.written_on else None,
        "acting_for": signer.acting_for,
        "acting_for_office": signer.acting_for_office,
    }
