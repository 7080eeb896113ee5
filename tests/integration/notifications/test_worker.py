"""The worker is killed without warning, three times, and no mail is lost."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask

from config.settings import ROOT, Settings
from portal.accounts.roles import Role
from portal.applications.services.messaging import send_message
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.notifications.services import Mail, queue_mails
from portal.tenancy.scope import City, Commission
from tests import factories
from tests.integration.notifications.mail_server import MailServer, mail_server

TUNISIA = 788
MAILS, ACTS, KILLS, CONCURRENCY = 200, 40, 3, 4


def test_killed_worker_loses_nothing_and_doubles_only_what_was_in_flight(
    portal: Flask, administrator: psycopg.Connection, tmp_path: Path
) -> None:
    with unit_of_work(Commission(TUNISIA), OPERATOR) as work:
        mails = [
            Mail(
                kind="test",
                to_address=f"reader{number}@sfax.example",
                to_name="Reader",
                language="en",
                subject=f"Mail {number}",
                text="Hello\n",
                html="<p>Hello</p>\n",
            )
            for number in range(MAILS)
        ]
        ids = {f"<mail-{mail_id}@localhost>" for mail_id in queue_mails(work, TUNISIA, mails)}

    with mail_server() as server:
        server.delay_seconds = 0.02
        for kill in range(1, KILLS + 1):
            with worker(portal, server, tmp_path) as process:
                assert server.wait_for(kill * 40, seconds=60), log_of(tmp_path)
                process.kill()
        with worker(portal, server, tmp_path) as process:
            assert server.wait_for(MAILS, seconds=60), log_of(tmp_path)
            assert wait_until_all_are_sent(administrator, process), log_of(tmp_path)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0

    copies: dict[str, set[bytes]] = {}
    for message, content in zip(server.messages(), server.accepted, strict=True):
        copies.setdefault(str(message["Message-ID"]), set()).add(content)
    counted = Counter(str(message["Message-ID"]) for message in server.messages())
    doubled = {message_id for message_id, count in counted.items() if count > 1}
    tried_twice = administrator.execute("select id from outbox_mail where attempts > 1").fetchall()
    assert set(counted) == ids
    assert all(len(contents) == 1 for contents in copies.values())
    assert doubled <= {f"<mail-{mail_id}@localhost>" for (mail_id,) in tried_twice}
    assert len(server.accepted) - MAILS <= KILLS * CONCURRENCY


def test_killed_worker_tells_every_act_once(
    portal: Flask, administrator: psycopg.Connection, tmp_path: Path
) -> None:
    factories.make_commission()
    factories.make_person(Role.OFFICER, "Peter Kamau")
    filed, delegate = factories.make_draft(factories.make_call(), "Nakuru")
    for number in range(ACTS):
        with unit_of_work(City(factories.KENYA, filed.city_id), delegate.actor) as work:
            send_message(work, filed.id, f"Question {number}")

    with mail_server() as server:
        for kill in range(1, KILLS + 1):
            with worker(portal, server, tmp_path) as process:
                assert server.wait_for(kill * 6, seconds=60), log_of(tmp_path)
                process.kill()
        with worker(portal, server, tmp_path) as process:
            assert server.wait_for(ACTS, seconds=60), log_of(tmp_path)
            assert wait_until_all_are_sent(administrator, process), log_of(tmp_path)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0

    written = administrator.execute(
        "select kind, to_address, count(*) from outbox_mail"
        " where kind like 'message_sent%' group by 1, 2"
    ).fetchall()
    assert [(kind, count) for kind, _, count in written] == [("message_sent.officers", ACTS)]
    delivered = {str(message["Message-ID"]) for message in server.messages()}
    assert len(delivered) == ACTS


def test_worker_ends_cleanly_when_asked_to(portal: Flask, tmp_path: Path) -> None:
    with mail_server() as server, worker(portal, server, tmp_path) as process:
        with unit_of_work(Commission(TUNISIA), OPERATOR) as work:
            mail = Mail(
                kind="test",
                to_address="reader@sfax.example",
                to_name="",
                language="en",
                subject="Hello",
                text="Hello\n",
                html="<p>Hello</p>\n",
            )
            queue_mails(work, TUNISIA, [mail])
        assert server.wait_for(1, seconds=60), log_of(tmp_path)

        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0
    assert (tmp_path / "errors.log").read_text() == ""


@contextmanager
def worker(portal: Flask, server: MailServer, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """``flask worker`` in a process of its own, ended at the end of the block."""
    settings: Settings = portal.config["SETTINGS"]
    environment = os.environ | {
        "FLASK_APP": "wsgi:app",
        "ENVIRONMENT": "test",
        "BASE_URL": "http://localhost",
        "DATABASE_URL": settings.database_url,
        "COORDINATION_DATABASE_URL": settings.coordination_database_url,
        "VAR_DIR": str(settings.var_dir),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(server.port),
        "PYTHONWARNINGS": "error",
    }
    command = [str(Path(sys.executable).parent / "flask"), "worker", "--stalled-after", "2"]
    with (folder / "worker.log").open("ab") as log, (folder / "errors.log").open("ab") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=errors)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def log_of(folder: Path) -> str:
    """The end of what the workers wrote, for a failed test."""
    written = (folder / "worker.log").read_text() + (folder / "errors.log").read_text()
    return written[-2000:]


def wait_until_all_are_sent(
    administrator: psycopg.Connection, process: "subprocess.Popen[bytes]"
) -> bool:
    """Whether all is told and sent before half a minute is over."""
    for _ in range(150):
        row = administrator.execute(
            "select (select count(*) from outbox_mail where state <> 'sent')"
            " + (select count(*) from procrastinate_jobs where task_name = 'history.tell')"
        ).fetchone()
        if row == (0,):
            return True
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        return False
    return False
