"""The child process that reads signatures; run as ``python -m``, answers in JSON."""

from typing import Any

from portal.core.confinement import serve_confined
from portal.signing.findings import TrustAnchors, to_json
from portal.signing.reading import read_signatures


def _work(pdf: bytes, arguments: dict[str, Any]) -> bytes:
    trust = TrustAnchors(tuple(arguments["roots"]), tuple(arguments["timestamp_roots"]))
    return to_json(read_signatures(pdf, trust))


if __name__ == "__main__":
    serve_confined(_work)
