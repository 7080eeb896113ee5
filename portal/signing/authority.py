"""The portal's own authorities: root, one per commission, time stamps; certificates and lists.

Root -> commission (constrained to its country) -> signers. The root's key belongs offline once the
commissions exist. These are advanced signatures of a private authority, not qualified ones (eIDAS).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from portal.signing.certificates import (
    Credential,
    PrivateKey,
    as_pem,
    key_bytes,
    latin,
    load_key,
    parsed,
)

ROOT_COUNTRY = "DE"
ROOT_ORGANISATION = "Learning Cities Portal"
_AUTHORITY_RSA_BITS = 3072
_CLOCK_TOLERANCE = timedelta(minutes=5)
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Revocation:
    """A certificate that its issuer no longer stands for."""

    serial_number: int
    revoked_at: datetime


def make_root(*, at: datetime, years: int = 25) -> Credential:
    """The root of trust of this installation."""
    key = _rsa_key()
    name = _name(ROOT_COUNTRY, ROOT_ORGANISATION, common="Learning Cities Portal Root")
    builder = _builder(name, name, key, key, at, years * _YEAR)
    return _credential(_as_authority(builder, path_length=1).sign(key, hashes.SHA256()), key)


def make_commission_authority(
    root: Credential,
    *,
    code: str,
    name: str,
    country: str,
    at: datetime,
    years: int = 15,
    revocation_list_url: str | None = None,
) -> Credential:
    """The authority of one commission; it can only certify names of its own country.

    ``code`` is the commission's short name in the portal, ``country`` the ISO 3166 alpha-2 code.
    """
    key = _rsa_key()
    country = country.upper()
    organisation = latin(name, otherwise=f"National Commission {code}")
    subject = _name(
        country, organisation, common=f"Authority of commission {latin(code, otherwise=country)}"
    )
    issuer, issuer_key = parsed(root.certificate_pem), load_key(root)
    builder = _builder(issuer.subject, subject, issuer_key, key, at, years * _YEAR)
    builder = _with_list(_as_authority(builder, path_length=0), revocation_list_url)
    within = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country)]))
    builder = builder.add_extension(x509.NameConstraints([within], None), critical=True)
    return _credential(builder.sign(issuer_key, hashes.SHA256()), key)


def issue_signer(
    authority: Credential,
    *,
    name: str,
    office: str,
    organisation: str,
    reference: str,
    at: datetime,
    on_behalf_of: str = "",
    valid_for: timedelta = 2 * _YEAR,
    revocation_list_url: str | None = None,
) -> Credential:
    """A person's certificate with a fresh key. Names in any script; they become Latin letters.

    ``reference`` (an application's or an office's) stands in where nothing of a name remains.
    ``on_behalf_of`` names whose signature the person makes; it becomes a unit of its own.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, issuer_key = parsed(authority.certificate_pem), load_key(authority)
    country = _country_of(issuer.subject)
    subject = _name(
        country,
        latin(organisation, otherwise=f"Organisation of {reference}"),
        units=(latin(office, otherwise=f"Office of {reference}"), *_behalf(on_behalf_of)),
        common=latin(name, otherwise=f"Signer of {reference}"),
    )
    until = min(at + valid_for, issuer.not_valid_after_utc)
    builder = _builder(issuer.subject, subject, issuer_key, key, at, until - at)
    builder = _with_list(_as_leaf(builder, commits=True), revocation_list_url)
    return _credential(builder.sign(issuer_key, hashes.SHA256()), key)


def make_timestamp_authority(
    root: Credential, *, at: datetime, years: int = 15, revocation_list_url: str | None = None
) -> Credential:
    """The certificate of our own time stamps; they prove the portal's clock and no other."""
    key = _rsa_key()
    issuer, issuer_key = parsed(root.certificate_pem), load_key(root)
    subject = _name(ROOT_COUNTRY, ROOT_ORGANISATION, common="Learning Cities Portal Time Stamps")
    builder = _builder(issuer.subject, subject, issuer_key, key, at, years * _YEAR)
    builder = _with_list(_as_leaf(builder, commits=False), revocation_list_url)
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    builder = builder.add_extension(stamping, critical=True)
    return _credential(builder.sign(issuer_key, hashes.SHA256()), key)


def make_network_seal(
    root: Credential, *, at: datetime, years: int = 15, revocation_list_url: str | None = None
) -> Credential:
    """The certificate with which the network seals what it issues itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, issuer_key = parsed(root.certificate_pem), load_key(root)
    subject = _name(ROOT_COUNTRY, ROOT_ORGANISATION, common="Seal of the Coordination Team")
    builder = _builder(issuer.subject, subject, issuer_key, key, at, years * _YEAR)
    builder = _with_list(_as_leaf(builder, commits=True), revocation_list_url)
    return _credential(builder.sign(issuer_key, hashes.SHA256()), key)


def make_revocation_list(
    authority: Credential,
    revoked: Iterable[Revocation] = (),
    *,
    at: datetime,
    valid_for: timedelta = timedelta(days=30),
) -> bytes:
    """A new list (DER) of everything this authority has revoked; it replaces the last."""
    issuer, key = parsed(authority.certificate_pem), load_key(authority)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at - _CLOCK_TOLERANCE)
        .next_update(at + valid_for)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(entry.serial_number)
            .revocation_date(entry.revoked_at)
            .build()
        )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def is_list_current(revocation_list: bytes, at: datetime) -> bool:
    """Whether a list can still be relied on; renew it when less than half of its time is left."""
    parsed_list = x509.load_der_x509_crl(revocation_list)
    until = parsed_list.next_update_utc
    return until is not None and parsed_list.last_update_utc <= at < until


def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_AUTHORITY_RSA_BITS)


def _name(
    country: str, organisation: str, *, common: str, units: tuple[str, ...] = ()
) -> x509.Name:
    """Country first: the constraint of a commission's authority is on that first part."""
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, country),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
    ]
    for unit in units:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _behalf(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    return (latin(f"On behalf of {name}", otherwise="On behalf of the head of the city"),)


def _country_of(name: x509.Name) -> str:
    return str(name.get_attributes_for_oid(NameOID.COUNTRY_NAME)[0].value)


def _builder(
    issuer: x509.Name,
    subject: x509.Name,
    issuer_key: PrivateKey,
    key: PrivateKey,
    at: datetime,
    valid_for: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCK_TOLERANCE)
        .not_valid_after(at + valid_for)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )


def _as_authority(builder: x509.CertificateBuilder, *, path_length: int) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=True, path_length=path_length)
    return builder.add_extension(constraints, critical=True).add_extension(
        _usage(certifies=True, commits=False), critical=True
    )


def _as_leaf(builder: x509.CertificateBuilder, *, commits: bool) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=False, path_length=None)
    return builder.add_extension(constraints, critical=True).add_extension(
        _usage(certifies=False, commits=commits), critical=True
    )


def _usage(*, certifies: bool, commits: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )


def _with_list(builder: x509.CertificateBuilder, url: str | None) -> x509.CertificateBuilder:
    if url is None:
        return builder
    place = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)


def _credential(certificate: x509.Certificate, key: PrivateKey) -> Credential:
    return Credential(as_pem(certificate), key_bytes(key))
