"""Is this document genuine? The verdict over a file that anybody may have handed in.

A signature counts only if its certificate is one we issued, found by fingerprint, valid at the time
of a trusted time stamp, and the last signature covers the whole file. Never by a name.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.signing.findings import Reading, SignatureFacts, Traces, TrustAnchors, from_json

CONFINES = Confines(cpu_seconds=12, wall_seconds=18, memory_mib=1024, output_mib=4)


class Verdict(enum.StrEnum):
    """What the public page says of a file."""

    GENUINE = "genuine"
    """Every signature is ours and nothing was changed since."""
    CHANGED = "changed"
    """Our document and our signature, but it was changed afterwards."""
    REVOKED = "revoked"
    """Unchanged, but a certificate had been revoked when it was used."""
    IMPOSTOR = "impostor"
    """It looks like our document, but nobody we know signed it."""
    UNSIGNED = "unsigned"
    """It looks like our print and bears no signature."""
    FOREIGN = "foreign"
    """Not one of ours."""
    UNREADABLE = "unreadable"
    """Not a PDF that can be read."""


@dataclass(frozen=True, slots=True)
class KnownCertificate:
    """A certificate that this portal issued, from its own records."""

    holder: str
    office: str
    purpose: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProvedSignature:
    """One signature with what our records know of its certificate."""

    facts: SignatureFacts
    known: KnownCertificate | None
    is_valid: bool
    """Intact, ours, trusted at a proved time and not revoked before it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict and everything it rests on."""

    verdict: Verdict
    signatures: tuple[ProvedSignature, ...]
    timestamps: tuple[SignatureFacts, ...]
    covers_whole_file: bool
    traces: Traces
    problem: str = ""


def read_in_child(pdf: bytes, trust: TrustAnchors, *, confines: Confines = CONFINES) -> Reading:
    """The facts of a hostile file; look its fingerprints up, then ``judge``."""
    if b"%PDF-" not in pdf[:1024]:
        return Reading(False, problem="not a PDF")
    arguments: dict[str, object] = {
        "roots": trust.roots_pem,
        "timestamp_roots": trust.timestamp_roots_pem,
    }
    try:
        answer = run_confined(
            "portal.signing.reading_child", pdf, arguments=arguments, confines=confines
        )
        return from_json(answer)
    except ConfinedError as error:
        return Reading(False, problem=f"stopped: {error.reason}")
    except (ValueError, KeyError, TypeError):
        return Reading(False, problem="no answer")


def judge(reading: Reading, known_fingerprints: Mapping[str, KnownCertificate]) -> Proof:
    """The verdict over a reading, with the certificates that our records know."""
    signatures = tuple(
        _proved(facts, known_fingerprints.get(facts.fingerprint))
        for facts in reading.signatures
        if not facts.is_timestamp
    )
    stamps = tuple(facts for facts in reading.signatures if facts.is_timestamp)
    covers = bool(reading.signatures) and reading.signatures[-1].covers_whole_file
    return Proof(
        verdict=_verdict(reading, signatures, stamps, covers),
        signatures=signatures,
        timestamps=stamps,
        covers_whole_file=covers,
        traces=reading.traces,
        problem=reading.problem,
    )


def _proved(facts: SignatureFacts, known: KnownCertificate | None) -> ProvedSignature:
    is_valid = (
        known is not None
        and facts.is_intact
        and facts.is_trusted
        and not facts.has_later_changes
        and facts.timestamp_at is not None
        and not _was_revoked(facts, known)
    )
    return ProvedSignature(facts, known, is_valid)


def _was_revoked(facts: SignatureFacts, known: KnownCertificate) -> bool:
    if known.revoked_at is None:
        return False
    return facts.timestamp_at is None or facts.timestamp_at >= known.revoked_at


def _verdict(
    reading: Reading,
    signatures: tuple[ProvedSignature, ...],
    stamps: tuple[SignatureFacts, ...],
    covers_whole_file: bool,
) -> Verdict:
    has_known = any(entry.known is not None for entry in signatures)
    if not has_known:
        return _stranger(reading, has_signatures=bool(signatures))
    stamps_hold = all(
        stamp.is_intact and stamp.is_trusted and not stamp.has_later_changes for stamp in stamps
    )
    if all(entry.is_valid for entry in signatures) and stamps_hold and covers_whole_file:
        return Verdict.GENUINE
    only_revoked = (
        covers_whole_file
        and stamps_hold
        and all(entry.is_valid or _fails_by_revocation(entry) for entry in signatures)
    )
    return Verdict.REVOKED if only_revoked else Verdict.CHANGED


def _stranger(reading: Reading, *, has_signatures: bool) -> Verdict:
    if reading.traces:
        if not reading.is_readable:
            return Verdict.CHANGED
        return Verdict.IMPOSTOR if has_signatures else Verdict.UNSIGNED
    return Verdict.FOREIGN if reading.is_readable else Verdict.UNREADABLE


def _fails_by_revocation(entry: ProvedSignature) -> bool:
    facts = entry.facts
    return (
        entry.known is not None
        and facts.is_intact
        and facts.is_trusted
        and not facts.has_later_changes
        and _was_revoked(facts, entry.known)
    )
