"""Who is to be told: one statement for all audiences of an event."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role
from portal.applications.models import Application
from portal.applications.workflow import LAPSING_STATES
from portal.core.unit_of_work import Work
from portal.notifications.notice import Audience


@dataclass(frozen=True)
class Reader:
    """Somebody who gets a mail."""

    email: str
    name: str
    language: str
    person_id: uuid.UUID | None = None


_ROLES = {
    Role.DELEGATE: Audience.CITY,
    Role.EDITOR: Audience.CITY,
    Role.OFFICER: Audience.OFFICERS,
    Role.SIGNATORY: Audience.SIGNATORIES,
    Role.COORDINATOR: Audience.COORDINATION,
}


def readers(
    work: Work, audiences: Collection[Audience], *, commission_id: int, city_id: uuid.UUID
) -> dict[Audience, list[Reader]]:
    """The people of each audience, in the order in which they came. One statement.

    Nobody is told of an own act, except cities: there the mail confirms it.
    """
    places: dict[Audience, ColumnElement[bool]] = {
        Audience.CITY: and_(
            Membership.role.in_((Role.DELEGATE, Role.EDITOR)),
            Membership.commission_id == commission_id,
            Membership.city_id == city_id,
        ),
        Audience.OFFICERS: and_(
            Membership.role == Role.OFFICER, Membership.commission_id == commission_id
        ),
        Audience.SIGNATORIES: and_(
            Membership.role == Role.SIGNATORY, Membership.commission_id == commission_id
        ),
        Audience.COORDINATION: Membership.role == Role.COORDINATOR,
    }
    wanted = [places[audience] for audience in places if audience in audiences]
    return _found(work, audiences, wanted)


def readers_of_call(
    work: Work, audiences: Collection[Audience], *, commission_id: int, call_id: uuid.UUID
) -> dict[Audience, list[Reader]]:
    """Officers of a commission, and people of its cities with an unfinished application in a call.

    One statement.
    """
    unfinished = select(Application.city_id).where(
        Application.commission_id == commission_id,
        Application.call_id == call_id,
        Application.state.in_(LAPSING_STATES),
    )
    places: dict[Audience, ColumnElement[bool]] = {
        Audience.OFFICERS: and_(
            Membership.role == Role.OFFICER, Membership.commission_id == commission_id
        ),
        Audience.CITY: and_(
            Membership.role.in_((Role.DELEGATE, Role.EDITOR)),
            Membership.commission_id == commission_id,
            Membership.city_id.in_(unfinished),
        ),
    }
    return _found(
        work, audiences, [places[audience] for audience in places if audience in audiences]
    )


def staff(
    work: Work, audiences: Collection[Audience], *, commission_id: int
) -> dict[Audience, list[Reader]]:
    """Officers and signatories of a commission. One statement."""
    roles = [role for role, audience in _ROLES.items() if audience in audiences]
    wanted = and_(Membership.role.in_(roles), Membership.commission_id == commission_id)
    return _found(work, audiences, [wanted])


def _found(
    work: Work, audiences: Collection[Audience], wanted: list[ColumnElement[bool]]
) -> dict[Audience, list[Reader]]:
    found: dict[Audience, list[Reader]] = {audience: [] for audience in audiences}
    if not wanted:
        return found
    rows = work.session.execute(
        select(Membership.role, Person.id, Person.email, Person.name, Person.language)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.ended_at.is_(None), Person.disabled_at.is_(None), or_(*wanted))
        .order_by(Membership.since, Membership.id)
    )
    for row in rows:
        audience = _ROLES[row.role]
        if audience is Audience.CITY or row.id != work.actor.person_id:
            found[audience].append(Reader(row.email, row.name, row.language, row.id))
    return found
