"""Jobs that forget what nobody goes on with: unfinished uploads."""

from portal.accounts.roles import permissions_of
from portal.applications.services.uploading import forget_old_uploads
from portal.commissions.jobs import enqueue_for_each_commission
from portal.core.jobs import queue
from portal.core.unit_of_work import Actor, unit_of_work
from portal.tenancy.scope import NETWORK_ID, Worker

_CLOCK = Actor(name="", office="clock", permissions=frozenset(map(str, permissions_of("clock"))))


@queue.periodic(cron="37 3 * * *", periodic_id="sweeping")
@queue.task(name="applications.sweep_everywhere")
def sweep_everywhere(timestamp: int = 0) -> None:
    """Nightly job: one job for each commission."""
    with unit_of_work(Worker(NETWORK_ID), _CLOCK) as work:
        enqueue_for_each_commission(work, sweep_commission)


@queue.task(name="applications.sweep_commission")
def sweep_commission(commission_id: int) -> None:
    """Job: forget old unfinished uploads of one commission's cities."""
    with unit_of_work(Worker(commission_id), _CLOCK) as work:
        forget_old_uploads(work)
