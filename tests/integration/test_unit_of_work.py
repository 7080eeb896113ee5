"""What a unit of work that only reads may not do, and why it ends as it does."""

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, literal_column, select, text
from sqlalchemy.exc import InternalError, SQLAlchemyError

from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.commissions.models import Commission as CommissionRow
from portal.core.db import db
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import OPERATOR, read_alone, unit_of_work
from portal.tenancy.scope import Commission, Coordination, Nobody
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


def test_a_statement_alone_sees_no_tenant_and_leaves_nothing_behind(app: Flask) -> None:
    """The same connections serve a commission before and after."""
    _forget_connections(app)
    asked = Prepared(
        lambda: select(
            func.current_setting("app.commission", True), literal_column("pg_backend_pid()")
        )
    )
    seen = set()
    for _ in range(4):
        with unit_of_work(Commission(make.KENYA), OPERATOR, read_only=True) as work:
            ((commission, backend),) = asked.rows(work.session)
            assert commission == str(make.KENYA)
            seen.add(backend)
        ((commission, backend),) = read_alone(asked)
        assert not commission
        assert backend in seen


def test_an_error_while_reading_leaves_nothing_on_the_connection(app: Flask) -> None:
    _forget_connections(app)
    asked = Prepared(
        lambda: select(
            func.current_setting("app.commission", True), literal_column("pg_backend_pid()")
        )
    )
    fails = Prepared(lambda: select(literal_column("1 / 0")))
    ((_nothing, before),) = read_alone(asked)
    with (
        pytest.raises(psycopg.errors.DivisionByZero),
        unit_of_work(Commission(make.KENYA), OPERATOR, read_only=True) as work,
    ):
        fails.rows(work.session)
    assert read_alone(asked) == [("", before)]


def test_statements_and_objects_of_a_reading_unit_share_one_transaction(app: Flask) -> None:
    make.make_commission()
    asked = Prepared(lambda: select(literal_column("pg_backend_pid()"), func.now()))
    with unit_of_work(Commission(make.KENYA), OPERATOR, read_only=True) as work:
        first = asked.rows(work.session)
        assert work.session.get_one(CommissionRow, make.KENYA).code == "ke"
        assert asked.rows(work.session) == first


def test_an_error_of_a_prepared_statement_tells_no_values(app: Flask) -> None:
    broken = Prepared(lambda: select(func.to_number(given("secret"), "x") / 0))
    with pytest.raises(psycopg.Error) as caught:
        read_alone(broken, secret="a name of a person")
    assert "a name of a person" not in str(caught.value)


def test_a_lost_connection_costs_one_request(app: Flask, administrator: psycopg.Connection) -> None:
    _forget_connections(app)
    me = Prepared(lambda: select(literal_column("pg_backend_pid()")))
    ((backend,),) = read_alone(me)
    administrator.execute("select pg_terminate_backend(%s)", (backend,))
    with pytest.raises(SQLAlchemyError):
        read_alone(me)
    ((other,),) = read_alone(me)
    assert other != backend


def test_a_scope_holds_also_if_a_savepoint_comes_first(app: Flask) -> None:
    with (
        unit_of_work(Commission(make.KENYA), OPERATOR) as work,
        work.session.begin_nested(),
    ):
        scope = work.session.scalar(select(func.current_setting("app.commission", True)))
    assert scope == "404"


def _forget_connections(app: Flask) -> None:
    """The next connection is a new one, and the only one."""
    with app.app_context():
        db.engine.dispose()
