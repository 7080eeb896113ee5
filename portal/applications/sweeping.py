"""Jobs that forget what nobody goes on with: unfinished uploads."""

from sqlalchemy import select

from portal.accounts.roles import permissions_of
from portal.applications.services.uploading import forget_old_uploads
from portal.commissions.models import Commission
from portal.core.jobs import enqueue_each, queue
from portal.core.unit_of_work import Actor, unit_of_work
from portal.tenancy.scope import NETWORK_ID, Worker

_CLOCK = Actor(name="", office="clock", permissions=frozenset(map(str, permissions_of("clock"))))


@queue.periodic(cron="37 3 * * *", periodic_id="sweeping")
@queue.task(name="applications.sweep_everywhere")
def sweep_everywhere(timestamp: int = 0) -> None:
    """Nightly job: one job for each commission."""
    with unit_of_work(Worker(NETWORK_ID), _CLOCK) as work:
        commissions = work.session.scalars(
            select(Commission.commission_id)
            .where(Commission.commission_id != NETWORK_ID)
            .order_by(Commission.commission_id)
        ).all()
        enqueue_each(work, sweep_commission, [{"commission_id": each} for each in commissions])


@queue.task(name="applications.sweep_commission")
def sweep_commission(commission_id: int) -> None:
    """Job: forget old unfinished uploads of one commission's cities."""
    with unit_of_work(Worker(commission_id), _CLOCK) as work:
        forget_old_uploads(work)
