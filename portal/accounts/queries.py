"""What the screens of accounts read. Frozen values; no row leaves this file."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.accounts.models import (
    AccountToken,
    Membership,
    Person,
    RecoveryCode,
    SignInSession,
    TokenPurpose,
)
from portal.accounts.roles import Role
from portal.commissions.models import City, CityStatus, Commission
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class OpenSession:
    """A browser in which a person is signed in."""

    session_id: uuid.UUID
    device: str
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class Registration:
    """A city somebody registered, and what became of it."""

    commission_id: int
    city_id: uuid.UUID
    city_name: str
    commission_code: str
    names: dict[str, str]
    languages: tuple[str, ...]
    registered_at: datetime
    asks_to_join: bool
    """The city was there already: its team decides."""

    def commission_name(self, language: str) -> str:
        """The commission's name in a language, else in its first."""
        return wording(self.names, self.languages, language)


@dataclass(frozen=True)
class CommissionFacts:
    """A commission as its public pages name it."""

    commission_id: int
    code: str
    country: str
    """ISO 3166-1 alpha-2."""
    names: dict[str, str]
    languages: tuple[str, ...]
    brand_color: str
    is_open: bool
    wording_revision: int

    def name_in(self, language: str) -> str:
        """The official name in a language, else in the commission's first."""
        return wording(self.names, self.languages, language)


@dataclass(frozen=True)
class Member:
    """Somebody of the Coordination Team."""

    membership_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    office: str
    since: datetime
    has_second_factor: bool


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation nobody took up yet, still valid or run out."""

    key: str
    """Hash of the invitation's secret: names the row, opens nothing."""
    email: str
    name: str
    office: str
    created_at: datetime
    expires_at: datetime


def open_sessions(work: Work, person_id: uuid.UUID) -> list[OpenSession]:
    """Where a person is signed in, the last used first."""
    rows: Iterable[Any] = work.session.execute(
        select(
            SignInSession.id,
            SignInSession.device,
            SignInSession.created_at,
            SignInSession.last_seen_at,
        )
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > work.now,
        )
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id)
    )
    return [OpenSession(*row) for row in rows]


def recovery_codes_left(work: Work, person_id: uuid.UUID) -> int:
    """How many recovery codes a person has not used."""
    return work.session.execute(
        select(func.count()).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    ).scalar_one()


def has_account(work: Work, email: str) -> bool:
    """Whether an address has an account. Only for those who proved that the address is theirs."""
    return (
        work.session.scalars(select(Person.id).where(Person.email == email).limit(1)).first()
        is not None
    )


def registrations_of(work: Work, email: str) -> list[Registration]:
    """Cities a person registered and confirmed by mail, newest first."""
    rows: Iterable[Any] = work.session.execute(
        select(
            AccountToken.commission_id,
            AccountToken.city_id,
            AccountToken.city_name,
            Commission.code,
            Commission.names,
            Commission.languages,
            AccountToken.used_at,
            AccountToken.role,
        )
        .join(Commission, Commission.commission_id == AccountToken.commission_id)
        .where(
            AccountToken.email == email,
            AccountToken.purpose == TokenPurpose.CITY_REGISTRATION,
            AccountToken.city_id.is_not(None),
            AccountToken.used_at.is_not(None),
            AccountToken.revoked_at.is_(None),
        )
        .order_by(AccountToken.used_at.desc(), AccountToken.token_hash)
    )
    return [
        Registration(
            commission_id=row.commission_id,
            city_id=row.city_id,
            city_name=row.city_name,
            commission_code=row.code,
            names=row.names,
            languages=tuple(row.languages),
            registered_at=row.used_at,
            asks_to_join=row.role is None,
        )
        for row in rows
    ]


def country_of(work: Work, commission_id: int) -> str:
    """The country of a commission, ISO 3166-1 alpha-2. Raises NotFound."""
    country = work.session.scalars(
        select(Commission.country).where(Commission.commission_id == commission_id)
    ).first()
    if country is None:
        raise NotFound()
    return country


def city_status(work: Work, city_id: uuid.UUID) -> CityStatus:
    """What a commission said of a city. Raises NotFound outside its scope."""
    status = work.session.scalars(select(City.status).where(City.city_id == city_id)).first()
    if status is None:
        raise NotFound()
    return status


def commission_by_code(work: Work, code: str) -> CommissionFacts:
    """The commission of an address. Raises NotFound."""
    row = work.session.execute(
        select(
            Commission.commission_id,
            Commission.code,
            Commission.country,
            Commission.names,
            Commission.languages,
            Commission.brand_color,
            Commission.is_open,
            Commission.closes_on,
            Commission.wording_revision,
        ).where(Commission.code == code)
    ).first()
    if row is None:
        raise NotFound()
    is_over = row.closes_on is not None and work.now.date() > row.closes_on
    return CommissionFacts(
        commission_id=row.commission_id,
        code=row.code,
        country=row.country,
        names=row.names,
        languages=tuple(row.languages),
        brand_color=row.brand_color,
        is_open=row.is_open and not is_over,
        wording_revision=row.wording_revision,
    )


def commission_name(work: Work, commission_id: int, language: str) -> str:
    """The official name of a commission in a language. Raises NotFound."""
    commission = work.session.get(Commission, commission_id)
    if commission is None:
        raise NotFound()
    return commission.name_in(language)


def coordinators(work: Work) -> list[Member]:
    """The Coordination Team, by name."""
    rows: Iterable[Any] = work.session.execute(
        select(
            Membership.id,
            Person.id,
            Person.name,
            Person.email,
            Membership.office,
            Membership.since,
            Person.totp_confirmed_at.is_not(None),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.role == Role.COORDINATOR, Membership.ended_at.is_(None))
        .order_by(Person.name, Membership.id)
    )
    return [Member(*row) for row in rows]


def coordinators_invited(work: Work) -> list[OpenInvitation]:
    """Invitations to the team that were neither taken up nor revoked, newest first."""
    rows: Iterable[Any] = work.session.execute(
        select(
            AccountToken.token_hash,
            AccountToken.email,
            AccountToken.name,
            AccountToken.office,
            AccountToken.created_at,
            AccountToken.expires_at,
        )
        .where(
            AccountToken.purpose == TokenPurpose.INVITATION,
            AccountToken.role == Role.COORDINATOR,
            AccountToken.used_at.is_(None),
            AccountToken.revoked_at.is_(None),
        )
        .order_by(AccountToken.created_at.desc(), AccountToken.token_hash)
    )
    return [OpenInvitation(*row) for row in rows]
