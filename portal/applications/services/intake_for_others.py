"""A city that sends paper to its commission: an officer enters it, and the city is invited.

What the officer types is the city's only once the city has confirmed it.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.models import Membership
from portal.accounts.roles import Permission, Role
from portal.accounts.services.cities import CityFacts, add_city
from portal.accounts.services.invitations import invite
from portal.applications.handwritten_files import ReceivedForm
from portal.applications.models import Application
from portal.applications.services.starting import ENDED, start_application
from portal.applications.services.typing_from_paper import add_paper_form
from portal.applications.workflow import State
from portal.commissions.models import City, CityStatus
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """Who shall claim the application for the city; without an address nobody is invited."""

    name: str = ""
    email: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Entered:
    """The application a paper was added to."""

    reference: str
    paper_id: uuid.UUID


def enter_for_city(
    work: Work,
    commission_id: int,
    *,
    call_id: uuid.UUID,
    city: CityFacts | uuid.UUID,
    claimant: Claimant,
    form: ReceivedForm,
) -> Entered:
    """Add a paper to a city's draft; begin the application, and enter the city, if need be.

    Raises Invalid on the field it concerns, Conflict if the application is no draft any more.
    """
    if Permission.APPLICATION_TYPE not in work.actor.permissions:
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    is_new = isinstance(city, CityFacts)
    city_id = add_city(work, commission_id, city=city) if isinstance(city, CityFacts) else city
    _check_reachable(work, city_id, claimant, is_new=is_new)
    application = _draft_of(work, commission_id, city_id, call_id)
    paper = add_paper_form(work, application.id, form=form, is_for_commission=True)
    if claimant.email:
        invite(
            work,
            email=claimant.email,
            role=Role.DELEGATE,
            name=claimant.name,
            language=claimant.language,
            commission_id=commission_id,
            city_id=city_id,
        )
    return Entered(application.reference, paper.id)


def _check_reachable(work: Work, city_id: uuid.UUID, claimant: Claimant, *, is_new: bool) -> None:
    """Somebody of the city has to be able to confirm what is typed for it."""
    status = work.session.scalar(select(City.status).where(City.city_id == city_id))
    if status is not CityStatus.CONFIRMED:
        raise Invalid(_l("Choose a city of the list, or enter a new one."), field="city")
    if claimant.email:
        return
    has_delegate = not is_new and work.session.scalar(
        select(Membership.id)
        .where(Membership.city_id == city_id, Membership.ended_at.is_(None))
        .limit(1)
    )
    if not has_delegate:
        raise Invalid(
            _l("Give an e-mail address of the city: it is invited to confirm what you type."),
            field="email",
        )


def _draft_of(
    work: Work, commission_id: int, city_id: uuid.UUID, call_id: uuid.UUID
) -> Application:
    """The city's open application in the call, or a new one."""
    application = work.session.scalars(
        select(Application).where(
            Application.commission_id == commission_id,
            Application.city_id == city_id,
            Application.call_id == call_id,
            Application.state.not_in(ENDED),
        )
    ).first()
    if application is None:
        return start_application(
            work, commission_id, city_id=city_id, call_id=call_id, copy_answers=False
        )
    if application.state is not State.DRAFT:
        raise Conflict(
            _l(
                "The application %(reference)s of this city is not a draft any more: nothing can"
                " be typed into it.",
                reference=application.reference,
            ),
            field="city",
        )
    return application
