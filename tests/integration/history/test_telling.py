"""What follows an act is done once, after it, in the words and at the moment of who acted."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.events import ApplicationReturned, ApplicationSubmitted, MayorLinkSent
from portal.applications.services.messaging import send_message
from portal.applications.services.noting import write_note
from portal.core.unit_of_work import Actor, unit_of_work
from portal.history.models import HistoryEntry
from portal.history.telling import actor_of, event_of, tell
from portal.notifications.notices import NOTICES
from portal.tenancy.scope import City, Commission
from tests import factories as make
from tests.factories import KENYA, Filed, Somebody
from tests.integration.safety.at_once import at_once
from tests.waiting_jobs import tell_all

CITY_ID = uuid.UUID("0198a000-0000-7000-8000-000000000002")
APPLICATION_ID = uuid.UUID("0198a000-0000-7000-8000-000000000009")
MOMENT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def portal(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


@pytest.fixture
def officer(portal: Flask) -> Somebody:
    make.make_commission()
    return make.make_person(Role.OFFICER, "Peter Kamau", language="fr")


@pytest.fixture
def submitted(officer: Somebody) -> tuple[Filed, Somebody]:
    return make.make_submitted(make.make_call(), "Nakuru")


def waiting(administrator: psycopg.Connection, task: str = "history.tell") -> list[dict[str, str]]:
    rows = administrator.execute(
        "select args from procrastinate_jobs where task_name = %s order by id", [task]
    ).fetchall()
    return [arguments for (arguments,) in rows]


def outbox(administrator: psycopg.Connection) -> list[tuple[str, str]]:
    return administrator.execute(
        "select kind, to_address from outbox_mail order by 1, 2"
    ).fetchall()


def receipts(administrator: psycopg.Connection) -> list[tuple[bool, str]]:
    return administrator.execute(
        "select shared_at is not null, created_by from document where kind = 'receipt'"
    ).fetchall()


def test_an_act_leaves_one_job_that_carries_keys_only(
    submitted: tuple[Filed, Somebody], administrator: psycopg.Connection
) -> None:
    filed, delegate = submitted
    administrator.execute("delete from procrastinate_jobs")

    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        send_message(work, filed.id, "When do you decide?")

    jobs = administrator.execute("select task_name, args from procrastinate_jobs").fetchall()
    entry = administrator.execute(
        "select id from history_entry where event = 'message_sent'"
    ).fetchone()
    assert entry is not None
    assert jobs == [("history.tell", {"commission_id": KENYA, "entry_id": str(entry[0])})]


def test_what_is_internal_is_told_to_nobody(
    submitted: tuple[Filed, Somebody], officer: Somebody, administrator: psycopg.Connection
) -> None:
    administrator.execute("delete from procrastinate_jobs")

    with unit_of_work(Commission(KENYA), officer.actor) as work:
        write_note(work, submitted[0].id, text="Between us.")

    assert waiting(administrator) == []
    internal = [each for each in NOTICES if getattr(each.event, "is_internal", False)]
    assert [each.kind for each in internal if not each.event.is_told] == []


def test_mails_are_dated_at_the_act_and_name_who_acted(
    submitted: tuple[Filed, Somebody], officer: Somebody, administrator: psycopg.Connection
) -> None:
    filed, delegate = submitted
    tell_all(administrator)
    administrator.execute("delete from outbox_mail")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor, at=MOMENT) as work:
        send_message(work, filed.id, "When do you decide?")

    tell_all(administrator)

    ((address, created_at, text),) = administrator.execute(
        "select to_address, created_at, text from outbox_mail"
    ).fetchall()
    assert (address, created_at) == (officer.email, MOMENT)
    assert "When do you decide?" in text


def test_told_again_after_a_kill_nothing_is_doubled(
    submitted: tuple[Filed, Somebody], administrator: psycopg.Connection
) -> None:
    jobs = waiting(administrator)
    for arguments in jobs:
        tell(**arguments)
    first = outbox(administrator)

    for arguments in jobs:
        tell(**arguments)

    assert [kind for kind, _ in first] == [
        "application_submitted.city",
        "application_submitted.officers",
        "mayor_signed.city",
    ]
    assert outbox(administrator) == first
    assert len(waiting(administrator, "notifications.send_mail")) == 3
    assert receipts(administrator) == [(True, submitted[1].actor.name)]


def test_two_workers_that_tell_the_same_at_once_make_one_receipt(
    portal: Flask, submitted: tuple[Filed, Somebody], administrator: psycopg.Connection
) -> None:
    *_, last = waiting(administrator)

    def tell_it() -> None:
        with portal.app_context():
            tell(**last)  # type: ignore[arg-type]

    try:
        at_once(tell_it, tell_it, tell_it)
    finally:
        assert len(receipts(administrator)) == 1
        assert len(outbox(administrator)) == 2


def test_the_receipt_can_be_read_before_the_worker_has_made_it(
    submitted: tuple[Filed, Somebody], client: FlaskClient, administrator: psycopg.Connection
) -> None:
    filed, delegate = submitted
    make.sign_in(client, delegate)
    place = f"/c/ke/my/{filed.reference}"
    assert f"{place}/receipts/1" in client.get(f"{place}/tracker").text

    answer = client.get(f"{place}/receipts/1")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data[:5] == b"%PDF-"
    tell_all(administrator)
    assert receipts(administrator) == [(True, delegate.actor.name)]
    assert client.get(f"{place}/receipts/1").data == answer.data
    assert f"{place}/receipts/1" not in client.get(f"{place}/tracker").text
    assert client.get(f"{place}/receipts/2").status_code == 404
    enclosed = administrator.execute(
        "select attachments->0->>'name' from outbox_mail where kind = 'application_submitted.city'"
    ).fetchall()
    assert enclosed == [(f"{filed.reference}-1-receipt.pdf",)]


def entry(event: str, **details: object) -> HistoryEntry:
    return HistoryEntry(
        commission_id=KENYA,
        city_id=CITY_ID,
        application_id=APPLICATION_ID,
        event=event,
        actor_name="Peter Kamau",
        actor_office="officer",
        actor_title="Programme officer",
        person_id=CITY_ID,
        occurred_at=MOMENT,
        submission_number=2,
        shared_at=MOMENT,
        details=details,
        is_internal=False,
    )


def test_the_event_is_what_history_knows_of_it() -> None:
    ids = {"commission_id": KENYA, "city_id": CITY_ID, "application_id": APPLICATION_ID}

    returned = event_of(
        entry("application_returned", reason="Too short", sections=["motivation", "mayor"])
    )
    link = event_of(
        entry("mayor_link_sent", email="mayor@nakuru.example", expires_at=MOMENT.isoformat())
    )
    of_an_older_version = event_of(entry("application_submitted", digest="d" * 64))

    assert returned == ApplicationReturned(
        **ids,
        submission_number=2,
        shared_at=MOMENT,
        reason="Too short",
        sections=("motivation", "mayor"),
    )
    assert link == MayorLinkSent(
        **ids,
        submission_number=2,
        shared_at=MOMENT,
        email="mayor@nakuru.example",
        expires_at=MOMENT,
        secret="",
    )
    assert of_an_older_version == ApplicationSubmitted(
        **ids, submission_number=2, shared_at=MOMENT, digest="d" * 64, late_reason=""
    )


def test_the_actor_is_the_one_of_that_moment_and_may_do_nothing_more() -> None:
    assert actor_of(entry("message_sent", acting_reason="Call 2027")) == Actor(
        name="Peter Kamau",
        office="officer",
        person_id=CITY_ID,
        title="Programme officer",
        on_behalf_of="Call 2027",
        permissions=frozenset(),
    )
