"""What a form to fill in carries, unseen: whose it is, for which version, what stood in it.

Signed by the portal, so that a file cannot claim to be another application's. It is no secret and
opens nothing: who may send a file back is decided by the sender's own scope.
"""

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_SHORT = 10
"""Signs of the mark of an answer: enough to see that it is another one."""


@dataclass(frozen=True)
class FormToken:
    """The facts of one copy of the form."""

    commission_id: int
    application_id: uuid.UUID | None
    """None: a blank form, for any application."""
    form_version: str
    language: str
    """In which its numbers are written."""
    made_at: datetime
    marks: Mapping[str, str]
    """``{"section/field": mark}`` of the answers it was filled with beforehand."""


def mark_of(value: Any) -> str:
    """A short mark by which an answer is known again."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]


def write_token(token: FormToken, key: bytes) -> str:
    """The token as text."""
    facts = {
        "c": token.commission_id,
        "a": str(token.application_id or ""),
        "f": token.form_version,
        "l": token.language,
        "m": token.made_at.isoformat(),
        "b": dict(token.marks),
    }
    body = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    return f"{_text(body)}.{_text(_proof(body, key))}"


def read_token(text: str, key: bytes) -> FormToken | None:
    """The facts of a token this portal wrote; None for any other text."""
    body, _, proof = text.strip().partition(".")
    try:
        written = _bytes(body)
        if not hmac.compare_digest(_bytes(proof), _proof(written, key)):
            return None
        facts = json.loads(written)
        return FormToken(
            commission_id=facts["c"],
            application_id=uuid.UUID(facts["a"]) if facts["a"] else None,
            form_version=facts["f"],
            language=facts["l"],
            made_at=datetime.fromisoformat(facts["m"]),
            marks=facts["b"],
        )
    except (ValueError, KeyError, TypeError):
        return None


def _proof(body: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"offline form\0" + body, hashlib.sha256)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
