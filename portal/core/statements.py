"""Statements of the busiest pages, whose text is made once and which go straight to the driver.

SQLAlchemy still writes the text and knows the columns; only building, compiling and the wrapping of
rows are saved. The policies hold as for every statement; a statement names its commission itself
where it needs to.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import psycopg
from sqlalchemy import BindParameter, Connection, SelectBase, bindparam
from sqlalchemy.dialects.postgresql import psycopg as dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse
from sqlalchemy.types import TypeEngine

from portal.core.db import keep_first_line

_DIALECT = dialect.dialect()  # type: ignore[no-untyped-call]


def given(name: str, type_: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A value that comes with each use of a prepared statement."""
    return bindparam(name, required=False, type_=type_)


def driver_of(connection: Connection) -> "psycopg.Connection[tuple[Any, ...]]":
    """The driver's own connection."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


class Prepared:
    """A statement that is built and compiled at its first use.

    Its columns arrive as the driver reads them: texts of an enumeration stay texts.
    """

    def __init__(self, build: Callable[[], SelectBase]) -> None:
        self._build = build

    def rows(self, session: Session, **values: object) -> list[tuple[Any, ...]]:
        """All rows, with the values of ``given``. Raises psycopg.Error."""
        return self.rows_on(session.connection(), **values)

    def rows_on(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """The same on a connection without a session."""
        driver = driver_of(connection)
        try:
            return driver.execute(self._text, values).fetchall()
        except psycopg.Error as error:
            if driver.closed:  # let the pool notice, and throw away what hangs on the same server
                connection.exec_driver_sql("select")
            keep_first_line(error)
            raise

    @cached_property
    def _text(self) -> str:
        statement: Any = replacement_traverse(self._build(), {}, _written_out)
        return str(statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True}))


def _written_out(element: ExternallyTraversible, **_kept: object) -> ExternallyTraversible | None:
    """What is always the same stands in the text: the planner knows how many rows have it."""
    if isinstance(element, BindParameter) and element.value is not None:
        return element.render_literal_execute()
    return None
