"""A juror's acts on an assigned file: points, mark, conflict of interest. On no other file.

Whoever is not asked to score a file is told that there is none, whatever the office.
"""

import uuid

from sqlalchemy import func, select

from portal.accounts.roles import Permission
from portal.applications.jury_models import (
    AssignmentState,
    JuryAssignment,
    JuryScore,
    ScoringCriterion,
    ScoringGrid,
)
from portal.applications.models import Application
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

COMMENT_LIMIT = 2000
"""Characters."""


def give_points(
    work: Work,
    application_id: uuid.UUID,
    *,
    criterion_id: uuid.UUID,
    points: int | None,
    comment: str = "",
) -> None:
    """Keep points and comment for one criterion; the first points freeze the grid.

    Raises NotFound, NotAllowed, Conflict once scoring is closed or the mark is submitted, and
    Invalid if the points are not on the scale or the comment is too long.
    """
    assignment, grid = _own_open(work, application_id)
    if assignment.state is AssignmentState.SUBMITTED:
        raise Conflict(_l("You have submitted this mark. Take it back first to change it."))
    criterion = work.session.scalars(
        select(ScoringCriterion).where(
            ScoringCriterion.id == criterion_id, ScoringCriterion.grid_id == grid.id
        )
    ).first()
    if criterion is None:
        raise NotFound()
    if points is not None and not 0 <= points <= criterion.maximum:
        raise Invalid(
            _l("Give from 0 to %(maximum)s points.", maximum=criterion.maximum), field="points"
        )
    if len(comment) > COMMENT_LIMIT:
        raise Invalid(_l("This comment is too long. Please shorten it."), field="comment")
    score = work.session.get(
        JuryScore, (assignment.commission_id, assignment.id, criterion.id)
    ) or JuryScore(
        commission_id=assignment.commission_id,
        assignment_id=assignment.id,
        criterion_id=criterion.id,
    )
    score.points, score.comment, score.saved_at = points, comment.strip(), work.now
    work.session.add(score)
    if points is not None and grid.frozen_at is None:
        grid.frozen_at = work.now
    work.session.flush()


def submit_mark(work: Work, application_id: uuid.UUID) -> None:
    """Let the juror's mark count. Raises Invalid while a criterion has no points."""
    assignment, grid = _own_open(work, application_id)
    if assignment.state is AssignmentState.SUBMITTED:
        return
    asked = select(func.count()).where(ScoringCriterion.grid_id == grid.id).scalar_subquery()
    given = (
        select(func.count())
        .where(JuryScore.assignment_id == assignment.id, JuryScore.points.is_not(None))
        .scalar_subquery()
    )
    criteria, scored = work.session.execute(select(asked, given)).one()
    if not criteria or scored < criteria:
        raise Invalid(_l("Give points for each criterion before you submit."), field="points")
    assignment.state = AssignmentState.SUBMITTED
    assignment.submitted_at = work.now


def take_back_mark(work: Work, application_id: uuid.UUID) -> None:
    """Open a submitted mark again, as long as scoring is not closed."""
    assignment, _grid = _own_open(work, application_id)
    assignment.state = AssignmentState.ASKED
    assignment.submitted_at = None


def declare_conflict(work: Work, application_id: uuid.UUID, *, reason: str) -> None:
    """Stand back from a file at once and for good; points given stay and do not count."""
    assignment, _grid = _own_open(work, application_id)
    if not reason.strip():
        raise Invalid(_l("Say what the conflict of interest is."), field="reason")
    assignment.state = AssignmentState.RECUSED
    assignment.submitted_at = None
    assignment.conflict_reason = reason.strip()


def _own_open(work: Work, application_id: uuid.UUID) -> tuple[JuryAssignment, ScoringGrid]:
    """The actor's assignment and its grid, while they can be changed."""
    if Permission.JURY_SCORE not in work.actor.permissions:
        raise NotAllowed(_l("Only jurors score applications."))
    found = work.session.execute(
        select(JuryAssignment, ScoringGrid)
        .join(Application, Application.id == JuryAssignment.application_id)
        .join(ScoringGrid, ScoringGrid.call_id == Application.call_id)
        .where(
            JuryAssignment.application_id == application_id,
            JuryAssignment.juror_id == work.actor.person_id,
            JuryAssignment.state != AssignmentState.RECUSED,
        )
        .with_for_update(of=(JuryAssignment, ScoringGrid))
    ).first()
    if found is None:
        raise NotFound()
    assignment, grid = found
    if grid.closed_at is not None:
        raise Conflict(_l("Scoring is closed. Marks can be read, not changed."))
    return assignment, grid
