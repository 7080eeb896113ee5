"""Which colleague has a file. Only people of the commission can take one."""

import uuid

from sqlalchemy import select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Permission, Role
from portal.applications.events import OfficerAssigned
from portal.applications.models import Application
from portal.applications.services.moving import take
from portal.core.errors import Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def assign_officer(
    work: Work, application_id: uuid.UUID, *, officer_id: uuid.UUID | None
) -> Application:
    """Give the file to a colleague, or to nobody. Raises Invalid if it is none of ours."""
    file = take(work, application_id)
    if Permission.APPLICATION_CHECK not in work.actor.permissions:
        raise NotAllowed(_l("Only officers of the commission hand files to each other."))
    application = file.application
    if officer_id == application.officer_id:
        return application
    name = ""
    if officer_id is not None:
        name = _officer_name(work, application.commission_id, officer_id)
    application.officer_id = officer_id
    application.officer_name = name
    work.record(OfficerAssigned(**file.ids, officer_name=name))
    return application


def _officer_name(work: Work, commission_id: int, officer_id: uuid.UUID) -> str:
    name = work.session.scalars(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.id == officer_id,
            Membership.commission_id == commission_id,
            Membership.role == Role.OFFICER,
            Membership.ended_at.is_(None),
        )
    ).first()
    if name is None:
        raise Invalid(_l("Choose an officer of your commission."), field="officer")
    return name
