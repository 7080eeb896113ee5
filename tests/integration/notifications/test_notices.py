"""Who is told what, in which language, with which link."""

from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg.rows import dict_row
from sqlalchemy.event import listen, remove

from portal.accounts.events import InvitationSent, PasswordResetAsked, Recipient
from portal.accounts.roles import Role
from portal.applications.events import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationForwarded,
    ApplicationSubmitted,
    MayorLinkSent,
    MessageSent,
)
from portal.core.events import Event
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.notifications.notices import notify
from portal.tenancy.scope import City, Commission, Network, Nobody, Scope
from tests.integration.notifications.world import (
    FORWARD_AT,
    NOW,
    TUNISIA,
    World,
    add_membership,
    add_person,
    add_submission,
    make_world,
)

OFFICER = Actor(name="Omar Ben Salah", office="officer")


@pytest.fixture
def world(portal: Flask) -> World:
    made = make_world()
    add_person("Amina Jlassi", "ar", Role.DELEGATE, world=made)
    add_person("Dirk Vos", "nl", Role.DELEGATE, world=made)
    add_person("Omar Ben Salah", "fr", Role.OFFICER)
    add_person("Sihem Trabelsi", "fr", Role.SIGNATORY)
    add_person("Clara Winter", "en", Role.COORDINATOR)
    return made


def told(
    administrator: psycopg.Connection, event: Event, scope: Scope, actor: Actor = OPERATOR
) -> dict[str, dict[str, Any]]:
    """Mail by address, after the event happened."""
    with unit_of_work(scope, actor, at=NOW) as work:
        notify(work, event)
    with administrator.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("select * from outbox_mail order by to_address").fetchall()
    assert len({row["to_address"] for row in rows}) == len(rows)
    return {row["to_address"]: row for row in rows}


def test_submission_is_told_to_city_officers_and_coordination_each_in_their_language(
    world: World, administrator: psycopg.Connection
) -> None:
    submission_id = add_submission(world)
    with unit_of_work(Commission(TUNISIA), OPERATOR, at=NOW) as work:
        work.session.add(
            Document(
                commission_id=TUNISIA,
                city_id=world.city_id,
                application_id=world.application_id,
                submission_id=submission_id,
                kind=DocumentKind.RECEIPT,
                title="TN-2027-001-1-receipt.pdf",
                media_type="application/pdf",
                size_bytes=4,
                sha256="a" * 64,
                created_at=NOW,
            )
        )

    mails = told(
        administrator,
        ApplicationSubmitted(**world.ids, submission_number=1, shared_at=NOW, digest="d" * 64),
        City(TUNISIA, world.city_id),
        Actor(name="Amina Jlassi", office="delegate"),
    )

    assert {address: (mail["kind"], mail["language"]) for address, mail in mails.items()} == {
        "amina@people.example": ("application_submitted.city", "ar"),
        "clara@people.example": ("application_submitted.coordination", "en"),
        "dirk@people.example": ("application_submitted.city", "en"),
        "omar@people.example": ("application_submitted.officers", "fr"),
    }
    receipt = [
        {
            "name": "TN-2027-001-1-receipt.pdf",
            "media_type": "application/pdf",
            "sha256": "a" * 64,
        }
    ]
    assert mails["amina@people.example"]["attachments"] == receipt
    assert mails["omar@people.example"]["attachments"] == []
    arabic = mails["amina@people.example"]
    assert 'dir="rtl"' in arabic["html"]
    assert 'lang="ar"' in arabic["html"]
    assert "اللجنة الوطنية التونسية" in arabic["text"]
    assert "Commission nationale tunisienne" not in mails["clara@people.example"]["text"]
    assert "Tunisian National Commission" in mails["clara@people.example"]["text"]
    assert {mail["commission_id"] for mail in mails.values()} == {TUNISIA}


def test_english_mail_says_what_happened_what_is_next_by_when_and_where(
    world: World, administrator: psycopg.Connection
) -> None:
    mails = told(
        administrator,
        ApplicationSubmitted(**world.ids, submission_number=1, shared_at=NOW, digest="d" * 64),
        City(TUNISIA, world.city_id),
    )

    mail = mails["dirk@people.example"]
    assert mail["subject"] == "We have received the application of Sfax: TN-2027-001"
    assert mail["text"].splitlines()[0] == "Dear Dirk Vos,"
    assert "Your application is now with Tunisian National Commission" in mail["text"]
    assert "by 30 April 2027, 22:59 GMT+01:00" in mail["text"]
    assert mail["text"].count("http://localhost/c/tn/my/TN-2027-001/tracker") == 1
    assert 'href="http://localhost/c/tn/my/TN-2027-001/tracker"' in mail["html"]


def test_approval_asks_the_signatory_and_does_not_tell_the_officer_of_the_own_act(
    world: World, administrator: psycopg.Connection
) -> None:
    mails = told(administrator, ApplicationApproved(**world.ids), Commission(TUNISIA), OFFICER)

    assert {address: mail["kind"] for address, mail in mails.items()} == {
        "amina@people.example": "application_approved.city",
        "dirk@people.example": "application_approved.city",
        "sihem@people.example": "application_approved.signatories",
    }


def test_who_acts_is_not_told_and_who_has_two_roles_is_told_once(
    world: World, administrator: psycopg.Connection
) -> None:
    both = add_person("Noura Zaoui", "en", Role.OFFICER)
    with unit_of_work(Network(), OPERATOR, at=NOW) as work:
        add_membership(work, both, Role.SIGNATORY)
    event = MessageSent(**world.ids, is_from_city=True, text="When do you decide?")

    mails = told(administrator, event, Commission(TUNISIA), Actor("Noura Zaoui", "officer", both))

    assert list(mails) == ["omar@people.example"]


def test_people_who_left_and_other_spaces_are_not_told(
    world: World, administrator: psycopg.Connection
) -> None:
    administrator.execute(
        "update membership set ended_at = now() where person_id ="
        " (select id from person where email = 'dirk@people.example')"
    )
    administrator.execute(
        "update person set disabled_at = now() where email = 'clara@people.example'"
    )

    mails = told(
        administrator,
        ApplicationForwarded(**world.ids, dossier_sha256="b" * 64),
        Commission(TUNISIA),
    )

    assert list(mails) == ["amina@people.example"]


def test_reason_is_quoted_and_escaped(world: World, administrator: psycopg.Connection) -> None:
    reason = 'Too short.\n<img src=x onerror="alert(1)"> & more\r\nBcc: eve@evil.example'

    mails = told(
        administrator, ApplicationDeclined(**world.ids, reason=reason), Commission(TUNISIA), OFFICER
    )

    mail = mails["dirk@people.example"]
    assert "> Too short.\n> <img src=x onerror=" in mail["text"]
    assert "<img" not in mail["html"]
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt; &amp; more" in mail["html"]


def test_mayor_is_asked_in_the_language_of_the_link(
    world: World, administrator: psycopg.Connection
) -> None:
    event = MayorLinkSent(
        **world.ids, email="mayor@sfax.example", expires_at=FORWARD_AT, secret="s" * 43
    )

    mails = told(
        administrator, event, City(TUNISIA, world.city_id), Actor("Amina Jlassi", "delegate")
    )

    mail = mails["mayor@sfax.example"]
    assert list(mails) == ["mayor@sfax.example"]
    assert f"http://localhost/mayor/tn/{'s' * 43}" in mail["text"]
    assert "Amina Jlassi has prepared the application of Sfax" in mail["text"]


def test_link_handed_over_as_a_code_sends_no_mail(
    world: World, administrator: psycopg.Connection
) -> None:
    event = MayorLinkSent(**world.ids, email="", expires_at=FORWARD_AT, secret="s" * 43)

    assert told(administrator, event, City(TUNISIA, world.city_id)) == {}


def test_invitation_belongs_to_the_commission_that_invites(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    event = InvitationSent(
        recipients=(Recipient(email="new@people.example", name="", language="fr"),),
        secret="i" * 43,
        expires_at=FORWARD_AT,
        role="officer",
        office="",
        invited_by="Omar",
        commission_id=TUNISIA,
        commission_code="tn",
        commission_name="Commission nationale tunisienne",
        city_name="",
    )

    mails = told(administrator, event, Commission(TUNISIA), OFFICER)

    mail = mails["new@people.example"]
    assert (mail["commission_id"], mail["kind"], mail["language"]) == (
        TUNISIA,
        "invitation_sent.named.commission",
        "fr",
    )
    assert f"http://localhost/invitation/{'i' * 43}" in mail["text"]


@pytest.mark.parametrize(
    ("is_known", "kind"),
    [
        (True, "password_reset_asked.named"),
        (False, "password_reset_asked.named.unknown"),
    ],
)
def test_reset_asked_by_nobody_in_particular_is_mail_of_the_network(
    portal: Flask, administrator: psycopg.Connection, is_known: bool, kind: str
) -> None:
    event = PasswordResetAsked(
        recipients=(Recipient(email="who@people.example", name="", language="en"),),
        secret="r" * 43,
        expires_at=FORWARD_AT,
        is_known=is_known,
    )

    mails = told(administrator, event, Nobody())

    mail = mails["who@people.example"]
    assert (mail["commission_id"], mail["kind"]) == (0, kind)
    assert (f"http://localhost/reset/{'r' * 43}" in mail["text"]) is is_known
    assert mail["text"].startswith("Good day,")


def test_no_mail_is_left_when_the_change_is_rolled_back(
    world: World, administrator: psycopg.Connection
) -> None:
    def approve_and_break() -> None:
        with unit_of_work(Commission(TUNISIA), OFFICER, at=NOW) as work:
            notify(work, ApplicationApproved(**world.ids))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        approve_and_break()

    assert administrator.execute("select count(*) from outbox_mail").fetchone() == (0,)


def test_event_costs_few_statements_however_many_people_are_told(
    world: World, administrator: psycopg.Connection
) -> None:
    for number in range(20):
        add_person(f"P{number} Officer", "en", Role.OFFICER, email=f"p{number}@people.example")
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2].split()[0].lower())

    with unit_of_work(City(TUNISIA, world.city_id), OPERATOR, at=NOW) as work:
        engine = work.session.get_bind()
        listen(engine, "before_cursor_execute", note)
        notify(
            work,
            ApplicationSubmitted(**world.ids, submission_number=1, shared_at=NOW, digest="d" * 64),
        )
        remove(engine, "before_cursor_execute", note)

    assert statements == ["select", "select", "select", "insert"]
    assert administrator.execute("select count(*) from outbox_mail").fetchone() == (24,)
