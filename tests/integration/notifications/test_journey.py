"""From an act in the portal to the mail in somebody's box, with nothing left out."""

import json
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import psycopg
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link
from portal.core.unit_of_work import unit_of_work
from portal.tenancy.scope import City
from tests import factories
from tests.factories import KENYA
from tests.waiting_jobs import send_all, tell_all


def delivered(portal: Flask, administrator: psycopg.Connection) -> dict[str, EmailMessage]:
    """Carry out the waiting jobs; the mails by kind."""
    tell_all(administrator)
    send_all(administrator)
    found = {}
    parser = BytesParser(EmailMessage, policy=policy.default)
    for kind, mail_id, state in administrator.execute(
        "select kind, id, state from outbox_mail order by created_at"
    ).fetchall():
        assert state == "sent"
        path = portal.config["SETTINGS"].var_dir / "mail" / f"mail-{mail_id}.eml"
        found[kind] = parser.parsebytes(path.read_bytes())
    return found


def test_submission_reaches_city_with_receipt_officer_and_coordination(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    factories.make_commission()
    officer = factories.make_person(Role.OFFICER, "Peter Kamau", language="fr")
    coordinator = factories.make_person(
        Role.COORDINATOR, "Clara Winter", commission_id=None, language="ar"
    )
    filed, delegate = factories.make_submitted(factories.make_call(), "Nakuru")

    mails = delivered(portal, administrator)

    assert set(mails) == {
        "mayor_signed.city",
        "application_submitted.city",
        "application_submitted.officers",
        "application_submitted.coordination",
    }
    addressed = {kind: mail["To"].addresses[0].addr_spec for kind, mail in mails.items()}
    assert addressed["application_submitted.city"] == delegate.email
    assert addressed["application_submitted.officers"] == officer.email
    assert addressed["application_submitted.coordination"] == coordinator.email
    (receipt,) = mails["application_submitted.city"].iter_attachments()
    assert receipt.get_filename() == f"{filed.reference}-1-receipt.pdf"
    assert receipt.get_payload(decode=True)[:5] == b"%PDF-"
    assert f"/c/ke/desk/{filed.reference}" in str(
        mails["application_submitted.officers"].get_body(("plain",)).get_content()
    )


def test_secret_of_the_mayors_link_is_in_the_mail_and_nowhere_else(
    portal: Flask, administrator: psycopg.Connection
) -> None:
    factories.make_commission()
    filed, delegate = factories.make_draft(factories.make_call(), "Nakuru")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        freeze(work, filed.id, seen_revision=factories.revision_of(filed))
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        secret = make_mayor_link(work, filed.id, email="mayor@nakuru.example", language="fr")

    mail = delivered(portal, administrator)["mayor_link_sent.mayor"]

    history = administrator.execute(
        "select details from history_entry where event = 'mayor_link_sent'"
    ).fetchone()
    outbox = administrator.execute("select text || html from outbox_mail").fetchall()
    assert f"/mayor/ke/{secret}" in str(mail.get_body(("plain",)).get_content())
    assert mail["Content-Language"] == "fr"
    assert history is not None
    assert set(history[0]) == {"email", "expires_at"}
    assert secret not in json.dumps(outbox)


def test_officer_sends_a_mail_again_from_the_screen(
    portal: Flask, administrator: psycopg.Connection, client: FlaskClient
) -> None:
    factories.make_commission()
    officer = factories.make_person(Role.OFFICER, "Peter Kamau")
    factories.make_submitted(factories.make_call(), "Nakuru")
    tell_all(administrator)
    administrator.execute(
        "update outbox_mail set state = 'failed', attempts = 8, last_error = '550 unknown'"
        " where kind = 'application_submitted.officers'"
    )
    factories.sign_in(client, officer)

    page = client.get("/c/ke/desk/mail").get_data(as_text=True)
    mail_id = page.partition('name="mail" value="')[2].partition('"')[0]
    answer = client.post("/c/ke/desk/mail", data={"mail": mail_id})

    state = administrator.execute(
        "select state, attempts from outbox_mail where id = %s", [mail_id]
    ).fetchone()
    assert "550 unknown" in page
    assert (answer.status_code, answer.headers["Location"]) == (303, "/c/ke/desk/mail")
    assert state == ("queued", 0)
    assert client.post("/c/ke/desk/mail", data={"mail": mail_id}).status_code == 409
    assert client.post("/c/ke/desk/mail", data={"mail": "nonsense"}).status_code == 404
    assert client.get("/c/tn/desk/mail").status_code == 404


def test_delegate_does_not_see_the_commissions_mail(portal: Flask, client: FlaskClient) -> None:
    factories.make_commission()
    city_id = factories.make_city("Nakuru")
    delegate = factories.make_person(Role.DELEGATE, "Grace Njeri", city_id=city_id)
    factories.sign_in(client, delegate)

    assert client.get("/c/ke/desk/mail").status_code == 403


def test_coordinator_looks_after_the_networks_mail(portal: Flask, client: FlaskClient) -> None:
    coordinator = factories.make_person(Role.COORDINATOR, "Clara Winter", commission_id=None)
    factories.sign_in(client, coordinator)

    page = client.get("/coordination/mail")

    assert page.status_code == 200
    assert "All mail has been delivered" in page.get_data(as_text=True)
