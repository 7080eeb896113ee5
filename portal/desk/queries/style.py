"""What the desk reads to show and change a commission's style."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal.applications.models import Application
from portal.applications.workflow import OPEN_STATES
from portal.commissions.models import Commission, Style
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.desk.queries import row_of


@dataclass(frozen=True)
class StyleNow:
    """A commission's style, and how many applications a change of it would meet."""

    style: Style
    open_applications: int


def style_now(work: Work, commission_id: int) -> StyleNow:
    """The style and the number of open applications. One statement. Raises NotFound."""
    open_ones = (
        select(func.count())
        .select_from(Application)
        .where(Application.commission_id == commission_id, Application.state.in_(OPEN_STATES))
        .scalar_subquery()
    )
    row = row_of(
        work,
        select(Commission.style, open_ones).where(Commission.commission_id == commission_id),
    )
    if row is None:
        raise NotFound()
    return StyleNow(*row)
