"""What the jury found for each application of a call: means, counts and how far marks lie apart."""

import uuid
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.applications.jury_models import (
    AssignmentState,
    JuryAssignment,
    JuryScore,
    ScoringCriterion,
    ScoringGrid,
)
from portal.applications.queries.scores import Scored, average_scores
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import KENYA, TUNISIA
from tests.integration.desk.conftest import Desk


@pytest.fixture
def call(desk: Desk) -> Call:
    """A call with a grid: the first criterion counts three times, five points; the second ten."""
    call = desk.call
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        grid = ScoringGrid(
            commission_id=KENYA, call_id=call.id, changed_at=work.now, changed_by="Joseph Mwangi"
        )
        work.session.add(grid)
        work.session.flush()
        for position, (weight, maximum) in enumerate(((3, 5), (1, 10)), start=1):
            work.session.add(
                ScoringCriterion(
                    commission_id=KENYA,
                    grid_id=grid.id,
                    position=position,
                    titles={"en": f"Criterion {position}"},
                    hints={},
                    weight=weight,
                    maximum=maximum,
                )
            )
    return call


def ask_juror(
    application_id: uuid.UUID,
    name: str,
    *points: int,
    state: AssignmentState = AssignmentState.SUBMITTED,
) -> None:
    """A juror with this file, in this state, with points for the criteria in their order."""
    juror = make.make_person(Role.JUROR, name)
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        criteria = work.session.scalars(
            select(ScoringCriterion).order_by(ScoringCriterion.position)
        ).all()
        assignment = JuryAssignment(
            commission_id=KENYA,
            application_id=application_id,
            juror_id=juror.id,
            juror_name=name,
            state=state,
            conflict_reason="My sister works there." if state == "recused" else "",
            submitted_at=work.now if state == "submitted" else None,
            assigned_at=work.now,
            assigned_by="Joseph Mwangi",
        )
        work.session.add(assignment)
        work.session.flush()
        for criterion, given in zip(criteria, points, strict=False):
            work.session.add(
                JuryScore(
                    commission_id=KENYA,
                    assignment_id=assignment.id,
                    criterion_id=criterion.id,
                    points=given,
                    saved_at=work.now,
                )
            )


def scores_of(call_id: uuid.UUID, commission_id: int = KENYA) -> dict[uuid.UUID, Scored]:
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        return dict(average_scores(work, call_id))


def test_marks_are_weighted_shares_of_the_points_possible(call: Call) -> None:
    filed = make.make_row(call, "Nyeri", State.SUBMITTED)
    ask_juror(filed.id, "Amina Otieno", 5, 10)  # 100
    ask_juror(filed.id, "Brian Kamau", 4, 0)  # (3 x 4/5 + 0) / 4 = 60
    assert scores_of(call.id) == {
        filed.id: Scored(mean=Decimal("80.00"), given=2, asked=2, spread=Decimal("40.00"))
    }


def test_marks_in_progress_and_conflicts_of_interest_do_not_count(call: Call) -> None:
    filed = make.make_row(call, "Nyeri", State.SUBMITTED)
    ask_juror(filed.id, "Amina Otieno", 1, 1, state=AssignmentState.ASKED)
    ask_juror(filed.id, "Brian Kamau", 5, 10, state=AssignmentState.RECUSED)
    assert scores_of(call.id) == {filed.id: Scored(mean=None, given=0, asked=1, spread=None)}
    ask_juror(filed.id, "Carol Njeri", 4, 0)
    assert scores_of(call.id) == {
        filed.id: Scored(mean=Decimal("60.00"), given=1, asked=2, spread=Decimal("0.00"))
    }


def test_applications_without_jurors_and_other_commissions_have_no_scores(
    call: Call,
) -> None:
    make.make_commission(TUNISIA, "tn", country="TN", time_zone="Africa/Tunis")
    filed = make.make_row(call, "Nyeri", State.SUBMITTED)
    assert scores_of(call.id) == {}
    ask_juror(filed.id, "Amina Otieno", 5, 10)
    assert scores_of(call.id, TUNISIA) == {}
