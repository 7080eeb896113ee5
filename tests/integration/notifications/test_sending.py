"""One mail on its way: SMTP, retries, what fails for good, and sending it again."""

import dataclasses
import uuid
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import msgspec
import psycopg
import pytest
from flask import Flask

from config.settings import Settings
from portal.accounts.roles import Permission
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.documents.shelf import storage
from portal.notifications import sending
from portal.notifications.queries import undelivered_mail
from portal.notifications.sending import MailNotSentError, send_mail
from portal.notifications.services import AttachedFile, Mail, queue_mails, resend
from portal.tenancy.scope import Commission
from tests.integration.notifications.mail_server import MailServer, mail_server

TUNISIA, KENYA = 788, 404
OFFICER = Actor(
    name="Omar", office="officer", permissions=frozenset({str(Permission.COMMISSION_SETTINGS)})
)
SECRET = "aB3_-6789012345678901234567890123456789012x"


@pytest.fixture
def server(portal: Flask) -> Iterator[MailServer]:
    settings: Settings = portal.config["SETTINGS"]
    with mail_server() as running:
        sending.use_settings(
            msgspec.structs.replace(settings, smtp_host="127.0.0.1", smtp_port=running.port)
        )
        yield running
    sending.use_settings(settings)


def queued(**changes: Any) -> str:
    values: dict[str, Any] = {
        "kind": "test",
        "to_address": "amina@sfax.example",
        "to_name": "أمينة الجلاصي",
        "language": "ar",
        "subject": "وصلنا طلب صفاقس: TN-2027-001",
        "text": f"مرحبا\nhttps://portal.example/reset/{SECRET}\n",
        "html": '<html dir="rtl" lang="ar"><p>مرحبا</p></html>\n',
    }
    with unit_of_work(Commission(TUNISIA), OPERATOR) as work:
        return str(queue_mails(work, TUNISIA, [Mail(**(values | changes))])[0])


def row(administrator: psycopg.Connection, mail_id: str) -> tuple[Any, ...]:
    found = administrator.execute(
        "select state, attempts, last_error from outbox_mail where id = %s", [mail_id]
    ).fetchone()
    assert found is not None
    return found


def test_mail_arrives_with_text_html_and_file_in_its_own_script(
    server: MailServer, administrator: psycopg.Connection
) -> None:
    sha256 = storage().put(b"%PDF-1.7 receipt")
    mail_id = queued(attachments=(AttachedFile("إيصال.pdf", "application/pdf", sha256),))

    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    (message,) = server.messages()
    (file,) = message.iter_attachments()
    assert message["Subject"] == "وصلنا طلب صفاقس: TN-2027-001"
    assert message["To"].addresses[0].display_name == "أمينة الجلاصي"
    assert message["To"].addresses[0].addr_spec == "amina@sfax.example"
    assert message["Message-ID"] == f"<mail-{mail_id}@localhost>"
    assert message["Content-Language"] == "ar"
    assert message.get_body(("plain",)).get_content().splitlines()[0] == "مرحبا"
    assert '<html dir="rtl" lang="ar">' in message.get_body(("html",)).get_content()
    assert (file.get_filename(), file.get_content_type()) == ("إيصال.pdf", "application/pdf")
    assert file.get_payload(decode=True) == b"%PDF-1.7 receipt"
    assert row(administrator, mail_id) == ("sent", 1, "")


def test_secret_leaves_the_outbox_once_the_mail_is_sent(
    server: MailServer, administrator: psycopg.Connection
) -> None:
    mail_id = queued()

    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    kept = administrator.execute("select text || html from outbox_mail").fetchone()
    assert SECRET.encode() in server.accepted[0].replace(b"=\r\n", b"") or SECRET in str(
        server.messages()[0].get_body(("plain",)).get_content()
    )
    assert kept is not None
    assert SECRET not in kept[0]


def test_job_that_runs_again_sends_nothing(server: MailServer) -> None:
    mail_id = queued()

    send_mail(commission_id=TUNISIA, mail_id=mail_id)
    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    assert len(server.accepted) == 1


def test_job_with_another_commission_finds_nothing(server: MailServer) -> None:
    mail_id = queued()

    send_mail(commission_id=KENYA, mail_id=mail_id)

    assert server.accepted == []


def test_busy_server_is_tried_again_eight_times_then_a_person_is_asked(
    server: MailServer, administrator: psycopg.Connection
) -> None:
    server.answer = "451 try later"
    mail_id = queued()

    for attempt in range(1, 8):
        with pytest.raises(MailNotSentError, match=f"at attempt {attempt}$"):
            send_mail(commission_id=TUNISIA, mail_id=mail_id)
    waiting = row(administrator, mail_id)
    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    assert waiting[:2] == ("queued", 7)
    assert row(administrator, mail_id)[:2] == ("failed", 8)
    assert "try later" in row(administrator, mail_id)[2]


@pytest.mark.parametrize(
    "answers", [{"recipient_answer": "550 no such mailbox"}, {"answer": "554 no such mailbox"}]
)
def test_address_that_does_not_exist_fails_at_once(
    server: MailServer, administrator: psycopg.Connection, answers: dict[str, str]
) -> None:
    for name, value in answers.items():
        setattr(server, name, value)
    mail_id = queued()

    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    assert row(administrator, mail_id)[:2] == ("failed", 1)
    assert "no such mailbox" in row(administrator, mail_id)[2]


def test_what_is_no_address_fails_at_once(
    server: MailServer, administrator: psycopg.Connection
) -> None:
    mail_id = queued(to_address="amina@sfax.example\r\nBcc: eve@evil.example")

    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    assert row(administrator, mail_id) == ("failed", 1, "this is not a mail address")
    assert server.accepted == []


def test_missing_file_is_tried_again(server: MailServer, administrator: psycopg.Connection) -> None:
    mail_id = queued(attachments=(AttachedFile("x.pdf", "application/pdf", "0" * 64),))

    with pytest.raises(MailNotSentError):
        send_mail(commission_id=TUNISIA, mail_id=mail_id)

    assert row(administrator, mail_id)[0] == "queued"


def test_officer_sees_what_failed_and_sends_it_again(
    server: MailServer, administrator: psycopg.Connection
) -> None:
    server.recipient_answer = "550 no such mailbox"
    mail_id = queued()
    send_mail(commission_id=TUNISIA, mail_id=mail_id)
    with unit_of_work(Commission(TUNISIA), OFFICER, read_only=True) as work:
        (shown,) = undelivered_mail(work)

    with unit_of_work(Commission(TUNISIA), OFFICER) as work:
        resend(work, shown.id)
    server.recipient_answer = "250 OK"
    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    assert (shown.to_address, shown.error) == ("amina@sfax.example", "550 no such mailbox")
    assert len(server.accepted) == 1
    assert row(administrator, mail_id) == ("sent", 1, "")
    assert administrator.execute("select count(*) from procrastinate_jobs").fetchone() == (2,)


def test_officer_of_another_commission_neither_sees_nor_sends_it(server: MailServer) -> None:
    server.recipient_answer = "550 no such mailbox"
    mail_id = queued()
    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    with unit_of_work(Commission(KENYA), OFFICER) as work:
        seen = undelivered_mail(work)
        with pytest.raises(NotFound):
            resend(work, uuid.UUID(mail_id))

    assert seen == []


def test_mail_on_its_way_is_not_sent_again(server: MailServer) -> None:
    mail_id = queued()

    with (
        unit_of_work(Commission(TUNISIA), OFFICER) as work,
        pytest.raises(Conflict),
    ):
        resend(work, uuid.UUID(mail_id))


def test_who_may_not_look_after_the_space_sends_nothing_again(server: MailServer) -> None:
    mail_id = queued()

    with (
        unit_of_work(
            Commission(TUNISIA), dataclasses.replace(OFFICER, permissions=frozenset())
        ) as work,
        pytest.raises(NotAllowed),
    ):
        resend(work, uuid.UUID(mail_id))


def test_without_a_mail_server_mail_is_kept_in_the_folder(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    mail_id = queued()

    send_mail(commission_id=TUNISIA, mail_id=mail_id)

    folder = portal.config["SETTINGS"].var_dir / "mail"
    content = (folder / f"mail-{mail_id}.eml").read_bytes()
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    assert message["Subject"] == "وصلنا طلب صفاقس: TN-2027-001"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert row(administrator, mail_id)[0] == "sent"
