"""Secrets at rest: encrypted with AES-256-GCM and bound to the row they belong to.

A wrapped secret copied to another row does not open: what it is bound to is authenticated with it.
Nothing here writes a secret anywhere, and none is ever put into an error message.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_KEY_BYTES = 32


class UnwrapError(RuntimeError):
    """The wrapping key is not the one used, or the row is not the one the secret belongs to."""


def wrap(secret: bytes, wrapping_key: bytes, *, bound_to: bytes) -> bytes:
    """Encrypt a secret; ``wrapping_key`` has 32 bytes. Raises UnwrapError for another length."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(wrapping_key).encrypt(nonce, secret, bound_to)


def unwrap(wrapped: bytes, wrapping_key: bytes, *, bound_to: bytes) -> bytes:
    """Decrypt a secret. Raises UnwrapError for another row or another wrapping key."""
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return _cipher(wrapping_key).decrypt(nonce, sealed, bound_to)
    except (InvalidTag, ValueError):
        raise UnwrapError("a secret cannot be opened with this wrapping key") from None


def _cipher(wrapping_key: bytes) -> AESGCM:
    if len(wrapping_key) != _KEY_BYTES:
        raise UnwrapError("a wrapping key has 32 bytes")
    return AESGCM(wrapping_key)
