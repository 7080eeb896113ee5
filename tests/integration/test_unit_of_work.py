"""What a unit of work that only reads may not do, and why it ends as it does."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Coordination, Nobody
from tests import factories as make


def test_the_database_refuses_what_a_reading_unit_writes(app: Flask) -> None:
    with (
        pytest.raises(InternalError, match="read-only transaction"),
        unit_of_work(Nobody(), OPERATOR, read_only=True) as work,
    ):
        work.session.execute(text("delete from attempt"))


def test_a_reading_unit_forgets_what_was_changed_in_memory(app: Flask) -> None:
    person = make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        work.session.get_one(Person, person.id).name = "Somebody Else"
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        assert work.session.get_one(Person, person.id).name == "Elena Marín"


def test_a_writing_unit_follows_a_reading_one_on_the_same_connections(app: Flask) -> None:
    person = make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)
    for number in range(6):
        with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
            work.session.execute(text("select 1"))
        with unit_of_work(Nobody(), OPERATOR) as work:
            work.session.get_one(Person, person.id).name = f"Elena {number}"
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        assert work.session.get_one(Person, person.id).name == "Elena 5"


@pytest.mark.parametrize("scope", [Nobody(), Coordination()])
def test_reading_units_keep_the_plans_of_their_statements(app: Flask, scope: object) -> None:
    """The driver prepares a statement at its sixth use and throws all away at a rollback."""
    for _ in range(12):
        with unit_of_work(scope, OPERATOR, read_only=True) as work:
            work.session.execute(
                text("select code from commission where code = :code"), {"code": "ke"}
            )
            kept = work.session.execute(
                text("select count(*) from pg_prepared_statements where statement like '%code%'")
            ).scalar_one()
    assert kept >= 1
