"""Dates of a call move: who is told, in which language and time zone, once."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from flask import Flask

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.calls.services import extend_call
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.desk.services import set_national_dates
from portal.notifications.moved_dates import tell_of_dates
from portal.tenancy.scope import Commission, Network
from tests.integration.notifications.world import NOW, TUNISIA, World, add_person, make_world

LATER = datetime(2027, 4, 15, 22, 59, tzinfo=UTC)
FORWARD_LATER = datetime(2027, 5, 15, 21, 59, tzinfo=UTC)
REASON = "Feast days fall into the last week."


def extend(world: World) -> None:
    with unit_of_work(Network(), OPERATOR, at=NOW) as work:
        extend_call(
            work,
            world.call_id,
            closes_at=LATER,
            commissions_close_at=FORWARD_LATER,
            reason=REASON,
        )


def set_last_day(world: World, day: date) -> None:
    officer = Actor(name="Nadia", office="officer", permissions=frozenset({"commission:settings"}))
    with unit_of_work(Commission(TUNISIA), officer, at=NOW) as work:
        set_national_dates(
            work, TUNISIA, call_id=world.call_id, opens_on=None, closes_on=day, reason=REASON
        )


def do_jobs(administrator: psycopg.Connection) -> list[dict[str, object]]:
    jobs = administrator.execute(
        "select args from procrastinate_jobs where task_name = 'notifications.tell_of_dates'"
        " order by id"
    ).fetchall()
    for (arguments,) in jobs:
        tell_of_dates(**arguments)
    return [arguments for (arguments,) in jobs]


def mails(administrator: psycopg.Connection) -> list[tuple[str, str, str, str]]:
    return administrator.execute(
        "select to_address, kind, subject, text from outbox_mail order by to_address"
    ).fetchall()


def add_people(world: World) -> None:
    add_person("Amina Jlassi", "en", Role.DELEGATE, world=world)
    add_person("Karim Gharbi", "fr", Role.OFFICER)


def test_an_extension_is_told_once_to_officers_and_cities_still_writing(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()
    add_people(world)

    extend(world)
    jobs = do_jobs(administrator)
    do_jobs(administrator)

    assert [(job["commission_id"], job["owner_id"]) for job in jobs] == [(TUNISIA, 0)]
    city, officer = mails(administrator)
    assert city[:3] == (
        "amina@people.example",
        "dates_moved.city",
        "More time in the call “Call 2027”: until 15 April 2027",
    )
    assert "until 15 April 2027, 23:59 GMT+01:00; before, it was until 31 March 2027" in city[3]
    assert f"> {REASON}" in city[3]
    assert "/c/tn/" in city[3]
    assert officer[:2] == ("karim@people.example", "dates_moved.officers")
    assert "Appel 2027" in officer[2]


def test_the_record_says_who_moved_what_and_why(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()

    extend(world)

    assert administrator.execute(
        "select commission_id, reason, closes_before, closes_at, commissions_close_before,"
        " commissions_close_at from dates_change"
    ).fetchall() == [
        (
            0,
            REASON,
            datetime(2027, 3, 31, 22, 59, tzinfo=UTC),
            LATER,
            datetime(2027, 4, 30, 21, 59, tzinfo=UTC),
            FORWARD_LATER,
        )
    ]


def test_a_national_date_that_is_narrower_stays_and_the_mail_says_so(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()
    add_people(world)
    administrator.execute(
        "insert into national_window (commission_id, call_id, closes_at)"
        " values (%s, %s, '2027-03-20 22:59Z')",
        [TUNISIA, world.call_id],
    )

    extend(world)
    do_jobs(administrator)

    city, officer = mails(administrator)
    assert city[1] == "dates_moved.city.unmoved"
    assert city[2] == ("The call “Call 2027” was extended; your last day stays 20 March 2027")
    assert "stays 20 March 2027, 23:59 GMT+01:00" in city[3]
    assert officer[1] == "dates_moved.officers.unmoved"


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN])
def test_a_city_that_has_nothing_to_finish_is_not_told(
    state: State, portal: Flask, administrator: psycopg.Connection
) -> None:
    submitted_at = NOW if state is State.SUBMITTED else None
    world = make_world(state=state, submitted_at=submitted_at)
    add_people(world)

    extend(world)
    do_jobs(administrator)

    assert [mail[0] for mail in mails(administrator)] == ["karim@people.example"]


def test_a_space_that_is_not_open_is_not_told(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world(state=State.SUBMITTED, submitted_at=NOW)
    add_people(world)
    administrator.execute("update commission set is_open = false")

    extend(world)
    do_jobs(administrator)

    assert mails(administrator) == []


def test_a_commissions_own_dates_are_told_to_its_cities_alone(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()
    add_people(world)

    set_last_day(world, date(2027, 3, 20))
    jobs = do_jobs(administrator)
    do_jobs(administrator)

    assert [(job["commission_id"], job["owner_id"]) for job in jobs] == [(TUNISIA, TUNISIA)]
    (mail,) = mails(administrator)
    assert mail[:3] == (
        "amina@people.example",
        "dates_moved.city.national",
        "New dates in the call “Call 2027”: until 20 March 2027",
    )
    assert "until 20 March 2027, 23:59 GMT+01:00; before" in mail[3]
    assert "Tunisian National Commission has changed its dates" in mail[3]
    assert f"> {REASON}" in mail[3]


def test_dates_that_come_to_the_same_are_not_told(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()

    set_last_day(world, date(2027, 3, 31))

    assert do_jobs(administrator) == []


def test_somebody_of_two_commissions_gets_a_mail_from_each(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    world = make_world()
    add_people(world)
    administrator.execute(
        "insert into commission select (jsonb_populate_record(c,"
        ' \'{"commission_id": 404, "code": "ke"}\')).* from commission c'
    )
    administrator.execute(
        "insert into membership select (jsonb_populate_record(m, jsonb_build_object("
        "'commission_id', 404, 'id', gen_random_uuid()))).* from membership m"
        " where role = 'officer'"
    )

    extend(world)
    do_jobs(administrator)

    rows = administrator.execute(
        "select commission_id, id from outbox_mail"
        " where to_address = 'karim@people.example'"
        " order by commission_id"
    ).fetchall()
    assert [commission_id for commission_id, _ in rows] == [404, TUNISIA]
    assert rows[0][1] != rows[1][1]
