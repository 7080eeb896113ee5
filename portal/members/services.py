"""Registers members, records what the jury decided, keeps the register true.

In mode *registration* there is no "reject": membership is administered, not granted
(concept note, "Who administers membership?").
"""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.applications.events import ApplicationDeferred, MemberRegistered, NotAdmitted
from portal.applications.models import Application, Submission
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    move,
    take,
)
from portal.applications.workflow import Action
from portal.calls.queries import form_of_version
from portal.commissions.consortium import partners_of, stored_partners
from portal.commissions.models import City
from portal.core.codes import new_code
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.members.certificates import issue_certificate
from portal.members.models import Member, MemberStatus
from portal.signing.models import PublicSeal, SealStatus

NAMED_STATUSES = (MemberStatus.LEFT, MemberStatus.REMOVED)
"""Statuses in which a city is no member any more."""


def register(work: Work, application_id: uuid.UUID, *, seen_revision: int) -> Member:
    """Register a complete and endorsed city as a member (mode *registration*).

    Raises Conflict if the application has moved on or the call has a jury.
    """
    return _admit(work, application_id, Action.REGISTER, seen_revision=seen_revision, minute="")


def admit(work: Work, application_id: uuid.UUID, *, seen_revision: int, minute: str) -> Member:
    """Register a city that the jury recommended. Raises Invalid without the minute's reference."""
    return _admit(work, application_id, Action.ADMIT, seen_revision=seen_revision, minute=minute)


def not_admit(work: Work, application_id: uuid.UUID, *, seen_revision: int, minute: str) -> None:
    """Record that the jury did not recommend. Raises Invalid without the minute's reference."""
    file = _taken(work, application_id, Action.NOT_ADMIT, seen_revision, minute)
    move(work, file, Action.NOT_ADMIT)
    work.record(NotAdmitted(**file.ids, minute=minute.strip()))


def defer(work: Work, application_id: uuid.UUID, *, seen_revision: int, minute: str) -> None:
    """Put the decision off to a later call. Raises Invalid without the minute's reference."""
    file = _taken(work, application_id, Action.DEFER, seen_revision, minute)
    move(work, file, Action.DEFER)
    work.record(ApplicationDeferred(**file.ids, minute=minute.strip()))


def change_status(
    work: Work,
    commission_id: int,
    city_id: uuid.UUID,
    *,
    seen_status: MemberStatus,
    status: MemberStatus,
    since: date,
    reason: str,
) -> Member:
    """Say that a member became inactive, left, was removed or is active again.

    Raises Invalid without a reason, for a day in the future or the same status, Conflict if the
    status is no longer the one that was seen, NotFound.
    """
    member = work.session.scalars(
        select(Member)
        .where(Member.commission_id == commission_id, Member.city_id == city_id)
        .with_for_update()
    ).first()
    if member is None:
        raise NotFound()
    if member.status is not seen_status:
        raise Conflict(_l("Somebody has changed this member's status since you opened the page."))
    if status is member.status:
        raise Invalid(_l("This is the status already. Choose another one."), field="status")
    if not reason.strip():
        raise Invalid(_l("Say why: totals must explain themselves."), field="reason")
    if since > work.now.date() or since < member.admitted_on:
        raise Invalid(
            _l("Choose a day between the admission and today."),
            field="since",
        )
    member.status = status
    member.status_since = since
    member.status_reason = reason.strip()
    _seal_follows(work, member)
    return member


def _admit(
    work: Work, application_id: uuid.UUID, action: Action, *, seen_revision: int, minute: str
) -> Member:
    file = _taken(work, application_id, action, seen_revision, minute)
    submission = current_submission(work, file.application)
    move(work, file, action)
    with work.session.no_autoflush:  # a new row is whole only after it was filled
        member = _member_of(work, file.application)
        member.application_id = file.application.id
        _fill(work, member, file, submission)
    work.session.flush()
    _seal_follows(work, member, submission)
    issue_certificate(work, member, file.application, submission)
    work.record(MemberRegistered(**file.ids, minute=minute.strip()))
    return member


def _taken(
    work: Work, application_id: uuid.UUID, action: Action, seen_revision: int, minute: str
) -> File:
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, action)
    if action is not Action.REGISTER and not minute.strip():
        raise Invalid(_l("Name the minute of the jury in which this was decided."), field="minute")
    return file


def _member_of(work: Work, application: Application) -> Member:
    """The city's row in the register: a city that left and returns keeps its row."""
    key = (application.commission_id, application.city_id)
    member = work.session.get(Member, key)
    if member is None:
        member = Member(
            commission_id=key[0], city_id=key[1], certificate_code=new_code(), status_reason=""
        )
        work.session.add(member)
    return member


def _fill(work: Work, member: Member, file: File, submission: Submission) -> None:
    city = work.session.scalars(
        select(City).where(
            City.commission_id == member.commission_id, City.city_id == member.city_id
        )
    ).one()
    member.name = city.name
    member.latin_name = city.latin_name
    member.subdivision = city.subdivision
    member.latitude = city.latitude
    member.longitude = city.longitude
    member.call_code = file.call.code
    member.admitted_on = work.now.date()
    member.status = MemberStatus.ACTIVE
    member.status_since = work.now.date()
    member.status_reason = ""
    member.population = file.application.population
    member.partners = stored_partners(partners_of(city))
    member.profile = public_answers(work, submission)
    member.registered_at = work.now


def public_answers(work: Work, submission: Submission) -> dict[str, Any]:
    """``{field: value}`` of the fields that the form of the submission declares public."""
    form = form_of_version(work, submission.form_version_id)
    return {
        field.key: submission.answers[section.key][field.key]
        for section, field in form.fields()
        if field.is_public and field.key in submission.answers.get(section.key, {})
    }


def _seal_follows(work: Work, member: Member, submission: Submission | None = None) -> None:
    """Let the certificate's code say publicly what the membership is worth today."""
    seal = work.session.get(PublicSeal, (member.commission_id, member.certificate_code))
    if seal is None:
        if submission is None:
            return
        seal = PublicSeal(
            commission_id=member.commission_id,
            code=member.certificate_code,
            reference=member.call_code,
            submission_number=submission.number,
            answers_digest=submission.digest,
        )
        work.session.add(seal)
    seal.city_name = member.name
    seal.facts = {
        "signatures": (seal.facts or {}).get("signatures", []),
        "membership": {
            "admitted_on": member.admitted_on.isoformat(),
            "call": member.call_code,
            "status": str(member.status),
            "since": member.status_since.isoformat(),
        },
    }
    has_ended = member.status in NAMED_STATUSES
    seal.status = SealStatus.WITHDRAWN if has_ended else SealStatus.CURRENT
    seal.status_since = work.now
