"""Who works on a city's applications: its team, open invitations, and who asks to join."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import AccountToken, Membership, Person, TokenPurpose
from portal.accounts.roles import Role
from portal.accounts.services.joining import is_asking
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class Colleague:
    """Somebody of the city's team."""

    membership_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    role: Role
    office: str
    since: datetime


@dataclass(frozen=True)
class Invited:
    """An invitation nobody has accepted yet."""

    key: str
    email: str
    name: str
    role: Role | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Asking:
    """Somebody who registered the city once more and asks to join its team."""

    key: str
    email: str
    name: str
    office: str
    asked_at: datetime | None


def asking(work: Work, commission_id: int, city_id: uuid.UUID) -> tuple[Asking, ...]:
    """Who asks to join and has no answer yet, the first first."""
    rows = work.session.execute(
        select(
            AccountToken.token_hash,
            AccountToken.email,
            AccountToken.name,
            AccountToken.office,
            AccountToken.used_at,
        )
        .where(*is_asking(commission_id, city_id))
        .order_by(AccountToken.used_at, AccountToken.token_hash)
    )
    return tuple(Asking(*row) for row in rows)


def colleagues(work: Work, commission_id: int, city_id: uuid.UUID) -> tuple[Colleague, ...]:
    """The city's team, longest serving first."""
    rows = work.session.execute(
        select(
            Membership.id,
            Person.id,
            Person.name,
            Person.email,
            Membership.role,
            Membership.office,
            Membership.since,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.commission_id == commission_id,
            Membership.city_id == city_id,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.since, Membership.id)
    )
    return tuple(Colleague(*row) for row in rows)


def open_invitations(work: Work, commission_id: int, city_id: uuid.UUID) -> tuple[Invited, ...]:
    """Invitations to the city that can still be accepted, newest first."""
    rows = work.session.execute(
        select(
            AccountToken.token_hash,
            AccountToken.email,
            AccountToken.name,
            AccountToken.role,
            AccountToken.created_at,
            AccountToken.expires_at,
        )
        .where(
            AccountToken.purpose == TokenPurpose.INVITATION,
            AccountToken.commission_id == commission_id,
            AccountToken.city_id == city_id,
            AccountToken.used_at.is_(None),
            AccountToken.revoked_at.is_(None),
            AccountToken.expires_at > work.now,
        )
        .order_by(AccountToken.created_at.desc(), AccountToken.token_hash)
    )
    return tuple(Invited(*row) for row in rows)
