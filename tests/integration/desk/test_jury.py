"""The officer leads the jury: the default grid, files shared evenly, the end of scoring."""

import pytest
from sqlalchemy import func, select

from portal.accounts.roles import Role
from portal.applications.jury_models import (
    AssignmentState,
    JuryAssignment,
    ScoringCriterion,
    ScoringGrid,
)
from portal.applications.services.jury import close_scoring, ensure_grid, share_evenly
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests.factories import KENYA, Somebody, make_person, make_row
from tests.integration.desk.conftest import Desk


def share(desk: Desk, jurors_each: int, *, by: Somebody | None = None) -> int:
    with unit_of_work(Commission(KENYA), (by or desk.officer).actor) as work:
        return share_evenly(work, KENYA, desk.call.id, jurors_each=jurors_each)


def files_of_jurors() -> dict[str, int]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        rows = work.session.execute(
            select(JuryAssignment.juror_name, func.count()).group_by(JuryAssignment.juror_name)
        )
        return dict(rows.all())


@pytest.fixture
def three_files(desk: Desk) -> None:
    for number, name in enumerate(("Nyeri", "Kisumu", "Nakuru"), start=1):
        make_row(desk.call, name, State.SUBMITTED, number=number)
    make_row(desk.call, "Thika", State.DRAFT, number=4)


def test_the_default_grid_is_the_key_features_in_the_commissions_languages(desk: Desk) -> None:
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        grid = ensure_grid(work, KENYA, desk.call.id)
        assert ensure_grid(work, KENYA, desk.call.id).id == grid.id
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        criteria = work.session.scalars(
            select(ScoringCriterion).order_by(ScoringCriterion.position)
        ).all()
        assert len(criteria) == 12
        assert criteria[2].titles["en"] == "Promoting sustainable development"
        assert set(criteria[2].titles) == {"en", "fr", "ar"}
        assert {(criterion.weight, criterion.maximum) for criterion in criteria} == {(1, 5)}


@pytest.mark.usefixtures("three_files")
def test_files_are_shared_evenly_and_a_second_time_changes_nothing(desk: Desk) -> None:
    for name in ("Alice Wambui", "Brian Kamau", "Carol Njeri"):
        make_person(Role.JUROR, name)
    assert share(desk, 2) == 6
    assert files_of_jurors() == {"Alice Wambui": 2, "Brian Kamau": 2, "Carol Njeri": 2}
    assert share(desk, 2) == 0


@pytest.mark.usefixtures("three_files")
def test_another_juror_takes_the_file_of_one_with_a_conflict(desk: Desk) -> None:
    for name in ("Alice Wambui", "Brian Kamau"):
        make_person(Role.JUROR, name)
    share(desk, 1)
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        row = work.session.scalars(
            select(JuryAssignment).where(JuryAssignment.juror_name == "Brian Kamau")
        ).one()
        row.state, row.conflict_reason = AssignmentState.RECUSED, "My sister works there."
    assert share(desk, 1) == 1
    assert files_of_jurors() == {"Alice Wambui": 3, "Brian Kamau": 1}


@pytest.mark.usefixtures("three_files")
def test_more_jurors_than_there_are_cannot_be_asked(desk: Desk) -> None:
    make_person(Role.JUROR, "Alice Wambui")
    for jurors_each in (0, 2):
        with pytest.raises(Invalid):
            share(desk, jurors_each)


@pytest.mark.usefixtures("three_files")
def test_after_closing_nobody_else_is_asked(desk: Desk) -> None:
    make_person(Role.JUROR, "Alice Wambui")
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        ensure_grid(work, KENYA, desk.call.id)
        close_scoring(work, desk.call.id)
    with pytest.raises(Conflict):
        share(desk, 1)
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        assert work.session.scalars(select(ScoringGrid.closed_at)).one() is not None


def test_a_juror_does_not_lead_the_jury(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        share(desk, 1, by=make_person(Role.JUROR, "Alice Wambui"))
