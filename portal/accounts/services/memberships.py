"""Who serves where: memberships given and ended. Ending one has effect at once."""

import uuid

from sqlalchemy import select

from portal.accounts.events import MembershipEnded, Recipient, RoleChanged
from portal.accounts.models import Membership, Person
from portal.accounts.roles import CITY_ROLES, Permission, Role
from portal.commissions.models import Commission
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.tenancy import scope


def give_membership(
    work: Work,
    person_id: uuid.UUID,
    role: Role,
    *,
    commission_id: int | None = None,
    city_id: uuid.UUID | None = None,
    city_name: str = "",
    office: str = "",
) -> Membership:
    """Let a person serve in a place; nothing changes if they hold this role there already."""
    held = work.session.scalars(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.role == role,
            Membership.commission_id == commission_id,
            Membership.city_id == city_id,
            Membership.ended_at.is_(None),
        )
    ).first()
    if held is not None:
        return held
    membership = Membership(
        person_id=person_id,
        role=role,
        commission_id=commission_id,
        city_id=city_id,
        city_name=city_name,
        office=office,
        since=work.now,
    )
    work.session.add(membership)
    work.session.flush()
    return membership


def end_membership(work: Work, membership_id: uuid.UUID) -> Membership:
    """End a role with effect at once and tell its holder; the membership that was.

    Raises NotFound outside the actor's space, NotAllowed without the right, Conflict if nobody
    would be left in the place who can let others in.
    """
    membership = work.session.scalars(
        select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    ).first()
    if membership is None or not _is_in_scope(work, membership):
        raise NotFound()
    if membership.person_id != work.actor.person_id and not _may_manage(work, membership):
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    holders = work.session.scalars(
        select(Membership)
        .where(
            Membership.role == membership.role,
            Membership.commission_id.is_not_distinct_from(membership.commission_id),
            Membership.city_id.is_not_distinct_from(membership.city_id),
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update()
    ).all()
    if membership not in holders:
        raise NotFound()  # somebody else ended it while we waited
    if len(holders) == 1 and not _may_leave_empty(work, membership):
        raise Conflict(_last_of(membership.role))
    membership.ended_at = work.now
    work.session.flush()
    _tell(work, membership)
    return membership


def change_role(work: Work, membership_id: uuid.UUID, role: Role | None) -> Membership:
    """Give somebody of a city's team another role, with effect at once; tells them.

    The role that was stays in the records with its end. Raises NotFound, NotAllowed, Invalid
    for a role no city has, Conflict if no delegate would be left.
    """
    held = work.session.scalars(
        select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    ).first()
    if held is None or not _is_in_scope(work, held) or held.role not in CITY_ROLES:
        raise NotFound()
    if role not in CITY_ROLES:
        raise Invalid(_l("Choose a role from the list."), field="role")
    check_manages(work, role, commission_id=held.commission_id, city_id=held.city_id)
    if role is held.role:
        return held
    _check_delegate_stays(work, held)
    held.ended_at = work.now
    work.session.flush()
    given = give_membership(
        work,
        held.person_id,
        role,
        commission_id=held.commission_id,
        city_id=held.city_id,
        city_name=held.city_name,
        office=held.office,
    )
    _tell(work, given, has_ended=False)
    return given


def _check_delegate_stays(work: Work, leaving: Membership) -> None:
    """Raise Conflict if the last delegate would become something else. Locks the delegates."""
    if leaving.role is not Role.DELEGATE:
        return
    delegates = work.session.scalars(
        select(Membership.id)
        .where(
            Membership.role == Role.DELEGATE,
            Membership.commission_id == leaving.commission_id,
            Membership.city_id == leaving.city_id,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update()
    ).all()
    if delegates == [leaving.id]:
        raise Conflict(_last_of(Role.DELEGATE))


def check_manages(
    work: Work, role: Role, *, commission_id: int | None, city_id: uuid.UUID | None
) -> None:
    """Whether the actor may let people into a place and role. Raises NotAllowed."""
    place = Membership(role=role, commission_id=commission_id, city_id=city_id)
    if not (_is_in_scope(work, place) and _may_manage(work, place)):
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))


def _is_in_scope(work: Work, membership: Membership) -> bool:
    """Accounts have no policies in the database: this is the border between spaces."""
    if isinstance(work.scope, scope.City):
        return (membership.commission_id, membership.city_id) == (
            work.scope.commission_id,
            work.scope.city_id,
        )
    if isinstance(work.scope, scope.Commission):
        return membership.commission_id == work.scope.commission_id
    return isinstance(work.scope, scope.Network | scope.Worker)


def _may_manage(work: Work, membership: Membership) -> bool:
    granted = work.actor.permissions
    if work.actor.office == "operator":
        return True
    if membership.role is Role.COORDINATOR:
        return Permission.COMMISSION_MANAGE in granted
    if membership.role is Role.OFFICER and Permission.COMMISSION_MANAGE in granted:
        return True
    if isinstance(work.scope, scope.City):
        return membership.role in CITY_ROLES and Permission.TEAM_MANAGE in granted
    return isinstance(work.scope, scope.Commission) and Permission.PEOPLE_MANAGE in granted


def _may_leave_empty(work: Work, membership: Membership) -> bool:
    """Whether the last holder of a role may go: never one who alone lets others in."""
    if membership.role in (Role.EDITOR, Role.READER):
        return True
    if work.actor.office == "operator" or membership.role is Role.SIGNATORY:
        return True
    if membership.role is Role.OFFICER:
        return Permission.COMMISSION_MANAGE in work.actor.permissions
    if membership.role is Role.DELEGATE:
        return Permission.PEOPLE_MANAGE in work.actor.permissions
    return False


def _last_of(role: Role) -> object:
    if role is Role.OFFICER:
        return _l("This is the commission's last officer. Invite another one first.")
    if role is Role.DELEGATE:
        return _l("This is the city's last delegate. Invite another one first.")
    return _l("This is the last coordinator. Invite another one first.")


def _tell(work: Work, membership: Membership, *, has_ended: bool = True) -> None:
    person = work.session.get_one(Person, membership.person_id)
    commission = (
        work.session.get(Commission, membership.commission_id)
        if membership.commission_id is not None
        else None
    )
    happened = MembershipEnded if has_ended else RoleChanged
    work.record(
        happened(
            recipients=(Recipient(email=person.email, name=person.name, language=person.language),),
            role=membership.role,
            commission_id=membership.commission_id,
            commission_code=commission.code if commission else "",
            commission_name=commission.name_in(person.language) if commission else "",
            city_name=membership.city_name,
        )
    )
