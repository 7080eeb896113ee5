"""The commission's month: one mail for all that waits, in the reader's language and local time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg.rows import dict_row

from portal.accounts.roles import Role
from portal.applications.models import Application, Submission
from portal.applications.workflow import State
from portal.commissions.models import City, CityKind, CityStatus
from portal.core.codes import new_id
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.notifications.month_digests import send_month_digests
from portal.notifications.reminders import THE_CLOCK
from portal.tenancy.scope import Commission, Worker
from tests.integration.notifications.world import TUNISIA, World, add_person, make_world

SUBMITTED_AT = datetime(2027, 3, 8, 10, 0, tzinfo=UTC)
"""The month ends on Thursday, 8 April 2027."""


def add_file(world: World, number: int, state: State, submitted_at: datetime) -> None:
    city_id, application_id = new_id(), new_id()
    with unit_of_work(Commission(TUNISIA), OPERATOR, at=submitted_at) as work:
        work.session.add(
            City(
                commission_id=TUNISIA,
                city_id=city_id,
                name=f"City {number}",
                latin_name=f"City {number}",
                kind=CityKind.MUNICIPALITY,
                status=CityStatus.CONFIRMED,
                created_at=submitted_at,
                shared_at=submitted_at,
            )
        )
        work.session.flush()
        work.session.add(
            Application(
                id=application_id,
                commission_id=TUNISIA,
                city_id=city_id,
                call_id=world.call_id,
                reference=f"TN-2027-{number:03d}",
                state=state,
                state_since=submitted_at,
                city_name=f"City {number}",
                submission_number=1,
                submitted_at=submitted_at,
                shared_at=submitted_at,
                created_at=submitted_at,
            )
        )
        work.session.flush()
        work.session.add(
            Submission(
                commission_id=TUNISIA,
                city_id=city_id,
                application_id=application_id,
                number=1,
                form_version_id="test-1",
                answers={},
                attachments=[],
                digest="a" * 64,
                print_sha256="c" * 64,
                document_sha256="b" * 64,
                mayor_name="Samia Gharbi",
                mayor_office="Maire",
                language="fr",
                frozen_by="Amina Jlassi",
                verification_code=f"2XAM-79F2-{number:04d}",
                frozen_at=submitted_at,
                submitted_at=submitted_at,
                shared_at=submitted_at,
            )
        )


@pytest.fixture
def world(portal: Flask) -> World:
    made = make_world()
    add_person("Omar Ben Salah", "fr", Role.OFFICER)
    add_person("Sihem Trabelsi", "ar", Role.SIGNATORY)
    add_file(made, 11, State.SUBMITTED, SUBMITTED_AT)
    add_file(made, 12, State.APPROVED, SUBMITTED_AT + timedelta(days=2))
    add_file(made, 13, State.RETURNED, SUBMITTED_AT)
    add_file(made, 14, State.SUBMITTED, SUBMITTED_AT + timedelta(days=20))
    return made


def at(moment: datetime) -> int:
    with unit_of_work(Worker(TUNISIA), THE_CLOCK, at=moment) as work:
        return send_month_digests(work, TUNISIA)


def mails(administrator: psycopg.Connection) -> list[dict[str, Any]]:
    with administrator.cursor(row_factory=dict_row) as cursor:
        return cursor.execute("select * from outbox_mail order by created_at, kind").fetchall()


def test_one_mail_lists_all_that_is_urgent(world: World, administrator: psycopg.Connection) -> None:
    at(datetime(2027, 4, 1, 8, 23, tzinfo=UTC))

    (mail,) = mails(administrator)
    assert mail["kind"] == "month_ending.officers"
    assert mail["to_name"] == "Omar Ben Salah"
    assert mail["language"] == "fr"
    text = mail["text"]
    assert text.index("TN-2027-011, City 11") < text.index("TN-2027-012, City 12")
    assert "8 avril 2027" in text
    assert "TN-2027-013" not in text, "it is with the city"
    assert "TN-2027-014" not in text, "it has more than two weeks"


def test_the_signatory_is_told_of_what_waits_for_a_signature(
    world: World, administrator: psycopg.Connection
) -> None:
    at(datetime(2027, 4, 3, 8, 23, tzinfo=UTC))

    to_signatory = [row for row in mails(administrator) if "signatories" in row["kind"]]
    assert [row["language"] for row in to_signatory] == ["ar"]
    assert "TN-2027-012" in to_signatory[0]["text"]
    assert "TN-2027-011" not in to_signatory[0]["text"]


def test_it_is_sent_in_the_morning_of_the_place_and_once_a_day(
    world: World, administrator: psycopg.Connection
) -> None:
    for hour, minute in ((6, 59), (7, 23), (8, 23), (15, 23)):
        at(datetime(2027, 4, 1, hour, minute, tzinfo=UTC))
    assert [row["created_at"].hour for row in mails(administrator)] == [7]


def test_between_the_days_there_is_no_mail(world: World, administrator: psycopg.Connection) -> None:
    assert at(datetime(2027, 4, 2, 8, 23, tzinfo=UTC)) == 0
    assert mails(administrator) == []


def test_what_is_overdue_is_brought_to_mind_on_mondays(
    world: World, administrator: psycopg.Connection
) -> None:
    at(datetime(2027, 4, 15, 8, 23, tzinfo=UTC))
    assert [row for row in mails(administrator) if "month ended" in row["text"]] == []
    at(datetime(2027, 4, 19, 8, 23, tzinfo=UTC))
    (mail,) = [row for row in mails(administrator) if row["kind"] == "month_ending.officers"]
    assert "TN-2027-011" in mail["text"]
