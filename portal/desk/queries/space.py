"""What the desk reads about the commission itself: call, dates, colleagues, cities, settings."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Integer,
    ScalarSelect,
    SelectBase,
    Text,
    Uuid,
    and_,
    column,
    func,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from portal.accounts.models import AccountToken, Membership, Person, TokenPurpose
from portal.accounts.roles import Role
from portal.applications.models import Message
from portal.applications.queries.places import quota, taken
from portal.calls.models import Call
from portal.commissions.models import (
    City,
    CityKind,
    CityStatus,
    Commission,
    NationalWindow,
    SignatureMethod,
    UsualDays,
    WaitingStage,
)
from portal.core.errors import NotFound
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work
from portal.desk.queries import row_of, rows_of
from portal.desk.queries.counts import (
    StateCount,
    counts_from,
    grown_slow,
    kept_counts,
    state_counts,
)
from portal.tenancy.scope import NETWORK_ID

# Mail and figures belong to features beside this one; only their facts are read here.
_MAIL = table("outbox_mail", column("commission_id", Integer), column("state", Text))
_FIGURES = table(
    "commission_figures",
    column("commission_id", Integer),
    column("call_id", Uuid),
    column("median_days"),
)


@dataclass(frozen=True)
class Officer:
    """A colleague who can take a file."""

    person_id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Surroundings:
    """The call a commission works in, what waits for it, and who works there."""

    call_id: uuid.UUID | None
    call_titles: dict[str, str] | None
    opens_at: datetime | None
    closes_at: datetime | None
    commissions_close_at: datetime | None
    own_opens_at: datetime | None
    own_closes_at: datetime | None
    median_days: float | None
    world_median_days: int | None
    """As it is published for all: no commission reads the figures of the world."""
    failed_mails: int
    pending_cities: int
    unread_messages: int
    two_step_decision: bool
    places: int | None
    """Places of the commission in the call; None: no quota."""
    places_taken: int
    grown_slow: int
    """How many are slow besides those that ``counts`` says are."""
    counts: tuple[StateCount, ...]
    officers: tuple[Officer, ...]

    @property
    def cities_until(self) -> datetime | None:
        """Until when the commission's cities may submit."""
        moments = [moment for moment in (self.own_closes_at, self.closes_at) if moment]
        return min(moments, default=None)


@dataclass(frozen=True)
class Colleague:
    """Somebody who serves the commission or one of its cities."""

    membership_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    role: Role
    office: str
    since: datetime
    has_second_factor: bool
    city_name: str
    city_id: uuid.UUID | None


@dataclass(frozen=True)
class Invitation:
    """An invitation that has not been taken up."""

    key: str
    """Hash of the invitation's secret: names the row, opens nothing."""
    email: str
    name: str
    role: Role
    office: str
    city_name: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class CityRow:
    """A city of the commission."""

    city_id: uuid.UUID
    name: str
    latin_name: str
    kind: CityKind
    status: CityStatus
    subdivision: str
    created_at: datetime
    registrant_name: str | None
    """Who registered the city; None if an officer entered it."""
    registrant_office: str | None
    registrant_email: str | None


@dataclass(frozen=True)
class SpaceSettings:
    """The settings of a commission as they are."""

    code: str
    names: dict[str, str]
    languages: list[str]
    official_language: str
    time_zone: str
    letterhead: str
    contact_name: str
    contact_email: str
    contact_phone: str
    website: str
    brand_color: str
    introduction: dict[str, str]
    two_step_decision: bool
    forward_at_once: bool
    officers_may_decline: bool
    signature_method: SignatureMethod
    is_open: bool
    own_settings: list[str]
    set_up_steps: list[str]


def surroundings(work: Work, commission_id: int, *, slow_before: datetime) -> Surroundings:
    """The newest call that is no training, with the commission's own dates and what waits.

    ``slow_before``: applications that are in their state since before this moment are slow.
    Raises NotFound.
    """
    rows = _SURROUNDINGS.rows(work.session, commission_id=commission_id, slow_before=slow_before)
    if not rows:
        raise NotFound()
    *facts, counts, people = rows[0]
    return Surroundings(*(*facts, counts_from(counts), officers_from(people)))


def _surroundings_statement() -> SelectBase:
    mine: Any = given("commission_id", type_=Integer())
    kept = kept_counts(mine)
    newest = (
        select(Call.id)
        .where(~Call.is_training)
        .order_by(Call.opens_at.desc(), Call.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Call.id,
            Call.titles,
            Call.opens_at,
            Call.closes_at,
            Call.commissions_close_at,
            NationalWindow.opens_at,
            NationalWindow.closes_at,
            _median(mine),
            select(UsualDays.half)
            .where(UsualDays.commission_id == NETWORK_ID, UsualDays.stage == WaitingStage.DECISION)
            .scalar_subquery(),
            select(func.count())
            .select_from(_MAIL)
            .where(_MAIL.c.commission_id == mine, _MAIL.c.state == "failed")
            .scalar_subquery(),
            select(func.count())
            .where(City.commission_id == mine, City.status == CityStatus.PENDING)
            .scalar_subquery(),
            select(func.count(Message.application_id.distinct()))
            .where(Message.commission_id == mine, Message.is_from_city, Message.read_at.is_(None))
            .scalar_subquery(),
            Commission.two_step_decision,
            quota(),
            taken(mine, Call.id),
            grown_slow(mine, kept),
            state_counts(mine, kept),
            officers_of(mine),
        )
        .select_from(Commission)
        .outerjoin(Call, Call.id == newest)
        .outerjoin(
            NationalWindow,
            and_(
                NationalWindow.commission_id == Commission.commission_id,
                NationalWindow.call_id == Call.id,
            ),
        )
        .where(Commission.commission_id == mine)
    )


_SURROUNDINGS = Prepared(_surroundings_statement)


def officers_of(commission_id: Any) -> ScalarSelect[Any]:
    """``[[person_id, name]]`` of colleagues who can take a file, by name."""
    people = aggregate_order_by(
        func.json_build_array(Person.id, Person.name), Person.name, Person.id
    )
    return (
        select(func.json_agg(people))
        .select_from(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.commission_id == commission_id,
            Membership.role == Role.OFFICER,
            Membership.ended_at.is_(None),
        )
        .scalar_subquery()
    )


def officers_from(people: list[list[str]] | None) -> tuple[Officer, ...]:
    """What ``officers_of`` found."""
    return tuple(Officer(uuid.UUID(key), name) for key, name in people or ())


def colleagues(work: Work, commission_id: int) -> list[Colleague]:
    """Everybody who serves the commission or one of its cities now; staff first."""
    rows = rows_of(
        work,
        select(
            Membership.id,
            Person.id,
            Person.name,
            Person.email,
            Membership.role,
            Membership.office,
            Membership.since,
            Person.totp_confirmed_at.is_not(None),
            Membership.city_name,
            Membership.city_id,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.commission_id == commission_id, Membership.ended_at.is_(None))
        .order_by(Membership.city_name, Person.name, Membership.id),
    )
    return [Colleague(*row) for row in rows]


def invitations(work: Work, commission_id: int) -> list[Invitation]:
    """Invitations that can still be taken up or have run out, newest first."""
    rows = rows_of(
        work,
        select(
            AccountToken.token_hash,
            AccountToken.email,
            AccountToken.name,
            AccountToken.role,
            AccountToken.office,
            AccountToken.city_name,
            AccountToken.created_at,
            AccountToken.expires_at,
        )
        .where(
            AccountToken.commission_id == commission_id,
            AccountToken.purpose == TokenPurpose.INVITATION,
            AccountToken.role.is_not(None),
            AccountToken.used_at.is_(None),
            AccountToken.revoked_at.is_(None),
        )
        .order_by(AccountToken.created_at.desc(), AccountToken.token_hash),
    )
    return [Invitation(*row) for row in rows]


def cities(work: Work) -> list[CityRow]:
    """The cities of the commission; those that wait for an answer first."""
    rows = rows_of(
        work,
        select(
            City.city_id,
            City.name,
            City.latin_name,
            City.kind,
            City.status,
            City.subdivision,
            City.created_at,
            AccountToken.name,
            AccountToken.office,
            AccountToken.email,
        )
        .outerjoin(
            AccountToken,
            and_(
                AccountToken.commission_id == City.commission_id,
                AccountToken.city_id == City.city_id,
                AccountToken.purpose == TokenPurpose.CITY_REGISTRATION,
                AccountToken.used_at.is_not(None),
            ),
        )
        .order_by(City.status != CityStatus.PENDING, City.latin_name, City.city_id),
    )
    return [CityRow(*row) for row in rows]


def space_settings(work: Work, commission_id: int) -> SpaceSettings:
    """The commission's settings. Raises NotFound."""
    row = row_of(
        work,
        select(
            Commission.code,
            Commission.names,
            Commission.languages,
            Commission.official_language,
            Commission.time_zone,
            Commission.letterhead,
            Commission.contact_name,
            Commission.contact_email,
            Commission.contact_phone,
            Commission.website,
            Commission.brand_color,
            Commission.introduction,
            Commission.two_step_decision,
            Commission.forward_at_once,
            Commission.officers_may_decline,
            Commission.signature_method,
            Commission.is_open,
            Commission.own_settings,
            Commission.set_up_steps,
        ).where(Commission.commission_id == commission_id),
    )
    if row is None:
        raise NotFound()
    return SpaceSettings(*row)


def _median(commission_id: Any) -> ScalarSelect[Any]:
    """Of the call in the surrounding statement."""
    return (
        select(_FIGURES.c.median_days)
        .where(_FIGURES.c.commission_id == commission_id, _FIGURES.c.call_id == Call.id)
        .correlate(Call)
        .scalar_subquery()
    )
