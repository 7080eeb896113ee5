"""The officer's acts around a jury: its grid, who reads which file, and the end of scoring."""

import uuid
from collections import Counter

from sqlalchemy import select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Permission, Role
from portal.applications.jury_models import (
    AssignmentState,
    JuryAssignment,
    ScoringCriterion,
    ScoringGrid,
)
from portal.applications.key_features import KEY_FEATURES, USUAL_MAXIMUM, USUAL_WEIGHT
from portal.applications.models import Application
from portal.applications.queries.places import ASKING_STATES
from portal.commissions.models import Commission
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import in_language
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def ensure_grid(work: Work, commission_id: int, call_id: uuid.UUID) -> ScoringGrid:
    """The grid of a call; made of the Key Features, in the commission's languages, if none is."""
    _require_right(work)
    grid = _grid(work, call_id)
    if grid is not None:
        return grid
    grid = ScoringGrid(
        commission_id=commission_id,
        call_id=call_id,
        changed_at=work.now,
        changed_by=work.actor.name,
    )
    work.session.add(grid)
    work.session.flush()
    languages = work.session.scalars(
        select(Commission.languages).where(Commission.commission_id == commission_id)
    ).one()
    for position, feature in enumerate(KEY_FEATURES, start=1):
        work.session.add(
            ScoringCriterion(
                commission_id=commission_id,
                grid_id=grid.id,
                position=position,
                titles={language: _worded(feature, language) for language in languages},
                hints={},
                weight=USUAL_WEIGHT,
                maximum=USUAL_MAXIMUM,
            )
        )
    work.session.flush()
    return grid


def share_evenly(work: Work, commission_id: int, call_id: uuid.UUID, *, jurors_each: int) -> int:
    """Ask jurors until each file has so many without a conflict; returns how many were asked.

    The juror with the fewest files is asked first. Raises Invalid if there are too few jurors.
    """
    _require_right(work)
    grid = ensure_grid(work, commission_id, call_id)
    if grid.closed_at is not None:
        raise Conflict(_l("Scoring is closed. Marks can be read, not changed."))
    jurors = work.session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.commission_id == commission_id,
            Membership.role == Role.JUROR,
            Membership.ended_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    ).all()
    if not 1 <= jurors_each <= len(jurors):
        raise Invalid(
            _l("Choose from 1 to %(count)s jurors for each file.", count=len(jurors)),
            field="jurors_each",
        )
    files = work.session.scalars(
        select(Application.id)
        .where(Application.call_id == call_id, Application.state.in_(ASKING_STATES))
        .order_by(Application.reference)
    ).all()
    existing = work.session.scalars(
        select(JuryAssignment)
        .join(Application, Application.id == JuryAssignment.application_id)
        .where(Application.call_id == call_id)
    ).all()
    known = {(row.application_id, row.juror_id) for row in existing}
    standing = [row for row in existing if row.state is not AssignmentState.RECUSED]
    loads = Counter(row.juror_id for row in standing)
    has = Counter(row.application_id for row in standing)
    asked = 0
    for file in files:
        free = [juror for juror in jurors if (file, juror.id) not in known]
        free.sort(key=lambda juror: loads[juror.id])
        for juror in free[: max(0, jurors_each - has[file])]:
            _ask(work, commission_id, file, juror_id=juror.id, juror_name=juror.name)
            loads[juror.id] += 1
            asked += 1
    work.session.flush()
    return asked


def close_scoring(work: Work, call_id: uuid.UUID) -> None:
    """From now on no mark of the call changes. Raises NotFound if the call has no grid."""
    _require_right(work)
    grid = _grid(work, call_id)
    if grid is None:
        raise NotFound()
    grid.closed_at = grid.closed_at or work.now


def _require_right(work: Work) -> None:
    if Permission.JURY_MANAGE not in work.actor.permissions:
        raise NotAllowed(_l("Only officers of the commission lead its jury."))


def _grid(work: Work, call_id: uuid.UUID) -> ScoringGrid | None:
    """Locked: whoever shares files waits for who does so already."""
    return work.session.scalars(
        select(ScoringGrid).where(ScoringGrid.call_id == call_id).with_for_update()
    ).first()


def _worded(feature: object, language: str) -> str:
    with in_language(language):
        return str(feature)


def _ask(
    work: Work,
    commission_id: int,
    application_id: uuid.UUID,
    *,
    juror_id: uuid.UUID,
    juror_name: str,
) -> None:
    work.session.add(
        JuryAssignment(
            commission_id=commission_id,
            application_id=application_id,
            juror_id=juror_id,
            juror_name=juror_name,
            assigned_at=work.now,
            assigned_by=work.actor.name,
        )
    )
