"""Who is at the other end of a request: one statement from cookie to person and spaces."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_login import UserMixin
from sqlalchemy import SelectBase, select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person, SignInSession
from portal.accounts.roles import CITY_ROLES, NEEDS_SECOND_FACTOR, Permission, Role, permissions_of
from portal.commissions.models import Commission
from portal.commissions.names import wording
from portal.core.codes import hash_secret
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import read_alone


@dataclass(frozen=True)
class Space:
    """A place somebody serves: a commission, a city of it, or the Coordination Team."""

    roles: frozenset[Role]
    office: str
    commission_id: int | None = None
    code: str = ""
    names: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    brand_color: str = ""
    time_zone: str = "UTC"
    closes_on: date | None = None
    wording_revision: int = 0
    """When the commission last worded a sentence anew (``commissions.rewording``)."""
    city_id: uuid.UUID | None = None
    city_name: str = ""

    @property
    def key(self) -> str:
        """Names the space in the session and the switcher."""
        if self.commission_id is None:
            return "coordination"
        return f"{self.code}/{self.city_id}" if self.city_id else self.code

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the roles held here allow."""
        return permissions_of(*self.roles)

    @property
    def needs_second_factor(self) -> bool:
        """Whether nobody works here with a password alone."""
        return bool(self.roles & NEEDS_SECOND_FACTOR)

    @property
    def role(self) -> Role:
        """The role that names the office in history: who signs outranks who prepares."""
        ranked = (Role.SIGNATORY, Role.OFFICER, *CITY_ROLES, Role.JUROR, Role.COORDINATOR)
        return next(role for role in ranked if role in self.roles)

    def commission_name(self, language: str) -> str:
        """The commission's official name in a language, else in its first."""
        return wording(dict(self.names), self.languages, language)


@dataclass(frozen=True)
class Visitor(UserMixin):  # type: ignore[misc]
    """A signed-in person in one browser session."""

    token: str
    session_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    language: str
    has_second_factor: bool
    second_factor_at: datetime | None
    last_seen_at: datetime
    spaces: tuple[Space, ...]

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's secret, not the person."""
        return self.token

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def space(self, key: str) -> Space | None:
        """The space of that key, if this person serves there."""
        return next((space for space in self.spaces if space.key == key), None)


def visitor_of(token: str, now: datetime) -> Visitor | None:
    """The visitor of a session's secret; None if it ended, expired or the person was disabled."""
    return _visitor(token, read_alone(_VISITOR, token_hash=hash_secret(token), now=now))


def find_visitor(session: Session, token: str, now: datetime) -> Visitor | None:
    """The same within a transaction that has just changed what a visitor is."""
    return _visitor(token, _VISITOR.rows(session, token_hash=hash_secret(token), now=now))


class _Row(NamedTuple):
    """What ``_VISITOR`` reads: one membership, or none."""

    session_id: uuid.UUID
    second_factor_at: datetime | None
    last_seen_at: datetime
    person_id: uuid.UUID
    name: str
    email: str
    language: str
    totp_confirmed_at: datetime | None
    role: str | None
    office: str
    city_id: uuid.UUID | None
    city_name: str
    commission_id: int | None
    code: str | None
    names: dict[str, str]
    languages: list[str]
    brand_color: str
    time_zone: str
    closes_on: date | None
    wording_revision: int


def _visitor(token: str, found: Iterable[tuple[Any, ...]]) -> Visitor | None:
    rows = [_Row(*row) for row in found]
    if not rows:
        return None
    first = rows[0]
    return Visitor(
        token=token,
        session_id=first.session_id,
        person_id=first.person_id,
        name=first.name,
        email=first.email,
        language=first.language,
        has_second_factor=first.totp_confirmed_at is not None,
        second_factor_at=first.second_factor_at,
        last_seen_at=first.last_seen_at,
        spaces=_spaces([row for row in rows if row.role is not None]),
    )


def _visitor_statement() -> SelectBase:
    """One row per membership; one without if there is none."""
    return (
        select(
            SignInSession.id,
            SignInSession.second_factor_at,
            SignInSession.last_seen_at,
            Person.id,
            Person.name,
            Person.email,
            Person.language,
            Person.totp_confirmed_at,
            Membership.role,
            Membership.office,
            Membership.city_id,
            Membership.city_name,
            Membership.commission_id,
            Commission.code,
            Commission.names,
            Commission.languages,
            Commission.brand_color,
            Commission.time_zone,
            Commission.closes_on,
            Commission.wording_revision,
        )
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.ended_at.is_(None))
        .outerjoin(Commission, Commission.commission_id == Membership.commission_id)
        .where(
            SignInSession.token_hash == given("token_hash"),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > given("now"),
            Person.disabled_at.is_(None),
        )
        .order_by(Membership.since, Membership.id)
    )


_VISITOR = Prepared(_visitor_statement)


def _spaces(rows: Sequence[_Row]) -> tuple[Space, ...]:
    """Memberships in one place become one space with all their roles."""
    places: dict[tuple[int | None, uuid.UUID | None], list[_Row]] = {}
    for row in rows:
        places.setdefault((row.commission_id, row.city_id), []).append(row)
    return tuple(_space(members) for members in places.values())


def _space(members: Sequence[_Row]) -> Space:
    first = members[0]
    roles = frozenset(Role(member.role) for member in members if member.role)
    office = next((member.office for member in members if member.office), "")
    if first.code is None:
        return Space(roles=roles, office=office)
    return Space(
        roles=roles,
        office=office,
        commission_id=first.commission_id,
        code=first.code,
        names=tuple(sorted(first.names.items())),
        languages=tuple(first.languages),
        brand_color=first.brand_color,
        time_zone=first.time_zone,
        closes_on=first.closes_on,
        wording_revision=first.wording_revision,
        city_id=first.city_id,
        city_name=first.city_name,
    )
