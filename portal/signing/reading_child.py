"""The child process that reads signatures; run as ``python -m``, answers in JSON."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from portal.core.confinement import serve_confined
from portal.signing.reading import Reading, SignatureFacts, Traces, TrustAnchors, read_signatures


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


def _work(pdf: bytes, arguments: dict[str, Any]) -> bytes:
    trust = TrustAnchors(tuple(arguments["roots"]), tuple(arguments["timestamp_roots"]))
    return to_json(read_signatures(pdf, trust))


if __name__ == "__main__":
    serve_confined(_work)
