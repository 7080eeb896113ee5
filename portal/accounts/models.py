"""People, their memberships, second factors, sessions and one-time tokens.

These tables have no tenant policy: they are read before a scope is known, to find the scope.
"""

import enum
import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.roles import Role
from portal.commissions.models import CityKind
from portal.core.codes import new_id
from portal.core.db import db, enum_column


class Person(db.Model):  # type: ignore[name-defined,misc]
    """Somebody with an account; the same person may serve several commissions or cities."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    """Lower case."""
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    password_hash: Mapped[str | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Wrapped with the key-encryption key."""
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    """Last accepted 30-second step: a code is accepted once."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(lazy="raise", back_populates="person")

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)


class Membership(db.Model):  # type: ignore[name-defined,misc]
    """A role somebody holds at a commission, in a city, or in the Coordination Team."""

    __tablename__ = "membership"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    commission_id: Mapped[int | None] = mapped_column(ForeignKey("commission.commission_id"))
    city_id: Mapped[uuid.UUID | None]
    city_name: Mapped[str] = mapped_column(default="")
    """Name of the city for the switch between spaces; the city's table is closed at sign-in."""
    office: Mapped[str] = mapped_column(default="")
    """Title in the holder's own words: "Secretary-General"."""
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", back_populates="memberships")

    __table_args__ = (
        CheckConstraint(
            "(role = 'coordinator' and commission_id is null and city_id is null)"
            " or (role in ('delegate', 'editor', 'reader') and commission_id is not null"
            " and city_id is not null)"
            " or (role in ('officer', 'signatory', 'juror') and commission_id is not null"
            " and city_id is null)",
            name="place",
        ),
        Index("ix_membership_place", "commission_id", "city_id"),
        Index(
            "uq_membership_current",
            "person_id",
            "role",
            "commission_id",
            "city_id",
            unique=True,
            postgresql_where="ended_at is null",
            postgresql_nulls_not_distinct=True,
        ),
    )


class RecoveryCode(db.Model):  # type: ignore[name-defined,misc]
    """A code that replaces the second factor once."""

    __tablename__ = "recovery_code"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class SignInSession(db.Model):  # type: ignore[name-defined,misc]
    """One signed-in browser; ending it signs that browser out at its next request."""

    __tablename__ = "sign_in_session"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    """When the second factor was last given in this session."""
    device: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise")


class TokenPurpose(enum.StrEnum):
    """What a one-time link is for."""

    CITY_REGISTRATION = "city_registration"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a password


class AccountToken(db.Model):  # type: ignore[name-defined,misc]
    """A one-time link sent by mail; only the hash of its secret is kept."""

    __tablename__ = "account_token"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[TokenPurpose] = mapped_column(enum_column(TokenPurpose))
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    role: Mapped[Role | None] = mapped_column(enum_column(Role))
    commission_id: Mapped[int | None] = mapped_column(index=True)
    city_id: Mapped[uuid.UUID | None]
    """Of a registration: set when the address is confirmed and the city's row is made."""
    city_name: Mapped[str] = mapped_column(default="")
    city_latin_name: Mapped[str] = mapped_column(default="")
    city_kind: Mapped[CityKind | None] = mapped_column(enum_column(CityKind))
    city_subdivision: Mapped[str] = mapped_column(default="")
    city_place_id: Mapped[int | None] = mapped_column(BigInteger)
    city_population: Mapped[int | None]
    office: Mapped[str] = mapped_column(default="")
    invited_by: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Attempt(db.Model):  # type: ignore[name-defined,misc]
    """Counts tries per key (account, address, kind) in a window of time, to slow guessing."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Hash of what is throttled: never an address in clear."""
    window_started_at: Mapped[datetime]
    count: Mapped[int]
