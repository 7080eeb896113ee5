"""One transaction: actor, now, session, scope, recorded events; commits once, at the end.

Entry points open it (routes, jobs, commands); services receive it and never commit.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.events import Event, publish
from portal.core.statements import Prepared


@dataclass(frozen=True)
class Actor:
    """Who acts, in which office; written into history as it was at that moment."""

    name: str
    office: str
    """Code of the office held while acting: a role, ``mayor``, ``clock`` or ``operator``."""
    person_id: uuid.UUID | None = None
    permissions: frozenset[str] = frozenset()
    title: str = ""
    """The office in the person's own words, such as "Secretary-General"."""
    on_behalf_of: str = ""
    """Why a coordinator acts inside a commission's space; empty for its own people."""


CLOCK = Actor(name="", office="clock")
OPERATOR = Actor(name="", office="operator")


class SessionFactory(Protocol):
    """Makes a session bound to the right role for a scope (``tenancy.enforcement``)."""

    def __call__(self, scope: object, *, read_only: bool) -> Session:
        """A new session in ``scope``; ``read_only``: the database refuses its writes."""
        ...

    def connect_as_nobody(self) -> Connection:
        """A connection without scope and without transaction, for one statement that reads."""
        ...


@dataclass
class Work:
    """What a service needs and may touch."""

    session: Session
    scope: object
    actor: Actor
    now: datetime
    cause: uuid.UUID | None = None
    """The entry of history this work follows from, where the worker carries on with an act."""
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    def record(self, event: Event) -> None:
        """Say that something happened: history, jobs and mail follow in this transaction."""
        self.session.flush()
        publish(self, event)


_factory: SessionFactory | None = None


def use_sessions_of(factory: SessionFactory) -> None:
    """Tell where sessions come from; called once at start by the tenancy."""
    global _factory
    _factory = factory


@contextmanager
def unit_of_work(
    scope: object, actor: Actor, *, at: datetime | None = None, read_only: bool = False
) -> Iterator[Work]:
    """Open one transaction in ``scope``; leaving commits, an exception rolls back.

    ``read_only``: the database refuses writes, and objects changed in memory are forgotten. It ends
    with a commit too, because the driver throws its prepared statements away at each rollback.
    Raises whatever the body raises; RuntimeError if the application was not started.
    """
    session = _sessions()(scope, read_only=read_only)
    work = Work(session=session, scope=scope, actor=actor, now=at or clock.now())
    try:
        yield work
        if read_only:
            session.expunge_all()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
    for action in work.after_commit:
        action()


def read_alone(statement: Prepared, **values: object) -> Sequence[tuple[Any, ...]]:
    """Rows of one statement that only reads and needs no scope: one message and its answer.

    A statement alone is a transaction by itself.
    """
    with _sessions().connect_as_nobody() as connection:
        return statement.rows_on(connection, **values)


def _sessions() -> SessionFactory:
    if _factory is None:
        raise RuntimeError("create_app() has not been called: there is no database session factory")
    return _factory
