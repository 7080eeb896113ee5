"""The clock's act: what was not submitted by the end of a call lapses. Told beforehand by mail."""

import uuid

from sqlalchemy import select

from portal.applications.events import ApplicationLapsed
from portal.applications.models import Application
from portal.applications.services.moving import move, take
from portal.applications.services.submitting import closing_of
from portal.applications.workflow import LAPSING_STATES, Action
from portal.core.unit_of_work import Work


def lapse_overdue(work: Work, call_id: uuid.UUID) -> int:
    """Lapse what the commission of this scope still holds open after the call's end for it.

    Runs after the last moment for commissions, so that late submissions with a reason had their
    time. Returns how many lapsed.
    """
    rows = work.session.scalars(
        select(Application.id)
        .where(Application.call_id == call_id, Application.state.in_(LAPSING_STATES))
        .order_by(Application.id)
    ).all()
    lapsed = 0
    for application_id in rows:
        file = take(work, application_id)
        _, closes_at = closing_of(work, file)
        if work.now <= max(closes_at, file.call.commissions_close_at):
            continue
        move(work, file, Action.LAPSE)
        work.record(ApplicationLapsed(**file.ids))
        lapsed += 1
    return lapsed
