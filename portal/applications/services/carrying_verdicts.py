"""Verdicts that hold for a new version too: of points whose matter did not change.

The city hands in, the commission's papers are its own: the worker carries over, a moment later.
"""

from sqlalchemy import select

from portal.applications.checklist import point_keys
from portal.applications.checklist_matter import Version, is_unchanged
from portal.applications.events import ApplicationSubmitted
from portal.applications.models import Check, Submission
from portal.applications.services.checking import count_points
from portal.applications.services.freezing import form_of
from portal.applications.services.moving import take
from portal.core.events import Event
from portal.core.unit_of_work import Work


def carry_verdicts(work: Work, event: Event) -> None:
    """Later subscriber: keep the verdicts of the last version that the new one does not touch."""
    if not isinstance(event, ApplicationSubmitted) or (event.submission_number or 0) < 2:
        return
    file = take(work, event.application_id)
    number = file.application.submission_number
    if number != event.submission_number:
        return  # the city has gone on already; its next version is told of as well
    older = work.session.scalars(
        select(Check).where(
            Check.application_id == event.application_id,
            Check.submission_number < number,
            Check.verdict.is_not(None),
        )
    ).all()
    form = form_of(work, file)
    versions = {
        row.number: Version(row.answers, row.attachments)
        for row in work.session.execute(
            select(Submission.number, Submission.answers, Submission.attachments).where(
                Submission.application_id == event.application_id,
                Submission.number.in_({number, *(row.submission_number for row in older)}),
            )
        )
    }
    points = point_keys(form)
    for row in older:
        if row.point in points and is_unchanged(
            form, row.point, versions[row.submission_number], versions[number]
        ):
            row.carried_from = row.carried_from or row.submission_number
            row.submission_number = number
    count_points(work, file, points)
