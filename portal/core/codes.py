"""Identifiers and codes: time-ordered keys, secrets in links, codes people read and type."""

import hashlib
import secrets
import time
import uuid

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty signs; none of 0 O 1 I L U, which are misread on paper."""
CODE_LENGTH = 12


def new_id() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): made in the application, ordered by time."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def new_secret() -> str:
    """A random secret for a link, 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret: SHA-256 in hexadecimal. The secret has full entropy, no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """A public code of eleven random signs and a check sign, as ``ABCD-EFGH-JKMN``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return format_code(body + _check_sign(body))


def format_code(code: str) -> str:
    """The code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def clean_code(typed: str) -> str | None:
    """A typed code in its canonical form, or None if it cannot be one of ours."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != CODE_LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    if _check_sign(signs[:-1]) != signs[-1]:
        return None
    return format_code(signs)


def _check_sign(body: str) -> str:
    """Luhn mod N: catches each single wrong sign and nearly all swapped neighbours."""
    total, factor, size = 0, 2, len(ALPHABET)
    for sign in reversed(body):
        quotient, remainder = divmod(factor * ALPHABET.index(sign), size)
        total += quotient + remainder
        factor = 3 - factor
    return ALPHABET[-total % size]
