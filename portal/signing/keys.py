"""Private keys at rest: wrapped with AES-256-GCM and bound to their owner.

A wrapped key copied to another row does not open: the owner and version are authenticated with it.
Nothing here writes a key anywhere, and no key is ever put into an error message.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_KEY_BYTES = 32


class KeyUnwrapError(RuntimeError):
    """The wrapping key is not the one used, or the row is not the one the key was wrapped for."""


def wrap_key(private_key: bytes, wrapping_key: bytes, *, owner: str, version: int = 1) -> bytes:
    """Encrypt a private key for its owner; ``wrapping_key`` has 32 bytes."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher(wrapping_key).encrypt(nonce, private_key, _binding(owner, version))
    return nonce + sealed


def unwrap_key(wrapped: bytes, wrapping_key: bytes, *, owner: str, version: int = 1) -> bytes:
    """Decrypt a private key. Raises KeyUnwrapError for another owner, version or wrapping key."""
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return _cipher(wrapping_key).decrypt(nonce, sealed, _binding(owner, version))
    except (InvalidTag, ValueError):
        raise KeyUnwrapError("a private key cannot be opened with this wrapping key") from None


def _cipher(wrapping_key: bytes) -> AESGCM:
    if len(wrapping_key) != _KEY_BYTES:
        raise KeyUnwrapError("a wrapping key has 32 bytes")
    return AESGCM(wrapping_key)


def _binding(owner: str, version: int) -> bytes:
    return f"portal signing key\x00{owner}\x00{version}".encode()
