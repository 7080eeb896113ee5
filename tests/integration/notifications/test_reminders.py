"""Reminders before the end of a call, in the commission's local time, each only once."""

from datetime import UTC, datetime

import psycopg
import pytest
from flask import Flask

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.core.unit_of_work import unit_of_work
from portal.notifications.reminders import THE_CLOCK, days_left, lapse_commission, remind
from portal.notifications.reminders import remind_everywhere as remind_everywhere_task
from portal.tenancy.scope import Worker
from tests.integration.notifications.world import CLOSES_AT, TUNISIA, World, add_person, make_world

MORNING_7_DAYS_BEFORE = datetime(2027, 3, 24, 8, 23, tzinfo=UTC)


def at(moment: datetime) -> int:
    with unit_of_work(Worker(TUNISIA), THE_CLOCK, at=moment) as work:
        return remind(work, TUNISIA)


def kinds(administrator: psycopg.Connection) -> list[tuple[str, str]]:
    return administrator.execute(
        "select kind, to_address from outbox_mail order by created_at, kind"
    ).fetchall()


def with_delegate(world: World) -> World:
    add_person("Amina Jlassi", "en", Role.DELEGATE, world=world)
    return world


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2027, 3, 17, 7, 0, tzinfo=UTC), 14),
        (datetime(2027, 3, 17, 6, 59, tzinfo=UTC), None),
        (datetime(2027, 3, 24, 22, 59, tzinfo=UTC), 7),
        (datetime(2027, 3, 24, 23, 1, tzinfo=UTC), None),
        (datetime(2027, 3, 31, 12, 0, tzinfo=UTC), 0),
        (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), None),
    ],
)
def test_days_are_those_of_the_calendar_in_tunis_from_eight_in_the_morning(
    now: datetime, days: int | None
) -> None:
    assert days_left(CLOSES_AT, now, "Africa/Tunis") == days


def test_city_is_reminded_once_of_each_threshold(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    with_delegate(make_world())

    counts = [
        at(datetime(2027, 3, day, hour, 23, tzinfo=UTC))
        for day, hour in (
            (16, 9),
            (17, 9),
            (17, 10),
            (20, 9),
            (24, 9),
            (28, 9),
            (30, 9),
            (30, 15),
            (31, 9),
        )
    ]

    assert counts == [0, 1, 0, 0, 1, 1, 1, 0, 0]
    assert kinds(administrator) == [
        ("deadline_near.city.14", "amina@people.example"),
        ("deadline_near.city.7", "amina@people.example"),
        ("deadline_near.city.3", "amina@people.example"),
        ("deadline_near.city.1", "amina@people.example"),
    ]


def test_reminder_says_until_when_in_local_time(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    with_delegate(make_world())

    at(MORNING_7_DAYS_BEFORE)

    (mail,) = administrator.execute("select subject, text from outbox_mail").fetchall()
    assert mail[0] == "Please submit by 31 March 2027: application of Sfax"
    assert "closes on 31 March 2027, 23:59 GMT+01:00" in mail[1]


def test_submitted_application_is_not_reminded(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    with_delegate(make_world(state=State.SUBMITTED, submitted_at=datetime(2027, 3, 1, tzinfo=UTC)))

    assert at(MORNING_7_DAYS_BEFORE) == 0


def test_returned_application_is_reminded_before_the_end_for_commissions(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    with_delegate(make_world(state=State.RETURNED, submitted_at=datetime(2027, 3, 1, tzinfo=UTC)))

    assert at(MORNING_7_DAYS_BEFORE) == 0
    assert at(datetime(2027, 4, 23, 9, 0, tzinfo=UTC)) == 1
    assert kinds(administrator) == [("deadline_near.city.returned.7", "amina@people.example")]


def test_national_date_comes_first(portal: Flask, administrator: psycopg.Connection) -> None:
    world = with_delegate(make_world())
    administrator.execute(
        "insert into national_window (commission_id, call_id, closes_at)"
        " values (%s, %s, '2027-03-20 22:59Z')",
        [TUNISIA, world.call_id],
    )

    assert at(datetime(2027, 3, 13, 9, 0, tzinfo=UTC)) == 1
    assert at(MORNING_7_DAYS_BEFORE) == 0


def test_walk_asks_for_one_job_for_each_commission(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    make_world()

    remind_everywhere_task(timestamp=0)

    assert administrator.execute("select task_name, args from procrastinate_jobs").fetchall() == [
        ("notifications.remind_commission", {"commission_id": TUNISIA})
    ]


def test_what_was_not_submitted_lapses_after_the_end(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()
    administrator.execute(
        "update call set opens_at = now() - interval '9 days', closes_at = now() -"
        " interval '2 days', commissions_close_at = now() - interval '1 day'"
    )

    lapse_commission(commission_id=TUNISIA)

    row = administrator.execute(
        "select state from application where id = %s", [world.application_id]
    ).fetchone()
    assert row == ("lapsed",)
