"""Starting: a city opens its application in a call and gets the reference everyone will quote."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.accounts.roles import Permission
from portal.applications.events import ApplicationStarted
from portal.applications.models import Application, DraftSection, ReferenceCounter
from portal.applications.search_text import search_text
from portal.applications.workflow import State
from portal.calls.form import FieldKind, Form
from portal.calls.queries import CallDates, call_dates, form_of_version
from portal.commissions.models import City, CityStatus, Commission
from portal.core.codes import new_id
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

ENDED = (State.WITHDRAWN, State.LAPSED, State.DECLINED)
"""After these a city may begin again in the same call."""


def start_application(
    work: Work,
    commission_id: int,
    *,
    city_id: uuid.UUID,
    call_id: uuid.UUID,
    copy_answers: bool = True,
) -> Application:
    """Open a draft for a city in a call that is open for its commission.

    ``copy_answers``: begin with the answers of the city's last application, without its
    declarations. Raises Conflict if the call is not open, the commission has not confirmed the
    city, or an application of the city is under way in this call.
    """
    if not work.actor.permissions & {Permission.APPLICATION_EDIT, Permission.APPLICATION_TYPE}:
        raise NotAllowed(_l("Only the city's delegates prepare its application."))
    commission = work.session.get(Commission, commission_id)
    city = work.session.get(City, (commission_id, city_id))
    if commission is None or city is None:
        raise NotFound()
    _check_city(city)
    call = call_dates(work, commission_id, call_id)
    if not call.is_open_at(work.now):
        raise Conflict(_l("This call is not open now. Look at its dates on your first page."))
    number = _next_number(work, commission_id, call_id)
    _check_none_open(work, city, call_id)
    application = Application(
        id=new_id(),
        commission_id=commission_id,
        city_id=city_id,
        call_id=call_id,
        reference=f"{commission.code.upper()}-{call.code}-{number:03d}",
        state=State.DRAFT,
        state_since=work.now,
        revision=1,
        city_name=city.called or city.name,
        created_at=work.now,
    )
    application.search_text = search_text(city.name, city.latin_name, application.reference)
    work.session.add(application)
    work.session.flush()
    _first_answers(work, application, city, call, copy_answers)
    work.record(
        ApplicationStarted(
            commission_id=commission_id,
            city_id=city_id,
            application_id=application.id,
            reference=application.reference,
        )
    )
    return application


def _check_city(city: City) -> None:
    if city.status is CityStatus.PENDING:
        raise Conflict(
            _l("The National Commission has not confirmed your city yet. You will get a mail.")
        )
    if city.status is CityStatus.REFUSED:
        raise Conflict(_l("The National Commission did not confirm your city. Write to it."))


def _next_number(work: Work, commission_id: int, call_id: uuid.UUID) -> int:
    """The next number of this commission and call; its row stays locked until the commit."""
    counter = (
        insert(ReferenceCounter)
        .values(commission_id=commission_id, call_id=call_id, last_number=1)
        .on_conflict_do_update(
            index_elements=[ReferenceCounter.commission_id, ReferenceCounter.call_id],
            set_={"last_number": ReferenceCounter.last_number + 1},
        )
        .returning(ReferenceCounter.last_number)
    )
    return int(work.session.execute(counter).scalar_one())


def _check_none_open(work: Work, city: City, call_id: uuid.UUID) -> None:
    """One application per city and call; the locked counter makes the look race-free."""
    reference = work.session.scalar(
        select(Application.reference).where(
            Application.commission_id == city.commission_id,
            Application.city_id == city.city_id,
            Application.call_id == call_id,
            Application.state.not_in(ENDED),
        )
    )
    if reference is not None:
        raise Conflict(
            _l(
                "Your city has an application in this call already: %(reference)s."
                " Open it from your first page.",
                reference=reference,
            )
        )


def _first_answers(
    work: Work, application: Application, city: City, call: CallDates, copy_answers: bool
) -> None:
    """Answers to begin with: the last application's where the form still asks, and the name."""
    form = form_of_version(work, call.form_version_id)
    last = _last_answers(work, application) if copy_answers else {}
    answers = {
        section.key: {
            field.key: last[field.key]
            for field in section.fields
            if field.kind is not FieldKind.DECLARATION and field.key in last
        }
        for section in form.sections
    }
    place = _section_of(form, "city_name")
    if place:
        answers[place].setdefault("city_name", city.name)
    for section, values in answers.items():
        if values:
            work.session.add(
                DraftSection(
                    commission_id=application.commission_id,
                    city_id=application.city_id,
                    application_id=application.id,
                    section=section,
                    answers=values,
                    revisions={},
                    saved_at=work.now,
                    saved_by=work.actor.name,
                )
            )


def _last_answers(work: Work, application: Application) -> dict[str, Any]:
    """``{field: value}`` of the city's application before this one."""
    previous = (
        select(Application.id)
        .where(
            Application.commission_id == application.commission_id,
            Application.city_id == application.city_id,
            Application.id != application.id,
        )
        .order_by(Application.created_at.desc(), Application.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    sections = work.session.scalars(
        select(DraftSection.answers).where(
            DraftSection.commission_id == application.commission_id,
            DraftSection.application_id == previous,
        )
    )
    return {key: value for answers in sections for key, value in answers.items()}


def _section_of(form: Form, key: str) -> str | None:
    return next((section.key for section, field in form.fields() if field.key == key), None)
