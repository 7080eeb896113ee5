"""Scope → transaction: writes it as ``SET LOCAL`` into the message that begins a transaction.

Never trusts a Python filter: the policies are the law, this only says who is asking.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from portal.core.db import db
from portal.core.statements import driver_of
from portal.core.unit_of_work import use_sessions_of
from portal.tenancy.ownership import Private
from portal.tenancy.scope import City, Commission, Coordination, Network, Nobody, Worker

_ROLE_FACTS = (
    "select rolsuper or rolbypassrls, exists(select 1 from pg_class where relowner = r.oid)"
    " from pg_roles r where rolname = current_user"
)


class UnsafeDatabaseRole(RuntimeError):
    """The portal was given a role that could read past the policies."""


def start_tenancy(app: Flask) -> None:
    """Bind sessions to roles by scope."""
    use_sessions_of(_Sessions(app))


class ScopedSession(Session):
    """A session that belongs to one scope."""


class _Sessions:
    """Makes sessions. Engines are made lazily, once per process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._engines: dict[str | None, Engine] = {}

    def __call__(self, scope: object, *, read_only: bool) -> Session:
        engine = self._engine("coordination" if isinstance(scope, Coordination) else None)
        info = {"scope": scope, "begin": _beginning(scope, read_only=read_only)}
        return ScopedSession(engine, expire_on_commit=False, info=info)

    def connect_as_nobody(self) -> Connection:
        return self._engine(None).connect()

    def _engine(self, bind: str | None) -> Engine:
        known = self._engines.get(bind)
        if known is None:
            with self._app.app_context():
                known = db.engines[bind]
            if not event.contains(known, "first_connect", _refuse_unsafe_role):
                event.listen(known, "first_connect", _refuse_unsafe_role)
            self._engines[bind] = known
        return known


def _beginning(scope: object, *, read_only: bool) -> str:
    """What begins a transaction in a scope; where none is set nothing of a tenant is visible."""
    begin = "begin read only" if read_only else "begin"
    if isinstance(scope, Nobody | Coordination):
        return begin
    assert isinstance(scope, City | Commission | Worker | Network)
    begin += f"; set local app.commission = '{int(scope.commission_id)}'"
    if isinstance(scope, City):
        begin += f"; set local app.city = '{scope.city_id}'"
    return begin


@event.listens_for(ScopedSession, "after_begin")
def _begin(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """The driver begins nothing by itself (``core.db``). Savepoints come after, in their turn."""
    if not transaction.nested:
        driver_of(connection).execute(session.info["begin"], prepare=False)


@event.listens_for(ScopedSession, "do_orm_execute")
def _say_commission(state: ORMExecuteState) -> None:
    """Add ``commission_id = …`` to ORM statements: for the planner and a distributed database."""
    scope = state.session.info["scope"]
    if not isinstance(scope, Nobody | Coordination) and (
        state.is_select or state.is_update or state.is_delete
    ):
        commission_id = scope.commission_id
        state.statement = state.statement.options(
            with_loader_criteria(
                Private, lambda cls: cls.commission_id == commission_id, include_aliases=True
            )
        )


@contextmanager
def writing_as(session: Session, commission_id: int) -> Iterator[None]:
    """Add rows that belong to another space than the session's, within the same transaction.

    The one exception from "one session, one scope", for one table: mail leaves through the outbox
    of the space it belongs to, in the transaction of the act it tells about, whoever acts (somebody
    who signs in acts in no space at all, the mail is the network's). Nothing is read in here.
    The scope returns with the end of the savepoint, also after an exception.
    """
    session.flush()
    with session.begin_nested():
        connection = session.connection()
        connection.exec_driver_sql(_scope_setting(commission_id, ""))
        yield
        session.flush()
        scope = session.info["scope"]
        own = None if isinstance(scope, Nobody | Coordination) else scope.commission_id
        city = str(scope.city_id) if isinstance(scope, City) else ""
        connection.exec_driver_sql(_scope_setting(own, city))


def _scope_setting(commission_id: int | None, city: str) -> str:
    commission = "" if commission_id is None else str(int(commission_id))
    return f"set local app.commission = '{commission}'; set local app.city = '{city}'"


def _refuse_unsafe_role(connection: Any, _record: object) -> None:
    """The first connection of each engine is looked at before anything is read through it."""
    row = connection.execute(_ROLE_FACTS).fetchone()
    connection.rollback()
    _judge(*row)


def refuse_unsafe_roles(connection: Connection) -> None:
    """Raise UnsafeDatabaseRole if this connection's role could bypass policies or owns tables."""
    _judge(*connection.execute(text(_ROLE_FACTS)).one())


def _judge(bypasses: bool, owns: bool) -> None:
    if bypasses:
        raise UnsafeDatabaseRole(
            "DATABASE_URL uses a role that bypasses row-level security; give it portal_app"
        )
    if owns:
        raise UnsafeDatabaseRole(
            "DATABASE_URL uses a role that owns tables; give it portal_app, the owner only migrates"
        )
