"""Statements of the busiest pages, whose text is made once and not at each request.

SQLAlchemy still writes the text and knows the columns; only building and compiling are saved. The
policies hold as for every statement; a statement names its commission itself where it needs to.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, SelectBase, bindparam
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine.interfaces import Compiled as CompiledText
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

_DIALECT = psycopg.dialect()  # type: ignore[no-untyped-call]


def given(name: str, type_: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A value that comes with each use of a prepared statement."""
    return bindparam(name, required=False, type_=type_)


class Prepared:
    """A statement that is built and compiled at its first use.

    Its columns arrive as the driver reads them: texts of an enumeration stay texts.
    """

    def __init__(self, build: Callable[[], SelectBase]) -> None:
        self._build = build

    def rows(self, session: Session, **values: object) -> Sequence[Any]:
        """All rows, with the values of ``given``."""
        connection = session.connection()
        return connection.exec_driver_sql(self._text, {**self._constants, **values}).all()

    @cached_property
    def _compiled(self) -> CompiledText:
        return self._build().compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})

    @cached_property
    def _text(self) -> str:
        return str(self._compiled)

    @cached_property
    def _constants(self) -> dict[str, object]:
        """Values that stand in the statement itself."""
        found = self._compiled.params
        return {
            name: value.value if isinstance(value, Enum) else value
            for name, value in found.items()
            if value is not None
        }
