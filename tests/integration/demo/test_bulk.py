"""Very many applications for measuring: in one commission or in 200, with states and history."""

from collections import Counter

from flask import Flask
from sqlalchemy import select

from portal.applications.models import Application
from portal.applications.workflow import State
from portal.coordination.models import CommissionFigures
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.history.models import HistoryEntry
from portal.history.services import broken_links
from portal.tenancy.scope import Coordination, Worker

KENYA = 404


def test_all_go_to_one_commission_when_it_is_named(app: Flask) -> None:
    with app.app_context():
        result = app.test_cli_runner().invoke(
            args=["demo", "load", "--applications", "1000", "--commission", "ke"]
        )
        assert result.exit_code == 0, result.output
        with unit_of_work(Worker(KENYA), OPERATOR, read_only=True) as work:
            states = Counter(work.session.scalars(select(Application.state)))
            entries = work.session.scalars(
                select(HistoryEntry).order_by(HistoryEntry.application_id, HistoryEntry.position)
            ).all()
            chains: dict[object, list[HistoryEntry]] = {}
            for entry in entries:
                chains.setdefault(entry.application_id, []).append(entry)
            assert len(chains) == 1000
            assert not any(broken_links(chain) for chain in chains.values())
        with unit_of_work(Coordination(), OPERATOR, read_only=True) as work:
            reached = work.session.scalars(
                select(CommissionFigures.reached).where(CommissionFigures.commission_id == KENYA)
            ).all()
    assert sum(states.values()) == 1000
    assert set(State) - set(states) <= {State.NOT_ADMITTED, State.DEFERRED}
    assert sum(row["started"] for row in reached) == 1000


def test_numbers_go_on_where_the_last_load_ended(app: Flask) -> None:
    with app.app_context():
        for _ in range(2):
            result = app.test_cli_runner().invoke(
                args=["demo", "load", "--applications", "20", "--commission", "ke"]
            )
            assert result.exit_code == 0, result.output
        with unit_of_work(Worker(KENYA), OPERATOR, read_only=True) as work:
            references = work.session.scalars(select(Application.reference)).all()
    assert len(set(references)) == 40
    assert "KE-2027-024" in references


def test_an_unknown_commission_is_named(app: Flask) -> None:
    result = app.test_cli_runner().invoke(
        args=["demo", "load", "--applications", "20", "--commission", "zz"]
    )
    assert result.exit_code == 1
    assert "There is no commission of this code." in result.output
