"""What the desk's screens read: explicit columns into frozen dataclasses, one statement each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable

from portal.core.unit_of_work import Work


def rows_of(work: Work, statement: Executable) -> Sequence[Any]:
    """All rows of a statement, whose columns the caller names in the order of its dataclass."""
    return work.session.execute(statement).all()


def row_of(work: Work, statement: Executable) -> Any | None:
    """The first row of a statement, if it has one."""
    return work.session.execute(statement).first()
