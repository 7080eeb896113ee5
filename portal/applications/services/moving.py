"""The only place that assigns ``application.state``.

Each move takes the row with a lock, so that of two who act at once one wins and the other is told.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from portal.applications.models import Application, Submission
from portal.applications.workflow import (
    HOLDERS,
    Action,
    Holder,
    Practice,
    Transition,
    resolve,
)
from portal.calls.models import Call, CallMode
from portal.commissions.models import Commission
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class File:
    """An application locked for one act, with what the act's rules depend on."""

    application: Application
    call: Call
    commission: Commission

    @property
    def practices(self) -> frozenset[Practice]:
        """The settings that open and close rows of the workflow."""
        return practices_of(self.commission, self.call)

    @property
    def ids(self) -> dict[str, Any]:
        """The fields every recorded event starts with."""
        application = self.application
        return {
            "commission_id": application.commission_id,
            "city_id": application.city_id,
            "application_id": application.id,
            "submission_number": application.submission_number or None,
            "shared_at": application.shared_at,
        }


def practices_of(commission: Commission, call: Call) -> frozenset[Practice]:
    """The settings of a commission and a call that shape the workflow."""
    return practices(
        two_step_decision=commission.two_step_decision,
        officers_may_decline=commission.officers_may_decline,
        mode=call.mode,
    )


def practices(
    *, two_step_decision: bool, officers_may_decline: bool, mode: CallMode
) -> frozenset[Practice]:
    """The same from plain values, for pages that read no rows of their own."""
    found = {Practice.TWO_STEP if two_step_decision else Practice.ONE_STEP}
    found.add(Practice.JURY if mode is CallMode.JURY else Practice.REGISTRATION)
    if officers_may_decline:
        found.add(Practice.OFFICERS_DECLINE)
    return frozenset(found)


def take(work: Work, application_id: uuid.UUID, *, seen_revision: int | None = None) -> File:
    """Lock an application for one act.

    ``seen_revision`` is the revision the person saw. Raises NotFound if this scope has no such
    application, Conflict if it has changed since.
    """
    file = _file(work, files().with_for_update(of=Application), application_id)
    if seen_revision is not None:
        check_seen(file, seen_revision)
    return file


def lock(work: Work, application_id: uuid.UUID) -> Application:
    """Lock an application for an act whose rules need neither call nor commission.

    Raises NotFound if this scope has no such application.
    """
    application = work.session.scalars(
        select(Application).where(Application.id == application_id).with_for_update()
    ).first()
    if application is None:
        raise NotFound()
    return application


def check_seen(file: File, seen_revision: int) -> None:
    """Raise Conflict if the application has changed since the person saw it."""
    if seen_revision != file.application.revision:
        raise Conflict(
            _l(
                "Somebody has acted on this application since you opened the page."
                " Nothing of yours was lost or changed: look at where it is now, then decide."
            )
        )


def look_at(work: Work, application_id: uuid.UUID) -> File:
    """The same for reading, without a lock. Raises NotFound."""
    return _file(work, files(), application_id)


def check_move(
    work: Work, file: File, action: Action, *, also_allowed: frozenset[str] = frozenset()
) -> Transition:
    """The row that allows an action now. Raises Conflict or NotAllowed."""
    return resolve(
        file.application.state,
        action,
        permissions=work.actor.permissions | also_allowed,
        practices=file.practices,
    )


def move(
    work: Work, file: File, action: Action, *, also_allowed: frozenset[str] = frozenset()
) -> Transition:
    """Carry out a change of state by the table. Raises Conflict or NotAllowed.

    ``also_allowed``: rights that a setting of the commission lends to the actor for this act.
    """
    transition = check_move(work, file, action, also_allowed=also_allowed)
    application = file.application
    application.state = transition.target
    application.state_since = work.now
    application.revision += 1
    if HOLDERS[transition.target] is Holder.NOBODY:
        application.closed_at = work.now
    return transition


def current_submission(work: Work, application: Application) -> Submission:
    """The submission the application stands on now. Raises NotFound before the first freeze."""
    submission = work.session.scalars(
        select(Submission).where(
            Submission.application_id == application.id,
            Submission.number == application.submission_number,
        )
    ).first()
    if submission is None:
        raise NotFound()
    return submission


def files() -> Select[Any]:
    """Applications, each with its call and its commission: what a ``File`` is made of."""
    columns: tuple[Any, ...] = (Application, Call, Commission)
    return (
        select(*columns)
        .join(Call, Call.id == Application.call_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
    )


def _file(work: Work, files: Select[Any], application_id: uuid.UUID) -> File:
    row = work.session.execute(files.where(Application.id == application_id)).first()
    if row is None:
        raise NotFound()
    return File(application=row[0], call=row[1], commission=row[2])
