"""Figures are always what a recount from the applications gives."""

import random
import uuid
from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from portal.applications.events import ApplicationStarted
from portal.applications.workflow import State
from portal.coordination.figures import (
    mark_figures_stale,
    refresh_all_figures,
    refresh_figures,
    refresh_figures_now,
    refresh_world,
    refresh_world_figures,
)
from portal.coordination.models import CommissionFigures
from portal.core.unit_of_work import CLOCK, OPERATOR, unit_of_work
from portal.tenancy.scope import Commission, Coordination, Worker
from tests import factories as make


def figures_of(commission_id: int, call_id: uuid.UUID) -> CommissionFigures | None:
    with unit_of_work(Coordination(), OPERATOR, read_only=True) as work:
        row = work.session.scalars(
            select(CommissionFigures).where(
                CommissionFigures.commission_id == commission_id,
                CommissionFigures.call_id == call_id,
            )
        ).first()
        if row is not None:
            work.session.expunge(row)
        return row


def recount(commission_id: int) -> None:
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        refresh_figures_now(work, commission_id)


def recount_world() -> None:
    with unit_of_work(Worker(0), CLOCK) as work:
        refresh_world(work)


@pytest.fixture
def two_countries(app: Flask) -> None:
    make.make_commission()
    make.make_commission(make.TUNISIA, "tn")


def test_counts_of_one_commission(two_countries: None) -> None:
    call = make.make_call()
    now = make.utc_now()
    make.make_row(call, "Kisumu", State.SUBMITTED, age_days=40, number=1)
    make.make_row(call, "Nakuru", State.SUBMITTED, age_days=7, number=2)
    make.make_row(call, "Thika", State.APPROVED, age_days=9, number=3)
    make.make_row(call, "Nyeri", State.DRAFT, age_days=50, number=4)
    make.make_row(
        call,
        "Eldoret",
        State.MEMBER,
        age_days=1,
        number=5,
        population=475_716,
        submitted_at=now - timedelta(days=30),
        shared_at=now - timedelta(days=30),
        endorsed_at=now - timedelta(days=12, hours=1),
    )
    recount(make.KENYA)
    found = figures_of(make.KENYA, call.id)
    assert found is not None
    assert found.by_state == {"submitted": 2, "approved": 1, "draft": 1, "member": 1}
    assert found.reached == {
        "started": 5,
        "submitted": 4,
        "endorsed": 1,
        "forwarded": 1,
        "member": 1,
    }
    assert found.ageing == {"submitted": [1, 0, 0, 1], "approved": [0, 1, 0, 0]}
    assert found.median_days == 17.0
    assert sum(found.days_to_endorse) == 1
    assert found.days_to_endorse[17] == 1
    assert found.population == 475_716
    assert found.oldest_since is not None
    assert (now - found.oldest_since).days == 40


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_history_counts_like_a_recount_in_plain_sql(
    two_countries: None, administrator: psycopg.Connection, seed: int
) -> None:
    chance = random.Random(seed)
    calls = [make.make_call("2027"), make.make_call("2025")]
    numbers = iter(range(1, 200))
    for _round in range(3):
        for commission_id in (make.KENYA, make.TUNISIA):
            for _ in range(chance.randrange(4)):
                state = chance.choice(list(State))
                age = chance.randrange(1, 60)
                make.make_row(
                    chance.choice(calls),
                    f"City {next(numbers)}",
                    state,
                    commission_id=commission_id,
                    age_days=age,
                    number=next(numbers),
                )
        recount(chance.choice((make.KENYA, make.TUNISIA)))
    for commission_id in (make.KENYA, make.TUNISIA):
        recount(commission_id)
    recount_world()
    for call in calls:
        for commission_id in (make.KENYA, make.TUNISIA, 0):
            rows = administrator.execute(
                "select state, count(*), count(submitted_at), count(endorsed_at),"
                " count(forwarded_at) from application"
                " where call_id = %s and (%s = 0 or commission_id = %s) group by state",
                (call.id, commission_id, commission_id),
            ).fetchall()
            found = figures_of(commission_id, call.id)
            if not rows:
                assert found is None or found.reached["started"] == 0
                continue
            assert found is not None
            assert found.by_state == {row[0]: row[1] for row in rows}
            assert found.reached["started"] == sum(row[1] for row in rows)
            assert found.reached["submitted"] == sum(row[2] for row in rows)
            assert found.reached["endorsed"] == sum(row[3] for row in rows)
            assert found.reached["forwarded"] == sum(row[4] for row in rows)
            assert sum(found.days_to_endorse) == sum(row[3] for row in rows)


def test_medians_of_the_world_come_from_summed_histograms(two_countries: None) -> None:
    call = make.make_call()
    now = make.utc_now()
    kenya_days, tunisia_days = (2, 4), (50, 60, 6)
    endorsed = [(make.KENYA, days) for days in kenya_days]
    endorsed += [(make.TUNISIA, days) for days in tunisia_days]
    for number, (commission_id, days) in enumerate(endorsed):
        make.make_row(
            call,
            f"City {number}",
            State.ENDORSED,
            commission_id=commission_id,
            number=number,
            submitted_at=now - timedelta(days=days),
            shared_at=now - timedelta(days=days),
            endorsed_at=now,
        )
    recount(make.KENYA)
    recount(make.TUNISIA)
    recount_world()
    kenya, tunisia = figures_of(make.KENYA, call.id), figures_of(make.TUNISIA, call.id)
    world = figures_of(0, call.id)
    assert kenya is not None
    assert tunisia is not None
    assert world is not None
    assert (kenya.median_days, tunisia.median_days, world.median_days) == (2.0, 50.0, 6.0)


def started(commission_id: int) -> ApplicationStarted:
    return ApplicationStarted(
        commission_id=commission_id,
        city_id=uuid.uuid4(),
        application_id=uuid.uuid4(),
        reference="KE-2027-001",
    )


def test_an_event_asks_for_one_recount_of_its_commission(
    two_countries: None, administrator: psycopg.Connection
) -> None:
    with unit_of_work(Commission(make.KENYA), OPERATOR) as work:
        mark_figures_stale(work, started(make.KENYA))
        mark_figures_stale(work, started(make.KENYA))
    with unit_of_work(Commission(make.TUNISIA), OPERATOR) as work:
        mark_figures_stale(work, started(make.TUNISIA))
    jobs = administrator.execute(
        "select task_name, args->>'commission_id' from procrastinate_jobs"
        " where queueing_lock like 'figures-%' order by 2"
    ).fetchall()
    assert jobs == [
        ("coordination.refresh_figures", "404"),
        ("coordination.refresh_figures", "788"),
    ]


def test_an_act_that_is_rolled_back_asks_for_nothing(
    two_countries: None, administrator: psycopg.Connection
) -> None:
    def act_and_fail() -> None:
        with unit_of_work(Commission(make.KENYA), OPERATOR) as work:
            mark_figures_stale(work, started(make.KENYA))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()
    count = administrator.execute("select count(*) from procrastinate_jobs").fetchone()
    assert count == (0,)


def test_the_jobs_recount_commission_and_world(two_countries: None) -> None:
    call = make.make_call()
    make.make_row(call, "Kisumu", State.SUBMITTED)
    refresh_figures(make.KENYA)
    refresh_world_figures()
    world = figures_of(0, call.id)
    assert world is not None
    assert world.reached["submitted"] == 1


def test_the_hourly_job_recounts_all(two_countries: None) -> None:
    call = make.make_call()
    make.make_row(call, "Kisumu", State.SUBMITTED)
    make.make_row(call, "Sfax", State.SUBMITTED, commission_id=make.TUNISIA)
    refresh_all_figures()
    world = figures_of(0, call.id)
    assert world is not None
    assert world.reached["submitted"] == 2
