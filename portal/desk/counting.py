"""Counting a commission's applications for its desk, again after each change.

The desk reads what was counted last. Between a change and the next count it counts by itself, so
that it never contradicts its own list (docs/decisions/0012).
"""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from portal.commissions.models import Commission
from portal.core.events import Event
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.desk.models import DeskChange, DeskCount
from portal.desk.queries.counts import count_now
from portal.desk.queries.inbox import SLOW_AFTER_DAYS
from portal.history.events import RecordedEvent
from portal.tenancy.scope import NETWORK_ID, Worker

_LOCK_SPACE = 7_302
"""First number of the advisory locks that keep two counts apart."""


def count_after(work: Work, event: Event) -> None:
    """Later subscriber: have the applications of the event's commission counted again."""
    if isinstance(event, RecordedEvent):
        number = event.commission_id
        enqueue(work, count_desk, once=f"desk-{number}", commission_id=number)


@queue.task(name="desk.count")
def count_desk(commission_id: int) -> None:
    """Job: count one commission's applications, if one has changed."""
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        keep_counts(work, commission_id)


@queue.periodic(cron="17 * * * *", periodic_id="desk-counts")
@queue.task(name="desk.count_all")
def count_all_desks(timestamp: int = 0) -> None:
    """Hourly job: what no event told of."""
    with unit_of_work(Worker(NETWORK_ID), CLOCK, read_only=True) as work:
        commission_ids = work.session.scalars(
            select(Commission.commission_id).order_by(Commission.commission_id)
        ).all()
    for commission_id in commission_ids:
        count_desk(commission_id)


def keep_counts(work: Work, commission_id: int) -> None:
    """Count, unless what was counted last still holds.

    Changes are forgotten first and counted after: what is committed in between is counted and
    remains a change, never the other way round.
    """
    work.session.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, commission_id)))
    changes = delete(DeskChange).where(DeskChange.commission_id == commission_id)
    if not work.session.execute(changes).rowcount:  # type: ignore[attr-defined]
        return
    slow_before = work.now - timedelta(days=SLOW_AFTER_DAYS)
    counted = {
        "counts": count_now(work, commission_id, slow_before=slow_before),
        "slow_before": slow_before,
    }
    work.session.execute(
        insert(DeskCount)
        .values(commission_id=commission_id, **counted)
        .on_conflict_do_update(index_elements=["commission_id"], set_=counted)
    )
