"""Accompanying a draft: officers remark beside a field, the city answers, either side resolves.

Only where the commission's style has the step, and only while the city can still write.
"""

import uuid

from sqlalchemy import select

from portal.accounts.events import Recipient
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Permission, Role
from portal.applications.events import DraftRemarked
from portal.applications.models import Application
from portal.applications.remark_models import Remark
from portal.applications.services.freezing import form_of
from portal.applications.services.moving import File, take
from portal.applications.services.repeats import written_just_now
from portal.applications.workflow import State
from portal.commissions.styles import StyleStep, has_step
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LONGEST_REMARK = 2000
"""Characters."""


def remark(
    work: Work,
    application_id: uuid.UUID,
    *,
    section: str,
    field: str,
    text: str,
    at_once: bool = False,
) -> Remark:
    """An officer's remark beside a field. ``at_once``: told by mail now, else in the digest.

    Raises NotAllowed, NotFound for an unknown field, Invalid without words, Conflict if the
    commission does not accompany drafts or the city is not writing.
    """
    if Permission.APPLICATION_CHECK not in work.actor.permissions:
        raise NotAllowed(_l("Only officers of the commission comment in drafts."))
    file = _accompanied(work, application_id)
    if all(
        (known.key, each.key) != (section, field) for known, each in form_of(work, file).fields()
    ):
        raise NotFound()
    return _add(work, file, section, field, text, answers_to=None, at_once=at_once)


def answer_remark(
    work: Work,
    application_id: uuid.UUID,
    remark_id: uuid.UUID,
    *,
    text: str,
    at_once: bool = False,
) -> Remark:
    """An answer in the talk that a remark began, by the city or by an officer. Raises as above."""
    _check_may_answer(work)
    file = _accompanied(work, application_id)
    first = _first(work, application_id, remark_id)
    return _add(work, file, first.section, first.field, text, answers_to=first.id, at_once=at_once)


def resolve_remark(
    work: Work, application_id: uuid.UUID, remark_id: uuid.UUID, *, is_resolved: bool = True
) -> Remark:
    """Say that a remark is done, or open it again. Raises as above."""
    _check_may_answer(work)
    _accompanied(work, application_id)
    first = _first(work, application_id, remark_id)
    first.resolved_at = work.now if is_resolved else None
    first.resolved_by = work.actor.name if is_resolved else ""
    work.session.flush()
    return first


def _check_may_answer(work: Work) -> None:
    if not work.actor.permissions & {Permission.COMMENT_WRITE, Permission.APPLICATION_CHECK}:
        raise NotAllowed(_l("Only those who write the application or accompany it comment here."))


def _first(work: Work, application_id: uuid.UUID, remark_id: uuid.UUID) -> Remark:
    row = work.session.scalars(
        select(Remark).where(
            Remark.application_id == application_id,
            Remark.id == remark_id,
            Remark.answers_to.is_(None),
        )
    ).first()
    if row is None:
        raise NotFound()
    return row


def _accompanied(work: Work, application_id: uuid.UUID) -> File:
    file = take(work, application_id)
    if not has_step(file.commission.style, StyleStep.COMMENT_DRAFTS):
        raise Conflict(_l("The commission's style has no comments in drafts."))
    if file.application.state is not State.DRAFT:
        raise Conflict(_l("The city is not writing now. Comment when it has a draft again."))
    return file


def _add(
    work: Work,
    file: File,
    section: str,
    field: str,
    text: str,
    *,
    answers_to: uuid.UUID | None,
    at_once: bool,
) -> Remark:
    application = file.application
    text = _checked(text, field)
    place = {"section": section, "field": field}
    repeated = written_just_now(work, Remark, application.id, text, **place)
    if repeated is not None:
        return repeated
    is_from_city = Permission.COMMENT_WRITE in work.actor.permissions
    row = Remark(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application.id,
        **place,
        answers_to=answers_to,
        text=text,
        is_from_city=is_from_city,
        author_id=work.actor.person_id,
        author_name=work.actor.name,
        written_at=work.now,
        told_at=work.now if at_once else None,
    )
    work.session.add(row)
    work.session.flush()
    if at_once:
        _tell(work, file, row)
    return row


def _checked(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(_l("Write the comment first."), field=field)
    if len(text) > LONGEST_REMARK:
        raise Invalid(
            _l("Shorten the comment to %(limit)s characters.", limit=LONGEST_REMARK), field=field
        )
    return text


def _tell(work: Work, file: File, row: Remark) -> None:
    recipients = people_told(work, file.application, is_from_city=row.is_from_city)
    if recipients:
        work.record(
            DraftRemarked(
                recipients=recipients,
                commission_code=file.commission.code,
                city_name=file.application.city_name,
                reference=file.application.reference,
                section=row.section,
                author=row.author_name,
                text=row.text,
                is_from_city=row.is_from_city,
            )
        )


def people_told(
    work: Work, application: Application, *, is_from_city: bool
) -> tuple[Recipient, ...]:
    """The other side: those who write for the city, or the officer who has the file, else all."""
    of_city = (
        Membership.role.in_((Role.DELEGATE, Role.EDITOR)),
        Membership.city_id == application.city_id,
    )
    of_commission = (Membership.role == Role.OFFICER, Membership.city_id.is_(None))
    rows = work.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.commission_id == application.commission_id,
            Membership.ended_at.is_(None),
            Person.disabled_at.is_(None),
            *(of_commission if is_from_city else of_city),
        )
        .distinct()
        .order_by(Person.id)
    ).all()
    if is_from_city:
        rows = [person for person in rows if person.id == application.officer_id] or rows
    return tuple(
        Recipient(email=person.email, name=person.name, language=person.language) for person in rows
    )
