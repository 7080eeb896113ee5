"""Who is at the other end of a request: one statement from cookie to person and spaces."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person, SignInSession
from portal.accounts.roles import NEEDS_SECOND_FACTOR, Permission, Role, permissions_of
from portal.commissions.models import Commission
from portal.core.codes import hash_secret


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
        ranked = (Role.SIGNATORY, Role.OFFICER, Role.DELEGATE, Role.COORDINATOR)
        return next(role for role in ranked if role in self.roles)

    def commission_name(self, language: str) -> str:
        """The commission's official name in a language, else in its first."""
        names = dict(self.names)
        for candidate in (language, *self.languages, "en"):
            if names.get(candidate):
                return names[candidate]
        return next(iter(names.values()), "")


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


def find_visitor(session: Session, token: str, now: datetime) -> Visitor | None:
    """The visitor of a session's secret; None if it ended, expired or the person was disabled."""
    rows = session.execute(
        select(SignInSession, Person, Membership, Commission)
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.ended_at.is_(None))
        .outerjoin(Commission, Commission.commission_id == Membership.commission_id)
        .where(
            SignInSession.token_hash == hash_secret(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            Person.disabled_at.is_(None),
        )
        .order_by(Membership.since, Membership.id)
    ).all()
    if not rows:
        return None
    signed_in, person = rows[0][0], rows[0][1]
    return Visitor(
        token=token,
        session_id=signed_in.id,
        person_id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        has_second_factor=person.totp_confirmed_at is not None,
        second_factor_at=signed_in.second_factor_at,
        last_seen_at=signed_in.last_seen_at,
        spaces=_spaces([(row[2], row[3]) for row in rows if row[2] is not None]),
    )


def _spaces(rows: list[tuple[Membership, Commission | None]]) -> tuple[Space, ...]:
    """Memberships in one place become one space with all their roles."""
    places: dict[tuple[int | None, uuid.UUID | None], list[tuple[Membership, Commission | None]]]
    places = {}
    for membership, commission in rows:
        key = (membership.commission_id, membership.city_id)
        places.setdefault(key, []).append((membership, commission))
    return tuple(_space(members) for members in places.values())


def _space(members: list[tuple[Membership, Commission | None]]) -> Space:
    membership, commission = members[0]
    roles = frozenset(member.role for member, _ in members)
    office = next((member.office for member, _ in members if member.office), "")
    if commission is None:
        return Space(roles=roles, office=office)
    return Space(
        roles=roles,
        office=office,
        commission_id=commission.commission_id,
        code=commission.code,
        names=tuple(sorted(commission.names.items())),
        languages=tuple(commission.languages),
        brand_color=commission.brand_color,
        time_zone=commission.time_zone,
        closes_on=commission.closes_on,
        city_id=membership.city_id,
        city_name=membership.city_name,
    )
