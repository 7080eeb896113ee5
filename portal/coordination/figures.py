"""Figures of the dashboard: recomputed from the applications, never counted up.

An event marks its commission stale; a job recounts that commission, then the world (row 0).
Medians come from histograms of whole days, so that those of the world can be summed exactly.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import insert

from portal.applications.models import Application
from portal.applications.workflow import HOLDERS, Holder, State
from portal.commissions.models import Commission
from portal.coordination.models import CommissionFigures
from portal.coordination.usual_days import publish_usual_days, quantile_days
from portal.core.events import Event
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.history.events import RecordedEvent
from portal.tenancy.scope import NETWORK_ID, Worker

DAY_SECONDS = 86_400
LAST_BIN = 120
"""Last bin of the histogram of days: this many and more."""
HISTOGRAMS: dict[str, tuple[Any, Any, tuple[Any, ...]]] = {
    "days_to_endorse": (Application.submitted_at, Application.endorsed_at, ()),
    "days_to_forward": (Application.endorsed_at, Application.forwarded_at, ()),
    "days_to_register": (
        Application.forwarded_at,
        Application.closed_at,
        (Application.state == State.MEMBER,),
    ),
}
"""Column of the figures → beginning, end and further condition of the stretch it measures."""
AGE_LIMITS_DAYS = (7, 14, 30)
"""Upper ends of the first three ages; the fourth has none."""
STAGES = ("started", "submitted", "endorsed", "forwarded", "member")
HELD_STATES = tuple(state for state in State if HOLDERS[state] is Holder.COMMISSION)
_LOCK_SPACE = 7_301
"""First number of the advisory locks that keep two recounts apart."""


def mark_figures_stale(work: Work, event: Event) -> None:
    """Later subscriber: have the figures of the event's commission recounted.

    What happened was committed before we are told: a recount that still waits when we look begins
    after that and sees it.
    """
    if not isinstance(event, RecordedEvent) or event.is_internal:
        return
    enqueue(
        work,
        refresh_figures,
        once=f"figures-{event.commission_id}",
        commission_id=event.commission_id,
    )


@queue.task(name="coordination.refresh_figures")
def refresh_figures(commission_id: int) -> None:
    """Job: recount one commission, then ask for the world."""
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        refresh_figures_now(work, commission_id)
        enqueue(work, refresh_world_figures, once=f"figures-{NETWORK_ID}")


@queue.task(name="coordination.refresh_world_figures")
def refresh_world_figures() -> None:
    """Job: sum up the world."""
    with unit_of_work(Worker(NETWORK_ID), CLOCK) as work:
        refresh_world(work)


@queue.periodic(cron="7 * * * *", periodic_id="figures")
@queue.task(name="coordination.refresh_all_figures")
def refresh_all_figures(timestamp: int = 0) -> None:
    """Hourly job: recount every commission, because ages grow without any event."""
    with unit_of_work(Worker(NETWORK_ID), CLOCK, read_only=True) as work:
        commission_ids = work.session.scalars(
            select(Commission.commission_id).order_by(Commission.commission_id)
        ).all()
    for commission_id in commission_ids:
        with unit_of_work(Worker(commission_id), CLOCK) as work:
            refresh_figures_now(work, commission_id)
    refresh_world_figures()


def refresh_figures_now(work: Work, commission_id: int) -> None:
    """Recount one commission from its applications, in that commission's scope."""
    work.session.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, commission_id)))
    histograms = _histograms(work, commission_id)
    rows = [
        _row(work, commission_id, call_id, counts, histograms.get(call_id, {}))
        for call_id, counts in _counts(work, commission_id).items()
    ]
    _write(work, rows)
    publish_usual_days(work, commission_id, rows)


def refresh_world(work: Work) -> None:
    """Sum the figures of all commissions into row 0, in the network's scope."""
    work.session.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, NETWORK_ID)))
    figures = work.session.scalars(
        select(CommissionFigures).where(CommissionFigures.commission_id != NETWORK_ID)
    ).all()
    by_call: dict[uuid.UUID, list[CommissionFigures]] = {}
    for row in figures:
        by_call.setdefault(row.call_id, []).append(row)
    sums = [_sum(work, call_id, rows) for call_id, rows in by_call.items()]
    _write(work, sums)
    publish_usual_days(work, NETWORK_ID, sums)


def _counts(work: Work, commission_id: int) -> dict[uuid.UUID, list[Any]]:
    """One row per call and state: counts, ages, first and last change."""
    age_days = func.floor(func.extract("epoch", work.now - Application.state_since) / DAY_SECONDS)
    first, second, third = AGE_LIMITS_DAYS
    statement = (
        select(
            Application.call_id,
            Application.state,
            func.count().label("total"),
            func.count(Application.submitted_at).label("submitted"),
            func.count(Application.endorsed_at).label("endorsed"),
            func.count(Application.forwarded_at).label("forwarded"),
            func.count().filter(age_days <= first).label("age_0"),
            func.count().filter(age_days > first, age_days <= second).label("age_1"),
            func.count().filter(age_days > second, age_days <= third).label("age_2"),
            func.count().filter(age_days > third).label("age_3"),
            func.min(Application.state_since).label("oldest"),
            func.max(Application.state_since).label("latest"),
            func.coalesce(func.sum(Application.population), 0).label("population"),
        )
        .where(Application.commission_id == commission_id)
        .group_by(Application.call_id, Application.state)
    )
    by_call: dict[uuid.UUID, list[Any]] = {}
    for row in work.session.execute(statement):
        by_call.setdefault(row.call_id, []).append(row)
    return by_call


def _histograms(work: Work, commission_id: int) -> dict[uuid.UUID, dict[str, list[int]]]:
    """``{call: {column of the figures: applications by whole days}}``; one statement."""
    kinds = [_days_of(name, commission_id) for name in HISTOGRAMS]
    found: dict[uuid.UUID, dict[str, list[int]]] = {}
    for row in work.session.execute(union_all(*kinds)):
        bins = found.setdefault(row.call_id, {}).setdefault(row.name, [0] * (LAST_BIN + 1))
        bins[row.days] = row.total
    return found


def _days_of(name: str, commission_id: int) -> Select[str, uuid.UUID, int, int]:
    began_at, ended_at, also = HISTOGRAMS[name]
    seconds = func.extract("epoch", ended_at - began_at)
    days = cast(func.least(LAST_BIN, func.floor(seconds / DAY_SECONDS)), Integer).label("days")
    return (
        select(literal(name).label("name"), Application.call_id, days, func.count().label("total"))
        .where(Application.commission_id == commission_id, ended_at.is_not(None), *also)
        .group_by(Application.call_id, days)
    )


def _row(
    work: Work,
    commission_id: int,
    call_id: uuid.UUID,
    counts: list[Any],
    histograms: dict[str, list[int]],
) -> dict[str, Any]:
    held = [row for row in counts if row.state in HELD_STATES]
    members = [row for row in counts if row.state is State.MEMBER]
    days = {name: histograms.get(name, [0] * (LAST_BIN + 1)) for name in HISTOGRAMS}
    return {
        "commission_id": commission_id,
        "call_id": call_id,
        "by_state": {str(row.state): row.total for row in counts},
        "reached": {
            "started": sum(row.total for row in counts),
            "submitted": sum(row.submitted for row in counts),
            "endorsed": sum(row.endorsed for row in counts),
            "forwarded": sum(row.forwarded for row in counts),
            "member": sum(row.total for row in members),
        },
        "ageing": {str(row.state): [row.age_0, row.age_1, row.age_2, row.age_3] for row in held},
        **days,
        "median_days": quantile_days(days["days_to_endorse"], 50),
        "oldest_since": min((row.oldest for row in held), default=None),
        "last_activity_at": max(row.latest for row in counts),
        "population": int(sum(row.population for row in members)),
        "computed_at": work.now,
    }


def _sum(work: Work, call_id: uuid.UUID, rows: list[CommissionFigures]) -> dict[str, Any]:
    days = {
        name: [sum(bins) for bins in zip(*(getattr(row, name) for row in rows), strict=True)]
        for name in HISTOGRAMS
    }
    ageing: dict[str, list[int]] = {}
    for row in rows:
        for state, bins in row.ageing.items():
            before = ageing.get(state, [0, 0, 0, 0])
            ageing[state] = [old + new for old, new in zip(before, bins, strict=True)]
    return {
        "commission_id": NETWORK_ID,
        "call_id": call_id,
        "by_state": _added(row.by_state for row in rows),
        "reached": _added(row.reached for row in rows),
        "ageing": ageing,
        **days,
        "median_days": quantile_days(days["days_to_endorse"], 50),
        "oldest_since": _present(min, (row.oldest_since for row in rows)),
        "last_activity_at": _present(max, (row.last_activity_at for row in rows)),
        "population": sum(row.population for row in rows),
        "computed_at": work.now,
    }


def _added(dictionaries: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for dictionary in dictionaries:
        total.update(dictionary)
    return dict(total)


def _present(choose: Any, times: Iterable[datetime | None]) -> datetime | None:
    known = [time for time in times if time is not None]
    return choose(known) if known else None


def _write(work: Work, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = insert(CommissionFigures).values(rows)
    changed = {
        column.name: statement.excluded[column.name]
        for column in CommissionFigures.__table__.columns
        if not column.primary_key
    }
    work.session.execute(
        statement.on_conflict_do_update(index_elements=["commission_id", "call_id"], set_=changed)
    )
