"""Whether anything the dashboard shows has changed since it was last drawn: one short statement."""

from sqlalchemy import BigInteger, SelectBase, Text, cast, func, literal_column, select

from portal.calls.models import Call
from portal.commissions.models import Commission
from portal.coordination.models import CommissionFigures
from portal.core.statements import Prepared
from portal.core.unit_of_work import Work

Version = tuple[int, ...]
"""Equal only if no row has been added, changed or taken away in between."""


def version_of(work: Work) -> Version:
    """The version of calls, commissions and figures; read before them, it is never too new."""
    (row,) = _VERSION.rows(work.session)
    return tuple(int(value or 0) for value in row)


def _statement() -> SelectBase:
    """Each change of a row writes the number of its transaction into the row's ``xmin``."""
    columns = []
    for model in (Call, Commission, CommissionFigures):
        name = model.__tablename__
        transaction = cast(cast(literal_column(f'"{name}".xmin'), Text), BigInteger)
        for value in (func.count(), func.sum(transaction)):
            columns.append(select(value).select_from(model).scalar_subquery())
    return select(*columns)


_VERSION = Prepared(_statement)
