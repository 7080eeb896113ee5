"""What was found in a signed file, and whom we believe: plain values that travel as JSON."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class TrustAnchors:
    """Whom we believe: our roots, and the roots of outside time-stamp servers, as PEM."""

    roots_pem: tuple[str, ...]
    timestamp_roots_pem: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature, or one document time stamp (``is_timestamp``)."""

    field: str
    is_timestamp: bool
    claimed_name: str
    """From the certificate; never proof of anything by itself."""
    fingerprint: str
    claimed_at: datetime | None
    timestamp_at: datetime | None
    """From a valid time stamp of somebody we believe."""
    is_intact: bool
    """The signed bytes are unchanged and the signature is that certificate's."""
    is_trusted: bool
    """The certificate leads to one of our roots and was valid at the time."""
    has_later_changes: bool
    """Something other than further signatures was changed afterwards."""
    covers_whole_file: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Traces:
    """What shows that a file began as one of our prints, even if it was changed since. Claims."""

    code: str | None = None
    reference: str | None = None
    has_answers: bool = False

    def __bool__(self) -> bool:
        return self.code is not None or self.has_answers


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in a file; ``is_readable`` is False if its structure is broken."""

    is_readable: bool
    signatures: tuple[SignatureFacts, ...] = ()
    traces: Traces = Traces()
    problem: str = ""

    @property
    def fingerprints(self) -> frozenset[str]:
        """Certificates to look up."""
        return frozenset(fact.fingerprint for fact in self.signatures if fact.fingerprint)


def to_json(reading: Reading) -> bytes:
    """A reading as JSON."""
    return json.dumps(asdict(reading), default=datetime.isoformat).encode()


def from_json(text: bytes) -> Reading:
    """The reading that ``to_json`` wrote. Raises ValueError, KeyError or TypeError otherwise."""
    data = json.loads(text)
    return Reading(
        is_readable=bool(data["is_readable"]),
        signatures=tuple(_signature(entry) for entry in data["signatures"]),
        traces=Traces(**data["traces"]),
        problem=str(data["problem"]),
    )


def _signature(entry: dict[str, Any]) -> SignatureFacts:
    times = {
        key: datetime.fromisoformat(entry[key]) if entry[key] else None
        for key in ("claimed_at", "timestamp_at")
    }
    return SignatureFacts(**{**entry, **times})
