"""The kept keys: root, time stamps, one authority per commission, one key per signatory.

Keys leave the database only unwrapped in memory, for the moment of use. Mayors' keys are not kept.
"""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from config.settings import Settings
from portal.core import clock
from portal.core.codes import new_id
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.core.wrapping import UnwrapError, unwrap, wrap
from portal.signing.authority import (
    Revocation,
    is_list_current,
    issue_signer,
    make_commission_authority,
    make_network_seal,
    make_revocation_list,
    make_root,
    make_timestamp_authority,
)
from portal.signing.certificates import Credential
from portal.signing.models import KeyPurpose, PublicCertificate, SigningKey
from portal.signing.seal import Chain, StampSource
from portal.tenancy.scope import NETWORK_ID, Network

_ONE_AT_A_TIME = 7_201_201
"""Advisory lock: two processes must not both make a root."""
MAYOR_VALIDITY = timedelta(days=3650)
"""Long, because the key is thrown away: PDF readers should not call old signatures expired."""
_TIME_TO_SEAL = timedelta(days=180)
"""A signatory signs with a key that is still valid when the dossier is sealed."""

_settings: Settings | None = None


@dataclass(frozen=True)
class Office:
    """Whose authority it is: what a commission's certificate says."""

    commission_id: int
    code: str
    name: str
    country: str


def start_signing(settings: Settings) -> None:
    """Tell which key wraps the keys and which server stamps time; called once at start."""
    global _settings
    _settings = settings


def portal_address() -> str:
    """The public address that codes, links and certificates carry."""
    return _known().base_url


def page_key() -> bytes:
    """The key that proves page codes; derived, so that a leak of it opens nothing else."""
    return hmac.digest(_known().wrapping_key, b"codes on paper", hashlib.sha256)


def offline_key() -> bytes:
    """The key that proves forms filled in offline; derived for this one purpose."""
    return hmac.digest(_known().wrapping_key, b"offline forms", hashlib.sha256)


def stamp_source() -> StampSource:
    """The operator's time-stamp server, or the portal's own authority with its present key."""
    url = _known().timestamp_url
    if url:
        return StampSource(url=url)
    with unit_of_work(Network(), OPERATOR) as work:
        return StampSource(credential=_open(_network_key(work, KeyPurpose.TIMESTAMP)))


def timestamp_roots() -> tuple[str, ...]:
    """Roots (PEM) of the operator's time-stamp server; none where the stamps are our own."""
    return _known().timestamp_roots_pem


def chain_of(work: Work, office: Office) -> Chain:
    """Root, the commission's authority and the time-stamp authority, with current lists."""
    return signing_ground(work, office)[0]


def signing_ground(work: Work, office: Office) -> tuple[Chain, StampSource]:
    """What a signature made now stands on: its chain, and who stamps its time. One look at both."""
    authority = _authority_row(work, office)
    with unit_of_work(Network(), OPERATOR) as network:
        root = _network_key(network, KeyPurpose.ROOT)
        stamps = _network_key(network, KeyPurpose.TIMESTAMP)
        root_list = _current_list(network, root)
    chain = Chain(
        root_pem=root.certificate_pem,
        authorities_pem=(authority.certificate_pem, stamps.certificate_pem),
        revocation_lists=(root_list, _current_list(work, authority)),
        timestamp_roots_pem=timestamp_roots() if _known().timestamp_url else (),
    )
    url = _known().timestamp_url
    return chain, StampSource(url=url) if url else StampSource(credential=_open(stamps))


def network_seal() -> tuple[Credential, Chain]:
    """The network's own key for what it issues itself, and what stands behind it."""
    with unit_of_work(Network(), OPERATOR) as work:
        seal = _network_key(work, KeyPurpose.NETWORK_SEAL)
        root = _network_key(work, KeyPurpose.ROOT)
        stamps = _network_key(work, KeyPurpose.TIMESTAMP)
        chain = Chain(
            root_pem=root.certificate_pem,
            authorities_pem=(stamps.certificate_pem,),
            revocation_lists=(_current_list(work, root),),
        )
        return _open(seal), chain


def issue_mayor(
    work: Work,
    office: Office,
    *,
    name: str,
    title: str,
    city: str,
    reference: str,
    on_behalf_of: str = "",
) -> Credential:
    """A certificate of one mayor (or attesting delegate) for one signature; its key is not kept.

    ``on_behalf_of``: the mayor for whom somebody else signs.
    """
    credential = issue_signer(
        _open(_authority_row(work, office)),
        name=name,
        office=title,
        organisation=city,
        reference=reference,
        at=work.now,
        on_behalf_of=on_behalf_of,
        valid_for=MAYOR_VALIDITY,
        revocation_list_url=_list_url(office.code),
    )
    publish_certificate(
        work, office.commission_id, credential, purpose="mayor", holder=name, title=title
    )
    return credential


def signatory_credential(
    work: Work, office: Office, *, person_id: uuid.UUID, name: str, title: str
) -> Credential:
    """The kept key of a commission's signatory; made at the first signature."""
    row = work.session.scalars(
        select(SigningKey)
        .where(
            SigningKey.commission_id == office.commission_id,
            SigningKey.purpose == KeyPurpose.SIGNATORY,
            SigningKey.person_id == person_id,
            SigningKey.revoked_at.is_(None),
            SigningKey.expires_at > work.now + _TIME_TO_SEAL,
        )
        .order_by(SigningKey.created_at.desc())
    ).first()
    if row is not None:
        return _open(row)
    credential = issue_signer(
        _open(_authority_row(work, office)),
        name=name,
        office=title,
        organisation=office.name,
        reference=office.code.upper(),
        at=work.now,
        revocation_list_url=_list_url(office.code),
    )
    _keep(work, office.commission_id, KeyPurpose.SIGNATORY, credential, person_id=person_id)
    publish_certificate(
        work, office.commission_id, credential, purpose="signatory", holder=name, title=title
    )
    return credential


def publish_certificate(
    work: Work, commission_id: int, credential: Credential, *, purpose: str, holder: str, title: str
) -> None:
    """Add a certificate to the public list by which signatures are recognised."""
    work.session.add(
        PublicCertificate(
            commission_id=commission_id,
            fingerprint=credential.fingerprint,
            purpose=purpose,
            holder=holder,
            office=title,
            certificate_pem=credential.certificate_pem,
            issued_at=work.now,
        )
    )


def revocation_list_of(work: Work, commission_id: int) -> bytes | None:
    """The current revocation list (DER) of a commission's authority, or of the root for 0."""
    purpose = KeyPurpose.COMMISSION_AUTHORITY if commission_id else KeyPurpose.ROOT
    row = _find(work.session, commission_id, purpose)
    return _current_list(work, row) if row else None


def count_closed_keys(work: Work, commission_id: int) -> int:
    """How many kept keys of a space this installation's wrapping key does not open."""
    closed = 0
    for row in work.session.scalars(
        select(SigningKey).where(SigningKey.commission_id == commission_id)
    ):
        try:
            _open(row)
        except UnwrapError:
            closed += 1
    return closed


def _known() -> Settings:
    if _settings is None:
        raise RuntimeError("create_app() has not been called: there are no signing settings")
    return _settings


def _network_key(work: Work, purpose: KeyPurpose) -> SigningKey:
    """Root, time-stamp or seal key of this installation; made once."""
    row = _find(work.session, NETWORK_ID, purpose)
    if row is not None:
        return row
    work.session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
    row = _find(work.session, NETWORK_ID, purpose)
    if row is not None:
        return row
    if purpose is KeyPurpose.ROOT:
        credential = make_root(at=work.now)
    else:
        root = _open(_network_key(work, KeyPurpose.ROOT))
        make = make_network_seal if purpose is KeyPurpose.NETWORK_SEAL else make_timestamp_authority
        credential = make(root, at=work.now, revocation_list_url=_list_url())
    publish_certificate(
        work,
        NETWORK_ID,
        credential,
        purpose=str(purpose),
        holder="Learning Cities Portal",
        title="",
    )
    return _keep(work, NETWORK_ID, purpose, credential)


def _authority_row(work: Work, office: Office) -> SigningKey:
    row = _find(work.session, office.commission_id, KeyPurpose.COMMISSION_AUTHORITY)
    if row is not None:
        return row
    work.session.execute(
        text("select pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME + office.commission_id}
    )
    row = _find(work.session, office.commission_id, KeyPurpose.COMMISSION_AUTHORITY)
    if row is not None:
        return row
    with unit_of_work(Network(), OPERATOR) as network:
        root = _open(_network_key(network, KeyPurpose.ROOT))
    credential = make_commission_authority(
        root,
        code=office.code,
        name=office.name,
        country=office.country,
        at=work.now,
        revocation_list_url=_list_url(),
    )
    publish_certificate(
        work,
        office.commission_id,
        credential,
        purpose="commission_authority",
        holder=office.name,
        title="",
    )
    return _keep(work, office.commission_id, KeyPurpose.COMMISSION_AUTHORITY, credential)


def _find(session: Session, commission_id: int, purpose: KeyPurpose) -> SigningKey | None:
    return session.scalars(
        select(SigningKey)
        .where(
            SigningKey.commission_id == commission_id,
            SigningKey.purpose == purpose,
            SigningKey.revoked_at.is_(None),
        )
        .order_by(SigningKey.created_at.desc())
    ).first()


def _keep(
    work: Work,
    commission_id: int,
    purpose: KeyPurpose,
    credential: Credential,
    *,
    person_id: uuid.UUID | None = None,
) -> SigningKey:
    key_id = new_id()
    row = SigningKey(
        commission_id=commission_id,
        id=key_id,
        purpose=purpose,
        person_id=person_id,
        certificate_pem=credential.certificate_pem,
        wrapped_key=wrap(
            credential.private_key,
            _known().wrapping_key,
            bound_to=_binding(commission_id, key_id),
        ),
        fingerprint=credential.fingerprint,
        created_at=work.now,
        expires_at=credential.expires_at,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _open(row: SigningKey) -> Credential:
    return Credential(
        certificate_pem=row.certificate_pem,
        private_key=unwrap(
            row.wrapped_key,
            _known().wrapping_key,
            bound_to=_binding(row.commission_id, row.id),
        ),
    )


def _binding(commission_id: int, key_id: uuid.UUID) -> bytes:
    """What a wrapped key is bound to: the row it lies in, and version 1 of this text."""
    return f"portal signing key\x00{commission_id}/{key_id}\x001".encode()


def _current_list(work: Work, authority: SigningKey) -> bytes:
    """The authority's list, renewed if it is not current."""
    at = max(work.now, clock.now())
    if authority.revocation_list and is_list_current(authority.revocation_list, at):
        return authority.revocation_list
    authority.revocation_list = make_revocation_list(
        _open(authority), _revoked(work.session, authority.commission_id), at=at
    )
    work.session.flush()
    return authority.revocation_list


def _revoked(session: Session, commission_id: int) -> Sequence[Revocation]:
    rows = session.execute(
        select(PublicCertificate.certificate_pem, PublicCertificate.revoked_at).where(
            PublicCertificate.commission_id == commission_id,
            PublicCertificate.revoked_at.is_not(None),
        )
    )
    return [
        Revocation(Credential(row.certificate_pem, b"").serial_number, row.revoked_at)
        for row in rows
        if isinstance(row.revoked_at, datetime)
    ]


def _list_url(code: str = "root") -> str:
    return f"{portal_address()}/crl/{code}.crl"
