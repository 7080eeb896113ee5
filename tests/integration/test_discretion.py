"""What errors and logs do not tell: addresses, answers, whatever stood in a row."""

import logging
import traceback
from collections.abc import Callable

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.cli.worker import DiscreetFormatter
from portal.core import clock
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.tenancy.scope import Nobody
from tests import factories as make

ADDRESS = "elena@team.example"


def told(act: Callable[[Work], object]) -> str:
    """What the log would hold of an act that the database refuses."""
    try:
        with unit_of_work(Nobody(), OPERATOR) as work:
            act(work)
    except IntegrityError as error:
        return "".join(traceback.format_exception(error))
    return ""


def test_an_error_of_the_database_tells_no_values(app: Flask) -> None:
    known = make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)
    second = Person(
        email=known.email,
        name="A second Elena",
        language="en",
        password_hash="hash-of-a-password",
        created_at=clock.now(),
    )
    found = told(lambda work: work.session.add(second))
    assert "unique constraint" in found
    for value in (known.email, second.name, second.password_hash):
        assert value not in found


def test_a_refused_row_is_not_quoted(app: Flask) -> None:
    statement = text("insert into person (id, email) values (gen_random_uuid(), :email)")
    found = told(lambda work: work.session.execute(statement, {"email": ADDRESS}))
    assert "not-null constraint" in found
    assert ADDRESS not in found


def test_the_worker_logs_no_address() -> None:
    words = "Starting job[7](email='a.b@c.example')"
    record = logging.LogRecord("procrastinate", logging.INFO, "", 0, words, None, None)
    assert DiscreetFormatter("%(message)s").format(record) == "Starting job[7](email='…')"
