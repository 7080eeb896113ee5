"""Scope → transaction: writes it as ``SET LOCAL`` into the message that begins a transaction.

Never trusts a Python filter: the policies are the law, this only says who is asking.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, cast

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


class ReadingSession:
    """Stands for a session where a unit of work only reads, on one connection.

    Prepared statements ask for nothing but the connection, whose transaction is begun in the scope;
    a session of SQLAlchemy's takes a fifteenth of a page. Whatever else is asked is asked of one
    that is made then, on the same connection and in the same transaction.
    """

    def __init__(self, engine: Engine, scope: object) -> None:
        self._engine, self._scope = engine, scope
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """The connection; the first to ask begins the transaction."""
        if self._connection is None:
            self._connection = self._engine.connect()
            begin = _beginning(self._scope, read_only=True)
            driver_of(self._connection).execute(begin, prepare=False)
        return self._connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    @cached_property
    def _whole(self) -> ScopedSession:
        info = {"scope": self._scope, "begin": None}
        return ScopedSession(self.connection(), expire_on_commit=False, info=info)

    def expunge_all(self) -> None:
        """Forget what was read, and what was changed in memory."""
        if self._is_whole:
            self._whole.expunge_all()

    def commit(self) -> None:
        """End the transaction."""
        if self._is_whole:
            self._whole.commit()
        elif self._connection is not None:
            driver_of(self._connection).commit()

    def rollback(self) -> None:
        """End the transaction after an error; a connection alone is reset when it is given back."""
        if self._is_whole:
            self._whole.rollback()

    def close(self) -> None:
        """Give the connection back."""
        if self._is_whole:
            self._whole.close()
        if self._connection is not None:
            self._connection.close()

    @property
    def _is_whole(self) -> bool:
        return "_whole" in self.__dict__


class _Sessions:
    """Makes sessions. Engines are made lazily, once per process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._engines: dict[str | None, Engine] = {}

    def __call__(self, scope: object, *, read_only: bool) -> Session:
        engine = self._engine("coordination" if isinstance(scope, Coordination) else None)
        if read_only:
            return cast(Session, ReadingSession(engine, scope))
        info = {"scope": scope, "begin": _beginning(scope, read_only=False)}
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
    begin = session.info["begin"]
    if begin and not transaction.nested:
        driver_of(connection).execute(begin, prepare=False)


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
