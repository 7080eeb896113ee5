"""What the desk's screens read: explicit columns into frozen dataclasses, one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, Executable, bindparam
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.types import TypeEngine

from portal.core.unit_of_work import Work

_DIALECT = psycopg.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Compiled:
    """A statement whose text is made once; each use gives it its values.

    Its columns arrive as the driver reads them: states as text. It names its commission itself,
    for the session adds nothing to it; the policies hold as for every statement.
    """

    text: str
    constants: Mapping[str, Any]

    def rows(self, work: Work, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows."""
        connection = work.session.connection()
        return connection.exec_driver_sql(self.text, {**self.constants, **values}).all()


def compiled(statement: ClauseElement) -> Compiled:
    """Make the text of a statement; ``given`` names the values that come with each use."""
    made = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    constants = {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in made.params.items()
        if value is not None
    }
    return Compiled(text=str(made), constants=constants)


def given(name: str, type_: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A value that comes with each use of a compiled statement."""
    return bindparam(name, required=False, type_=type_)


def rows_of(work: Work, statement: Executable) -> Sequence[Any]:
    """All rows of a statement, whose columns the caller names in the order of its dataclass."""
    return work.session.execute(statement).all()


def row_of(work: Work, statement: Executable) -> Any | None:
    """The first row of a statement, if it has one."""
    return work.session.execute(statement).first()
