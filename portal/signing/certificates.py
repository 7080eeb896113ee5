"""Certificates with their keys as plain values, and names to put into them.

Names in certificates are in Latin letters, or wholly in Arabic or Hebrew ones: a name that mixes
directions crashes readers, and a transliteration without vowels is nobody's name. The name in its
own script stands in the visible stamp too. A certificate is known by its fingerprint only.
"""

import functools
import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from anyascii import anyascii
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_NAME_LENGTH = 64
"""Upper bound of common name, organisation and unit in X.520."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate and its private key (PKCS #8, DER). Wrap the key before it is stored."""

    certificate_pem: str
    private_key: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return fingerprint(self.certificate_pem)

    @property
    def issued_at(self) -> datetime:
        """From when the certificate is valid."""
        return parsed(self.certificate_pem).not_valid_before_utc

    @property
    def expires_at(self) -> datetime:
        """Until when the certificate is valid."""
        return parsed(self.certificate_pem).not_valid_after_utc

    @property
    def serial_number(self) -> int:
        """The number by which the issuer revokes it."""
        return parsed(self.certificate_pem).serial_number


def fingerprint(certificate_pem: str) -> str:
    """SHA-256 of a certificate (PEM), in hexadecimal."""
    return hashlib.sha256(asn1(certificate_pem).dump()).hexdigest()


@functools.lru_cache(maxsize=256)
def parsed(certificate_pem: str) -> x509.Certificate:
    """The certificate for reading its facts; parsed once."""
    return x509.load_pem_x509_certificate(certificate_pem.encode())


@functools.lru_cache(maxsize=256)
def asn1(certificate_pem: str) -> asn1_x509.Certificate:
    """The certificate as the signing library takes it; parsed once."""
    der = parsed(certificate_pem).public_bytes(serialization.Encoding.DER)
    return asn1_x509.Certificate.load(der)


def as_pem(certificate: x509.Certificate) -> str:
    """The certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def load_key(credential: Credential) -> PrivateKey:
    """The usable private key. Our own RSA keys are not proved prime again: it costs 100 ms each."""
    key = serialization.load_der_private_key(
        credential.private_key, password=None, unsafe_skip_rsa_key_validation=True
    )
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError("a signing key is elliptic or RSA")
    return key


def key_bytes(key: PrivateKey) -> bytes:
    """A private key as PKCS #8, unencrypted: to be wrapped at once."""
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def latin(name: str, *, otherwise: str) -> str:
    """The name for a certificate: in plain Latin letters, or as it is if wholly right to left.

    ``otherwise`` if nothing remains of it.
    """
    composed = unicodedata.normalize("NFKC", name)
    if _is_wholly_right_to_left(composed):
        return " ".join(composed.split())[:_NAME_LENGTH].strip()
    written = "".join(sign for sign in composed if unicodedata.category(sign)[0] in "LMNPZ")
    words = anyascii(written).replace("`", "").split()
    text = " ".join(word[:1].upper() + word[1:] for word in words)
    text = text[:_NAME_LENGTH].strip(" '")
    return text if any(sign.isalnum() for sign in text) else otherwise[:_NAME_LENGTH]


def _is_wholly_right_to_left(text: str) -> bool:
    """Whether all signs are Arabic or Hebrew letters, their marks, or spaces."""
    classes = {unicodedata.bidirectional(sign) for sign in text}
    return bool(classes & {"R", "AL"}) and classes <= {"R", "AL", "NSM", "WS"}
