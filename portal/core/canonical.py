"""The one spelling of a value whose digest is taken: whoever computes it later finds the same."""

import json


def canonical_json(value: object) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8. Raises ValueError for what is no number."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()
