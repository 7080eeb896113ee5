"""A juror scores the files assigned, submits, takes back, stands back: and no other file."""

import uuid
from dataclasses import dataclass

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
from portal.applications.services.scoring import (
    declare_conflict,
    give_points,
    submit_mark,
    take_back_mark,
)
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests.factories import KENYA, Filed, Somebody, make_person, make_row
from tests.integration.desk.conftest import Desk


@dataclass(frozen=True)
class Jury:
    """A juror with one file of two, and a grid of one criterion with five points."""

    juror: Somebody
    assigned: Filed
    other: Filed
    criterion_id: uuid.UUID

    def score(self, filed: Filed, points: int | None, *, by: Somebody | None = None) -> None:
        with unit_of_work(Commission(KENYA), (by or self.juror).actor) as work:
            give_points(work, filed.id, criterion_id=self.criterion_id, points=points)

    def submit(self) -> None:
        with unit_of_work(Commission(KENYA), self.juror.actor) as work:
            submit_mark(work, self.assigned.id)

    def take_back(self) -> None:
        with unit_of_work(Commission(KENYA), self.juror.actor) as work:
            take_back_mark(work, self.assigned.id)

    def stand_back(self, reason: str) -> None:
        with unit_of_work(Commission(KENYA), self.juror.actor) as work:
            declare_conflict(work, self.assigned.id, reason=reason)


@pytest.fixture
def jury(desk: Desk) -> Jury:
    assigned = make_row(desk.call, "Nyeri", State.SUBMITTED)
    other = make_row(desk.call, "Kisumu", State.SUBMITTED, number=2)
    juror = make_person(Role.JUROR, "Amina Otieno")
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        grid = ScoringGrid(
            commission_id=KENYA,
            call_id=desk.call.id,
            changed_at=work.now,
            changed_by="Joseph Mwangi",
        )
        work.session.add(grid)
        work.session.flush()
        criterion = ScoringCriterion(
            commission_id=KENYA,
            grid_id=grid.id,
            position=1,
            titles={"en": "Resources"},
            hints={},
            weight=1,
            maximum=5,
        )
        assignment = JuryAssignment(
            commission_id=KENYA,
            application_id=assigned.id,
            juror_id=juror.id,
            juror_name="Amina Otieno",
            assigned_at=work.now,
            assigned_by="Joseph Mwangi",
        )
        work.session.add_all((criterion, assignment))
        work.session.flush()
        return Jury(juror, assigned, other, criterion.id)


def kept() -> tuple[AssignmentState, str, list[int | None], bool]:
    """State, reason of a conflict, points, and whether the grid is frozen."""
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        assignment = work.session.scalars(select(JuryAssignment)).one()
        grid = work.session.scalars(select(ScoringGrid)).one()
        points = list(work.session.scalars(select(JuryScore.points)))
        return assignment.state, assignment.conflict_reason, points, grid.frozen_at is not None


def close_scoring() -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.scalars(select(ScoringGrid)).one().closed_at = work.now


def test_points_are_kept_and_freeze_the_grid(jury: Jury) -> None:
    assert kept() == (AssignmentState.ASKED, "", [], False)
    jury.score(jury.assigned, 3)
    jury.score(jury.assigned, 4)
    assert kept() == (AssignmentState.ASKED, "", [4], True)


@pytest.mark.parametrize("points", [-1, 6])
def test_points_off_the_scale_are_refused(jury: Jury, points: int) -> None:
    with pytest.raises(Invalid):
        jury.score(jury.assigned, points)


def test_a_mark_is_submitted_when_whole_and_can_be_taken_back(jury: Jury) -> None:
    with pytest.raises(Invalid):
        jury.submit()
    jury.score(jury.assigned, 5)
    jury.submit()
    with pytest.raises(Conflict):
        jury.score(jury.assigned, 1)
    jury.take_back()
    jury.score(jury.assigned, 1)
    assert kept() == (AssignmentState.ASKED, "", [1], True)


def test_after_closing_nothing_changes(jury: Jury) -> None:
    jury.score(jury.assigned, 5)
    jury.submit()
    close_scoring()
    for act in (jury.take_back, jury.submit, lambda: jury.stand_back("My sister works there.")):
        with pytest.raises(Conflict):
            act()
    assert kept() == (AssignmentState.SUBMITTED, "", [5], True)


def test_a_conflict_needs_a_reason_and_ends_the_access(jury: Jury) -> None:
    jury.score(jury.assigned, 5)
    with pytest.raises(Invalid):
        jury.stand_back(" ")
    jury.stand_back("My sister works there.")
    assert kept() == (AssignmentState.RECUSED, "My sister works there.", [5], True)
    with pytest.raises(NotFound):
        jury.score(jury.assigned, 1)


def test_a_file_of_somebody_else_is_not_found(jury: Jury) -> None:
    with pytest.raises(NotFound):
        jury.score(jury.other, 5)
    with pytest.raises(NotFound):
        jury.score(jury.assigned, 5, by=make_person(Role.JUROR, "Brian Kamau"))


def test_officers_do_not_score(jury: Jury, desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        jury.score(jury.assigned, 5, by=desk.officer)
