"""Somebody asks to join the team of a city that is registered already.

A stranger learns that the city is there, never who is in its team; the team decides.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from portal.accounts.events import JoiningAsked, Recipient
from portal.accounts.models import AccountToken, Membership, Person, TokenPurpose
from portal.accounts.roles import CITY_ROLES, Role
from portal.accounts.services.memberships import check_manages, give_membership
from portal.commissions.models import City, Commission
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def ask_to_join(
    work: Work, link: AccountToken, person: Person, city: City, commission: Commission
) -> None:
    """Keep the wish of somebody who proved the address, and tell who may let them in."""
    link.city_id = city.city_id
    link.role = None
    work.session.flush()
    told = holders_of(work, Role.DELEGATE, city.commission_id, city.city_id)
    told = told or holders_of(work, Role.OFFICER, city.commission_id)
    work.record(
        JoiningAsked(
            recipients=recipients_of(told),
            commission_id=city.commission_id,
            commission_code=commission.code,
            city_id=city.city_id,
            city_name=city.called or city.name,
            person_name=person.name,
            person_email=person.email,
            office=link.office,
        )
    )


def let_join(work: Work, key: str, *, role: Role | None) -> Person:
    """Let who asked into the team, in a role. Raises NotFound, NotAllowed, Invalid."""
    link = _asked(work, key)
    if role not in CITY_ROLES:
        raise Invalid(_l("Choose a role from the list."), field="role")
    check_manages(work, role, commission_id=link.commission_id, city_id=link.city_id)
    person = work.session.scalars(select(Person).where(Person.email == link.email)).one()
    city_name = work.session.scalars(
        select(City.called).where(
            City.commission_id == link.commission_id, City.city_id == link.city_id
        )
    ).one()
    give_membership(
        work,
        person.id,
        role,
        commission_id=link.commission_id,
        city_id=link.city_id,
        city_name=city_name or link.city_name,
        office=link.office,
    )
    link.role = role
    work.session.flush()
    return person


def turn_down(work: Work, key: str) -> None:
    """Do not let who asked into the team. Raises NotFound, NotAllowed."""
    link = _asked(work, key)
    check_manages(work, Role.DELEGATE, commission_id=link.commission_id, city_id=link.city_id)
    link.revoked_at = work.now
    work.session.flush()


def is_asking(commission_id: int, city_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    """Which links are wishes to join a city that nobody has answered."""
    return (
        AccountToken.purpose == TokenPurpose.CITY_REGISTRATION,
        AccountToken.commission_id == commission_id,
        AccountToken.city_id == city_id,
        AccountToken.role.is_(None),
        AccountToken.used_at.is_not(None),
        AccountToken.revoked_at.is_(None),
    )


def holders_of(
    work: Work, role: Role, commission_id: int, city_id: uuid.UUID | None = None
) -> list[Person]:
    """Who holds a role at a commission or in a city of it."""
    return list(
        work.session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.commission_id == commission_id,
                Membership.city_id.is_not_distinct_from(city_id),
                Membership.role == role,
                Membership.ended_at.is_(None),
                Person.disabled_at.is_(None),
            )
            .order_by(Person.id)
        )
    )


def recipients_of(people: Iterable[Person]) -> tuple[Recipient, ...]:
    """Who is told, each in their language."""
    return tuple(
        Recipient(email=person.email, name=person.name, language=person.language)
        for person in people
    )


def _asked(work: Work, key: str) -> AccountToken:
    scope = work.scope
    commission_id, city_id = getattr(scope, "commission_id", None), getattr(scope, "city_id", None)
    if commission_id is None or city_id is None:
        raise NotFound()
    link = work.session.scalars(
        select(AccountToken)
        .where(AccountToken.token_hash == key, *is_asking(commission_id, city_id))
        .with_for_update()
    ).first()
    if link is None:
        raise NotFound()
    return link
