"""Invitations: bound to a place, a role, an address; used once, valid for fourteen days.

Who may invite whom: officers their colleagues and their cities' delegates; delegates co-editors of
their own city; coordinators coordinators and the first officers of a commission.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from portal.accounts.events import InvitationSent, Recipient
from portal.accounts.models import AccountToken, Membership, Person, TokenPurpose
from portal.accounts.password_rules import check_password_rules
from portal.accounts.roles import CITY_ROLES, Role
from portal.accounts.services.links import look_at_link, make_link, spend_link
from portal.accounts.services.memberships import check_manages, give_membership
from portal.accounts.services.passwords import hash_password
from portal.accounts.services.signing_in import LONGEST_EMAIL, clean_email
from portal.commissions.models import City, Commission
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

_PLACES = {**dict.fromkeys(CITY_ROLES, "city"), Role.COORDINATOR: "network"}
LONGEST_NAME = 120
"""Characters of a person's name or office."""


@dataclass(frozen=True)
class Newcomer:
    """What somebody without an account gives to have one."""

    name: str
    language: str
    password: str


def invite(
    work: Work,
    *,
    email: str,
    role: Role,
    name: str = "",
    language: str = "en",
    commission_id: int | None = None,
    city_id: uuid.UUID | None = None,
    city_name: str = "",
    office: str = "",
) -> str:
    """Invite an address to a role; the invitation's key (a hash that opens nothing).

    An open invitation of the same address to the same role and place is replaced. ``city_name`` is
    read from the city where the scope can read it. Raises Invalid on the field it concerns,
    NotAllowed, NotFound.
    """
    email = _checked_email(email)
    _check_place(role, commission_id, city_id)
    check_manages(work, role, commission_id=commission_id, city_id=city_id)
    if language not in INTERFACE_LANGUAGES:
        raise Invalid(_l("Choose one of the languages of the list."), field="language")
    if city_id is not None:
        city_name = _city_name(work, commission_id, city_id)
    _refuse_holder(work, email, role, commission_id, city_id)
    work.session.execute(
        update(AccountToken)
        .where(
            AccountToken.email == email,
            AccountToken.role == role,
            AccountToken.commission_id.is_not_distinct_from(commission_id),
            AccountToken.city_id.is_not_distinct_from(city_id),
            *_open_invitations(),
        )
        .values(revoked_at=work.now)
    )
    return _send(
        work,
        AccountToken(
            purpose=TokenPurpose.INVITATION,
            email=email,
            name=name.strip()[:LONGEST_NAME],
            language=language,
            role=role,
            commission_id=commission_id,
            city_id=city_id,
            city_name=city_name,
            office=office.strip()[:LONGEST_NAME],
            invited_by=work.actor.person_id,
        ),
    )


def revoke_invitation(work: Work, key: str) -> None:
    """Take an invitation back: its link opens nothing any more. Raises NotFound, NotAllowed."""
    _take_invitation(work, key).revoked_at = work.now
    work.session.flush()


def resend_invitation(work: Work, key: str) -> str:
    """Send an invitation again with a new link; the old link is void. The new key."""
    old = _take_invitation(work, key)
    old.revoked_at = work.now
    return _send(
        work,
        AccountToken(
            purpose=TokenPurpose.INVITATION,
            email=old.email,
            name=old.name,
            language=old.language,
            role=old.role,
            commission_id=old.commission_id,
            city_id=old.city_id,
            city_name=old.city_name,
            office=old.office,
            invited_by=work.actor.person_id,
        ),
    )


def accept_as_newcomer(work: Work, secret: str, newcomer: Newcomer) -> uuid.UUID:
    """Spend the invitation and make the account it was for; the person's id.

    Raises NotFound if the link cannot be used, Conflict if the address has an account, Invalid.
    """
    link = spend_link(work, secret, purpose=TokenPurpose.INVITATION)
    person = add_person(work, link.email, newcomer)
    _join(work, person.id, link)
    return person.id


def accept_as(work: Work, secret: str, *, person_id: uuid.UUID) -> None:
    """Spend the invitation for somebody who is signed in. Raises NotFound, NotAllowed.

    The address must be theirs: an invitation forwarded to somebody else lets nobody in.
    """
    link = spend_link(work, secret, purpose=TokenPurpose.INVITATION)
    check_is_addressee(work, link, person_id)
    _join(work, person_id, link)


def look_at_invitation(work: Work, secret: str) -> AccountToken:
    """What an invitation offers, without spending it. Raises NotFound."""
    return look_at_link(work, secret, purpose=TokenPurpose.INVITATION)


def check_is_addressee(work: Work, link: AccountToken, person_id: uuid.UUID) -> Person:
    """The person, if a link was sent to their address. Raises NotAllowed."""
    person = work.session.scalars(select(Person).where(Person.id == person_id)).first()
    if person is None or person.email != link.email:
        raise NotAllowed(
            _l(
                "This link was sent to %(email)s. Sign out, then open it again.",
                email=link.email,
            )
        )
    return person


def add_person(work: Work, email: str, newcomer: Newcomer) -> Person:
    """Make an account for an address that was proved by a link. Raises Conflict, Invalid."""
    if work.session.scalars(select(Person.id).where(Person.email == email)).first():
        raise Conflict(_l("This address has an account. Sign in, then open the link again."))
    name = newcomer.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_l("Give your name as colleagues know it."), field="name")
    if newcomer.language not in INTERFACE_LANGUAGES:
        raise Invalid(_l("Choose one of the languages of the list."), field="language")
    check_password_rules(newcomer.password, email=email, name=name)
    person = Person(
        email=email,
        name=name,
        language=newcomer.language,
        password_hash=hash_password(newcomer.password),
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _join(work: Work, person_id: uuid.UUID, link: AccountToken) -> None:
    assert link.role is not None
    give_membership(
        work,
        person_id,
        link.role,
        commission_id=link.commission_id,
        city_id=link.city_id,
        city_name=link.city_name,
        office=link.office,
    )


def _send(work: Work, link: AccountToken) -> str:
    assert link.role is not None
    known = work.session.execute(
        select(Person.name, Person.language).where(Person.email == link.email)
    ).first()
    language = known.language if known else link.language
    commission = (
        work.session.get_one(Commission, link.commission_id)
        if link.commission_id is not None
        else None
    )
    secret = make_link(work, link)
    work.record(
        InvitationSent(
            recipients=(
                Recipient(
                    email=link.email, name=known.name if known else link.name, language=language
                ),
            ),
            secret=secret,
            expires_at=link.expires_at,
            role=link.role,
            office=link.office,
            invited_by=work.actor.name,
            commission_id=link.commission_id,
            commission_code=commission.code if commission else "",
            commission_name=commission.name_in(language) if commission else "",
            city_name=link.city_name,
        )
    )
    return link.token_hash


def _take_invitation(work: Work, key: str) -> AccountToken:
    link = work.session.scalars(
        select(AccountToken)
        .where(AccountToken.token_hash == key, *_open_invitations())
        .with_for_update()
    ).first()
    if link is None or link.role is None:
        raise NotFound()
    try:
        check_manages(work, link.role, commission_id=link.commission_id, city_id=link.city_id)
    except NotAllowed:
        raise NotFound() from None
    return link


def _open_invitations() -> tuple[ColumnElement[bool], ...]:
    return (
        AccountToken.purpose == TokenPurpose.INVITATION,
        AccountToken.used_at.is_(None),
        AccountToken.revoked_at.is_(None),
    )


def _checked_email(typed: str) -> str:
    email = clean_email(typed)
    if "@" not in email or len(email) >= LONGEST_EMAIL:
        raise Invalid(_l("Give a full e-mail address, such as name@city.example."), field="email")
    return email


def _check_place(role: Role, commission_id: int | None, city_id: uuid.UUID | None) -> None:
    place = "city" if city_id else "commission" if commission_id is not None else "network"
    if _PLACES.get(role, "commission") != place:
        raise Invalid(_l("Choose the place in which this role is held."), field="role")


def _city_name(work: Work, commission_id: int | None, city_id: uuid.UUID) -> str:
    row = work.session.execute(
        select(City.name, City.called).where(
            City.commission_id == commission_id, City.city_id == city_id
        )
    ).first()
    if row is None:
        raise NotFound()
    return str(row.called or row.name)


def _refuse_holder(
    work: Work, email: str, role: Role, commission_id: int | None, city_id: uuid.UUID | None
) -> None:
    held = work.session.scalars(
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.email == email,
            Membership.role.in_(CITY_ROLES if city_id is not None else [role]),
            Membership.commission_id.is_not_distinct_from(commission_id),
            Membership.city_id.is_not_distinct_from(city_id),
            Membership.ended_at.is_(None),
        )
    ).first()
    if held is not None:
        raise Invalid(
            _l("This person is in the team already. Change the role in the list.")
            if city_id is not None
            else _l("This person has this role here already."),
            field="email",
        )
