"""The checklist: an officer's verdict on each point of the present version.

Keeps ``checks_done`` and ``checks_total`` of the application; never changes its state.
"""

import uuid

from sqlalchemy import func, select

from portal.accounts.roles import Permission
from portal.applications.checklist import checklist, point_keys
from portal.applications.checklist_points import Finding, Subject
from portal.applications.events import CheckpointMarked
from portal.applications.models import Application, Check, Verdict
from portal.applications.services.freezing import form_of
from portal.applications.services.moving import File, take
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

CHECKED_STATES = (State.SUBMITTED,)
"""Where the checklist is open: the commission has the application and has not decided."""


def mark_point(
    work: Work, application_id: uuid.UUID, *, point: str, verdict: Verdict | None, note: str = ""
) -> Application:
    """Give a verdict on one point of the present version, with a note for colleagues.

    Without a verdict the point stays open and the note is kept.

    Raises Invalid for an unknown point, Conflict if the application is not being checked,
    NotAllowed without the right to check.
    """
    file = _open(work, application_id)
    points = point_keys(form_of(work, file))
    if point not in points:
        raise Invalid(_l("This point is not on the checklist of this application."))
    _give(work, file, point, verdict, note)
    count_points(work, file, points)
    return file.application


def meet_found_points(work: Work, application_id: uuid.UUID, *, subject: Subject) -> int:
    """Give "meets" to each point without a verdict that the machine found in order.

    ``subject`` is what the machine looks at. Returns how many points were marked.
    Raises as ``mark_point``.
    """
    file = _open(work, application_id)
    judged = set(
        work.session.scalars(
            select(Check.point).where(
                Check.application_id == application_id,
                Check.submission_number == file.application.submission_number,
                Check.verdict.is_not(None),
            )
        )
    )
    found = [
        point.key
        for point in checklist(subject)
        if point.finding is Finding.OK and point.key not in judged
    ]
    for key in found:
        _give(work, file, key, Verdict.MEETS)
    count_points(work, file, point_keys(subject.form))
    return len(found)


def count_points(work: Work, file: File, points: tuple[str, ...]) -> None:
    """Points that meet, of all: only a list without open points lets an officer approve."""
    application = file.application
    work.session.flush()
    application.checks_total = len(points)
    application.checks_done = work.session.scalars(
        select(func.count()).where(
            Check.application_id == application.id,
            Check.submission_number == application.submission_number,
            Check.verdict == Verdict.MEETS,
            Check.point.in_(points),
        )
    ).one()


def _open(work: Work, application_id: uuid.UUID) -> File:
    file = take(work, application_id)
    if Permission.APPLICATION_CHECK not in work.actor.permissions:
        raise NotAllowed(_l("Only officers of the commission work on the checklist."))
    if file.application.state not in CHECKED_STATES:
        raise Conflict(_l("The checklist is closed: the application is not being checked now."))
    return file


def _give(
    work: Work, file: File, point: str, verdict: Verdict | None, note: str | None = None
) -> None:
    application = file.application
    key = (application.commission_id, application.id, point)
    row = work.session.get(Check, key)
    if row is None:
        row = Check(
            commission_id=application.commission_id, application_id=application.id, point=point
        )
        work.session.add(row)
    row.submission_number, row.carried_from = application.submission_number, None
    row.verdict = verdict
    if note is not None:
        row.note = note.strip()
    row.checked_by = work.actor.name
    row.checked_at = work.now
    work.record(CheckpointMarked(**file.ids, point=point, verdict=verdict or ""))
