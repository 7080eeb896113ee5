"""Starting: a city opens its application in a call and gets the reference everyone will quote."""

import uuid

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.accounts.roles import Permission
from portal.applications.carrying_over import copied_answers
from portal.applications.events import ApplicationStarted
from portal.applications.known_of_city import known_answers
from portal.applications.models import Application, DraftSection, ReferenceCounter
from portal.applications.queries.last_file import last_file
from portal.applications.search_text import search_text
from portal.applications.workflow import State
from portal.calls.queries import CallDates, call_dates, form_of_version
from portal.commissions.models import City, CityStatus, Commission, NationalValues
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
    declarations and statistics. What is known of the city, and what the commission proposes to its
    cities, is filled in.
    Raises Conflict if the call is not open, the commission has not confirmed the city, or an
    application of the city is under way in this call.
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
    """Answers to begin with: what fits of the last application, the commission's, what is known."""
    form = form_of_version(work, call.form_version_id)
    application.copied_from_id = _last_application(work, application) if copy_answers else None
    last = last_file(work, application.copied_from_id)
    answers = copied_answers(last.form, form, last.answers) if last else {}
    stored = work.session.scalar(
        select(NationalValues.answers).where(
            NationalValues.commission_id == application.commission_id,
            NationalValues.call_id == application.call_id,
        )
    )
    proposed, known = stored or {}, known_answers(city)
    for section, field in form.fields():
        if field.key in known:
            answers.setdefault(section.key, {}).setdefault(field.key, known[field.key])
        if field.is_national and field.key in proposed:
            answers.setdefault(section.key, {})[field.key] = proposed[field.key]
    for section_key, values in answers.items():
        work.session.add(
            DraftSection(
                commission_id=application.commission_id,
                city_id=application.city_id,
                application_id=application.id,
                section=section_key,
                answers=values,
                revisions={},
                saved_at=work.now,
                saved_by=work.actor.name,
            )
        )


def _last_application(work: Work, application: Application) -> uuid.UUID | None:
    """The city's application before this one."""
    return work.session.scalar(
        select(Application.id)
        .where(
            Application.commission_id == application.commission_id,
            Application.city_id == application.city_id,
            Application.id != application.id,
        )
        .order_by(Application.created_at.desc(), Application.id.desc())
        .limit(1)
    )
