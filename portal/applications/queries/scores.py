"""What a jury found: the mean of the jurors' marks for each application of a call."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Numeric, and_, cast, func, select

from portal.applications.jury_models import (
    AssignmentState,
    JuryAssignment,
    JuryScore,
    ScoringCriterion,
    ScoringGrid,
)
from portal.applications.models import Application
from portal.core.unit_of_work import Work

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Scored:
    """Marks of one application, each from 0 to 100."""

    mean: Decimal | None
    """Mean of the marks given, with two decimals; None while nobody submitted one."""
    given: int
    """How many jurors submitted a mark."""
    asked: int
    """How many jurors are asked for one; who has a conflict of interest does not count."""
    spread: Decimal | None
    """Highest less lowest mark given."""


def average_scores(work: Work, call_id: uuid.UUID) -> Mapping[uuid.UUID, Scored]:
    """Application → its marks, for applications of the call with jurors. One statement.

    A juror's mark is the weighted share of the points possible, times 100.
    """
    marks = (
        select(
            JuryAssignment.application_id,
            JuryAssignment.state,
            cast(
                100
                * func.sum(
                    cast(ScoringCriterion.weight * JuryScore.points, Numeric)
                    / ScoringCriterion.maximum
                )
                / func.sum(ScoringCriterion.weight),
                Numeric,
            ).label("mark"),
        )
        .join(
            Application,
            and_(
                Application.commission_id == JuryAssignment.commission_id,
                Application.id == JuryAssignment.application_id,
            ),
        )
        .outerjoin(
            ScoringGrid,
            and_(
                ScoringGrid.commission_id == JuryAssignment.commission_id,
                ScoringGrid.call_id == Application.call_id,
            ),
        )
        .outerjoin(
            ScoringCriterion,
            and_(
                ScoringCriterion.commission_id == JuryAssignment.commission_id,
                ScoringCriterion.grid_id == ScoringGrid.id,
            ),
        )
        .outerjoin(
            JuryScore,
            and_(
                JuryScore.commission_id == JuryAssignment.commission_id,
                JuryScore.assignment_id == JuryAssignment.id,
                JuryScore.criterion_id == ScoringCriterion.id,
            ),
        )
        .where(Application.call_id == call_id, JuryAssignment.state != AssignmentState.RECUSED)
        .group_by(JuryAssignment.commission_id, JuryAssignment.id)
        .subquery()
    )
    is_given = marks.c.state == AssignmentState.SUBMITTED
    rows = work.session.execute(
        select(
            marks.c.application_id,
            func.avg(marks.c.mark).filter(is_given),
            func.count().filter(is_given),
            func.count(),
            func.max(marks.c.mark).filter(is_given) - func.min(marks.c.mark).filter(is_given),
        ).group_by(marks.c.application_id)
    )
    return {
        application_id: Scored(
            mean=_rounded(mean), given=given, asked=asked, spread=_rounded(spread)
        )
        for application_id, mean, given, asked, spread in rows
    }


def _rounded(mark: Decimal | None) -> Decimal | None:
    return None if mark is None else mark.quantize(_CENT)
