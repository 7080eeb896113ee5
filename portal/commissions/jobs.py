"""One job for each commission: what the clock or the network asks of all of them."""

from typing import Any

from procrastinate.tasks import Task
from sqlalchemy import select

from portal.commissions.models import Commission
from portal.core.jobs import enqueue_each
from portal.core.unit_of_work import Work
from portal.tenancy.scope import NETWORK_ID


def enqueue_for_each_commission(
    work: Work, task: "Task[Any, Any, Any]", **arguments: object
) -> None:
    """Ask for the job once for each commission, by ``commission_id``; all in this transaction."""
    commissions = work.session.scalars(
        select(Commission.commission_id)
        .where(Commission.commission_id != NETWORK_ID)
        .order_by(Commission.commission_id)
    )
    enqueue_each(work, task, [{"commission_id": each, **arguments} for each in commissions])
