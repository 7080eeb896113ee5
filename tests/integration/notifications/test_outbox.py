"""Mail is queued with the change it tells about, by whoever acts, and only then."""

import uuid

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from portal.core.jobs import enqueue
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.notifications.sending import send_mail
from portal.notifications.services import Mail, queue_mails
from portal.tenancy.scope import NETWORK_ID, City, Commission, Network, Nobody, Scope

KENYA = 404
NAKURU = uuid.UUID("01890000-0000-7000-8000-000000000001")


def queued(work: Work, commission_id: int) -> uuid.UUID:
    mail = Mail(
        kind="test",
        to_address="amina@nakuru.example",
        to_name="Amina Otieno",
        language="en",
        subject="Hello",
        text="Hello Amina",
        html="<p>Hello Amina</p>",
    )
    return queue_mails(work, commission_id, [mail])[0]


@pytest.mark.parametrize(
    ("scope", "commission_id"),
    [
        (City(KENYA, NAKURU), KENYA),
        (Commission(KENYA), KENYA),
        (Network(), NETWORK_ID),
        (Nobody(), NETWORK_ID),
        (City(KENYA, NAKURU), NETWORK_ID),
        (Commission(KENYA), NETWORK_ID),
        (Network(), KENYA),
    ],
)
def test_mail_and_job_are_committed_together(
    portal: Flask, administrator: psycopg.Connection, scope: Scope, commission_id: int
) -> None:
    with unit_of_work(scope, OPERATOR) as work:
        mail_id = queued(work, commission_id)

    mails = administrator.execute("select commission_id, id, state from outbox_mail").fetchall()
    jobs = administrator.execute(
        "select task_name, queue_name, args from procrastinate_jobs"
    ).fetchall()
    assert mails == [(commission_id, mail_id, "queued")]
    assert jobs == [
        (
            "notifications.send_mail",
            "mail",
            {"commission_id": commission_id, "mail_id": str(mail_id)},
        )
    ]


def test_rollback_leaves_neither_mail_nor_job(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    def queue_and_break() -> None:
        with unit_of_work(Nobody(), OPERATOR) as work:
            queued(work, NETWORK_ID)
            queued(work, KENYA)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue_and_break()

    assert administrator.execute("select count(*) from outbox_mail").fetchone() == (0,)
    assert administrator.execute("select count(*) from procrastinate_jobs").fetchone() == (0,)


def test_scope_is_back_after_writing_for_another_space(portal: Flask) -> None:
    with unit_of_work(City(KENYA, NAKURU), OPERATOR) as work:
        queued(work, NETWORK_ID)
        found = work.session.execute(
            text("select current_setting('app.commission'), current_setting('app.city')")
        ).one()

    assert tuple(found) == ("404", "01890000-0000-7000-8000-000000000001")


def test_nobody_is_nobody_again_after_writing_for_the_network(portal: Flask) -> None:
    with unit_of_work(Nobody(), OPERATOR) as work:
        queued(work, NETWORK_ID)
        found = work.session.execute(text("select current_setting('app.commission')")).scalar_one()

    assert found == ""


def test_without_the_exception_the_database_refuses_mail_for_another_space(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        unit_of_work(Commission(KENYA), OPERATOR) as work,
    ):
        work.session.execute(
            text(
                "insert into outbox_mail (commission_id, id, kind, to_address, to_name, language,"
                " subject, text, html, attachments, state, attempts, last_error, created_at)"
                " values (0, gen_random_uuid(), '', '', '', '', '', '', '', '[]', 'queued', 0, '',"
                " now())"
            )
        )

    assert administrator.execute("select count(*) from outbox_mail").fetchone() == (0,)


def test_city_adds_mail_but_reads_none(portal: Flask) -> None:
    with unit_of_work(City(KENYA, NAKURU), OPERATOR) as work:
        queued(work, KENYA)
        seen = work.session.execute(text("select count(*) from outbox_mail")).scalar_one()

    assert seen == 0


def test_job_asked_for_once_waits_once(portal: Flask, administrator: psycopg.Connection) -> None:
    for _ in range(2):
        with unit_of_work(Commission(KENYA), OPERATOR) as work:
            for _ in range(2):
                enqueue(work, send_mail, once="only", commission_id=KENYA, mail_id="1")

    assert administrator.execute("select count(*) from procrastinate_jobs").fetchone() == (1,)
