"""Keys, signatures and the public facts by which anybody can verify them."""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import JsonObject, Sha256, db, enum_column
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import CommissionSpace, PublicFact, SharedRecord


class KeyPurpose(enum.StrEnum):
    """What a kept key is for. Mayors' keys are used once and not kept."""

    ROOT = "root"
    TIMESTAMP = "timestamp"
    COMMISSION_AUTHORITY = "commission_authority"
    SIGNATORY = "signatory"
    NETWORK_SEAL = "network_seal"


class SigningKey(CommissionSpace, db.Model):  # type: ignore[name-defined,misc]
    """A certificate and its private key, wrapped with the key-encryption key."""

    __tablename__ = "signing_key"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[KeyPurpose] = mapped_column(enum_column(KeyPurpose))
    person_id: Mapped[uuid.UUID | None]
    certificate_pem: Mapped[str]
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    revocation_list: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Latest list (DER) of an authority."""
    fingerprint: Mapped[Sha256]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_signing_key_purpose", "commission_id", "purpose"),)


class Part(enum.StrEnum):
    """Part 1 is the mayor's, Part 2 the commission's."""

    MAYOR = "mayor"
    COMMISSION = "commission"


NETWORK_PART = "network"
"""In the public record, beside those of ``Part``: the seal of a certificate of membership."""


class Method(enum.StrEnum):
    """How somebody signed; the two mix freely."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


class Signature(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """One signature as evidence; voided visibly, never deleted."""

    __tablename__ = "signature"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    part: Mapped[Part] = mapped_column(enum_column(Part))
    method: Mapped[Method] = mapped_column(enum_column(Method))
    signer_name: Mapped[str]
    office: Mapped[str]
    person_id: Mapped[uuid.UUID | None]
    """Who signed with an account, or who attests a paper signature."""
    signed_at: Mapped[datetime]
    consent: Mapped[str]
    """The sentence agreed to, exactly as it was shown."""
    consent_language: Mapped[str]
    shown_sha256: Mapped[Sha256]
    """Digest of the file that was shown before signing."""
    signed_sha256: Mapped[Sha256]
    stamp_sha256: Mapped[str | None]
    """Image of the official stamp, or the scan of the paper: its own piece of evidence."""
    attested_by: Mapped[str] = mapped_column(default="")
    """Who vouches for a signature on paper, by an own signature; empty for one on screen."""
    attested_office: Mapped[str] = mapped_column(default="")
    written_on: Mapped[date | None]
    """The day that stands on the paper, where it was told."""
    acting_for: Mapped[str] = mapped_column(default="")
    """The mayor for whom somebody else signed with a mandate; empty for an own signature."""
    acting_for_office: Mapped[str] = mapped_column(default="")
    mandate_sha256: Mapped[str | None]
    """The mandate of whoever signed for the mayor."""
    certificate_fingerprint: Mapped[str]
    voided_at: Mapped[datetime | None]
    voided_reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index(
            "uq_signature_valid",
            "commission_id",
            "submission_id",
            "part",
            unique=True,
            postgresql_where="voided_at is null",
        ),
    )


class SealStatus(enum.StrEnum):
    """What the public page says of a document today."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class PublicSeal(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """The public facts about one submission, found by its verification code."""

    __tablename__ = "public_seal"

    code: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str]
    city_name: Mapped[str]
    submission_number: Mapped[int]
    answers_digest: Mapped[Sha256]
    status: Mapped[SealStatus] = mapped_column(enum_column(SealStatus))
    status_since: Mapped[datetime]
    facts: Mapped[JsonObject]
    """``{"signatures": [...]}`` with the keys that ``evidence.publish_signatures`` writes."""

    __table_args__ = (
        Index("uq_public_seal_code", "code", unique=True),
        Index("ix_public_seal_answers_digest", "answers_digest"),
    )


class PublicDocument(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """Digest of a file the portal issued: whoever holds the same bytes finds its seal."""

    __tablename__ = "public_document"

    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str]
    issued_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["commission_id", "code"], ["public_seal.commission_id", "public_seal.code"]
        ),
        Index("ix_public_document_sha256", "sha256"),
    )


class PublicCertificate(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """A certificate we issued: signatures are matched by its fingerprint, never by name."""

    __tablename__ = "public_certificate"

    fingerprint: Mapped[Sha256] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    holder: Mapped[str]
    office: Mapped[str]
    certificate_pem: Mapped[str]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
