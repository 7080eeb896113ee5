"""Who works on a city's applications: its delegates and the open invitations."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import AccountToken, Membership, Person, TokenPurpose
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class Colleague:
    """A delegate of the city."""

    membership_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    office: str
    since: datetime


@dataclass(frozen=True)
class Invited:
    """An invitation nobody has accepted yet."""

    key: str
    email: str
    name: str
    created_at: datetime
    expires_at: datetime


def colleagues(work: Work, commission_id: int, city_id: uuid.UUID) -> tuple[Colleague, ...]:
    """The city's delegates, longest serving first."""
    rows = work.session.execute(
        select(
            Membership.id,
            Person.id,
            Person.name,
            Person.email,
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
