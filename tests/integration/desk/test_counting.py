"""What the desk keeps is always what counting gives, however changes and counts are mixed."""

import random
import uuid
from datetime import timedelta

import psycopg
from sqlalchemy import select, update

from portal.applications.events import ApplicationStarted
from portal.applications.models import Application
from portal.applications.workflow import State
from portal.core.unit_of_work import CLOCK, OPERATOR, unit_of_work
from portal.desk.counting import count_after, count_all_desks, count_desk
from portal.desk.models import DeskChange, DeskCount
from portal.desk.queries.counts import StateCount, count_now, counts_from
from portal.desk.queries.inbox import SLOW_AFTER_DAYS
from portal.desk.queries.space import surroundings
from portal.tenancy.scope import Commission, Worker
from tests.factories import KENYA, TUNISIA, Filed, make_commission, make_row, utc_now
from tests.integration.desk.conftest import Desk


def changes_of(commission_id: int) -> int:
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        return len(work.session.scalars(select(DeskChange.change_id)).all())


def kept_of(commission_id: int) -> list[list[object]] | None:
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        return work.session.scalar(select(DeskCount.counts))


def shown(commission_id: int = KENYA, *, days_later: int = 0) -> tuple[set[StateCount], int]:
    """What the desk shows: counts without the slow ones, and how many are slow."""
    slow_before = utc_now() + timedelta(days=days_later - SLOW_AFTER_DAYS)
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        around = surroundings(work, commission_id, slow_before=slow_before)
    return plain(around.counts), sum(row.slow for row in around.counts) + around.grown_slow


def counted(commission_id: int = KENYA, *, days_later: int = 0) -> tuple[set[StateCount], int]:
    """What counting gives."""
    slow_before = utc_now() + timedelta(days=days_later - SLOW_AFTER_DAYS)
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        rows = counts_from(count_now(work, commission_id, slow_before=slow_before))
    return plain(rows), sum(row.slow for row in rows)


def plain(rows: tuple[StateCount, ...]) -> set[StateCount]:
    return {StateCount(row.state, row.is_checked, row.total, 0, row.oldest_since) for row in rows}


def change(filed: Filed, **columns: object) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.execute(
            update(Application).where(Application.id == filed.id).values(**columns)
        )


def test_a_count_holds_until_an_application_changes(desk: Desk) -> None:
    filed = make_row(desk.call, "Kisumu", State.SUBMITTED, age_days=2)
    assert changes_of(KENYA) > 0
    count_desk(KENYA)
    assert changes_of(KENYA) == 0
    kept = kept_of(KENYA)
    assert kept is not None
    assert [row[:4] for row in kept] == [["submitted", False, 1, 0]]
    change(filed, population=7)
    assert changes_of(KENYA) == 0
    change(filed, state=State.APPROVED)
    assert changes_of(KENYA) == 1
    assert kept_of(KENYA) == kept
    assert shown() == counted()


def test_a_deleted_application_is_a_change(desk: Desk, administrator: psycopg.Connection) -> None:
    filed = make_row(desk.call, "Kisumu", State.DRAFT)
    count_desk(KENYA)
    administrator.execute("delete from submission where application_id = %s", (filed.id,))
    administrator.execute("delete from application where id = %s", (filed.id,))
    administrator.commit()
    assert changes_of(KENYA) == 1
    assert shown() == (set(), 0)


def test_what_is_kept_is_shown_without_counting(desk: Desk) -> None:
    make_row(desk.call, "Kisumu", State.SUBMITTED)
    count_desk(KENYA)
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.execute(update(DeskCount).values(counts=[["approved", False, 9, 4, None]]))
    assert shown() == ({StateCount("approved", False, 9, 0, None)}, 4)


def test_the_slow_grow_while_nothing_changes(desk: Desk) -> None:
    for number, age_days in enumerate((1, 5, 20), start=1):
        make_row(desk.call, f"City {number}", State.SUBMITTED, number=number, age_days=age_days)
    make_row(desk.call, "With the city", State.RETURNED, number=9, age_days=5)
    count_desk(KENYA)
    assert [shown(days_later=later)[1] for later in (0, 10, 30)] == [1, 2, 3]
    assert [counted(days_later=later)[1] for later in (0, 10, 30)] == [1, 2, 3]


def test_random_histories(desk: Desk) -> None:
    chance = random.Random(20261128)
    rows = [
        make_row(desk.call, f"City {number}", State.FORWARDED, number=number)
        for number in range(1, 9)
    ]
    kept = 0
    for _step in range(60):
        filed = chance.choice(rows)
        match chance.randrange(3):
            case 0:
                since = utc_now() - timedelta(days=chance.randrange(40))
                change(filed, state=chance.choice(list(State)), state_since=since)
            case 1:
                change(filed, checks_done=chance.choice([0, 3, 99]))
            case _:
                count_desk(KENYA)
                kept += not changes_of(KENYA)
        assert shown() == counted()
    assert kept > 5


def test_each_commission_has_its_own(desk: Desk) -> None:
    make_commission(TUNISIA, "tn")
    make_row(desk.call, "Sfax", State.DRAFT, commission_id=TUNISIA)
    make_row(desk.call, "Kisumu", State.APPROVED)
    count_desk(KENYA)
    assert changes_of(TUNISIA) > 0
    count_all_desks()
    assert changes_of(TUNISIA) == 0
    assert {row.state for row in shown(TUNISIA)[0]} == {"draft"}
    assert {row.state for row in shown(KENYA)[0]} == {"approved"}


def test_an_event_has_its_commission_counted_once(
    desk: Desk, administrator: psycopg.Connection
) -> None:
    event = ApplicationStarted(
        commission_id=KENYA,
        city_id=uuid.uuid4(),
        application_id=uuid.uuid4(),
        reference="KE-2027-001",
    )
    with unit_of_work(Worker(KENYA), CLOCK) as work:
        count_after(work, event)
        count_after(work, event)
    found = administrator.execute(
        "select task_name, args->>'commission_id' from procrastinate_jobs"
        " where queueing_lock like 'desk-%'"
    ).fetchall()
    assert found == [("desk.count", "404")]
