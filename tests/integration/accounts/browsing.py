"""How tests fill in a form as a browser does: with the token of the page."""

import re
import uuid
from datetime import UTC, datetime

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.accounts.services.passwords import hash_password
from portal.accounts.services.second_factor import begin_enrolment, enrol
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import NETWORK_ID, Nobody, Worker
from tests.factories import Somebody

PASSWORD = "three boats at dawn"


def token_of(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def send(
    client: FlaskClient, path: str, *, page: str | None = None, **values: object
) -> TestResponse:
    """Open a page and post its form to ``path``."""
    opened = client.get(page or path)
    return client.post(path, data={"csrf_token": token_of(opened), **values})


def give_password(person: Somebody, password: str = PASSWORD) -> None:
    """Let somebody sign in with a password, without a second factor."""
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.execute(
            update(Person)
            .where(Person.id == person.id)
            .values(password_hash=hash_password(password), totp_confirmed_at=None)
        )


def give_second_factor(person: Somebody, at: datetime | None = None) -> str:
    """Set up a phone; its secret."""
    enrolment = begin_enrolment(person.id, person.email)
    secret = enrolment.secret.replace(" ", "")
    moment = at or datetime.now(UTC)
    with unit_of_work(Worker(NETWORK_ID), OPERATOR, at=moment) as work:
        enrol(work, person.id, sealed=enrolment.sealed, code=pyotp.TOTP(secret).at(moment))
    return secret


def forget_last_step(person_id: uuid.UUID) -> None:
    """As if the phone's last code had been used long ago: tests do not wait 30 seconds."""
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.execute(
            update(Person).where(Person.id == person_id).values(totp_last_step=None)
        )


def sign_in_with_password(
    client: FlaskClient, person: Somebody, password: str = PASSWORD, following: str = ""
) -> TestResponse:
    return send(client, "/sign-in", email=person.email, password=password, next=following)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/profile").status_code == 200
