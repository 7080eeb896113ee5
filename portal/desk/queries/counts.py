"""How many applications of a commission are in each state, exactly: as kept, or from one index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    ScalarSelect,
    Select,
    Text,
    false,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from portal.applications.models import Application
from portal.applications.workflow import State
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work
from portal.desk.models import DeskChange, DeskCount
from portal.desk.queries.inbox import is_checked
from portal.desk.steps import Tab

_SLOW_BEFORE: Any = given("slow_before", type_=DateTime(timezone=True))


@dataclass(frozen=True)
class StateCount:
    """How many applications are in a state, and how long the oldest has been."""

    state: str
    is_checked: bool
    """Whether all points of the checklist meet; said only of what the commission holds."""
    total: int
    slow: int
    oldest_since: datetime | None
    """None where the commission has nothing to do."""


def kept_counts(mine: Any) -> CTE:
    """What was counted last, if no application has changed since; else nothing."""
    changes = select(DeskChange.change_id).where(DeskChange.commission_id == mine)
    return (
        select(DeskCount.counts, DeskCount.slow_before)
        .where(DeskCount.commission_id == mine, ~changes.exists())
        .cte("kept")
    )


def state_counts(mine: Any, kept: CTE) -> ColumnElement[Any]:
    """``[[state, is_checked, total, slow, oldest_since]]``; at most two rows per state."""
    return func.coalesce(select(kept.c.counts).scalar_subquery(), _counted(mine))


def grown_slow(mine: Any, kept: CTE) -> ScalarSelect[Any]:
    """How many have become slow since they were counted, without changing."""
    return (
        select(func.count())
        .select_from(kept)
        .join(Application, Application.commission_id == mine)
        .where(
            Application.state.in_(Tab.DUE.states),
            Application.state_since >= kept.c.slow_before,
            Application.state_since < _SLOW_BEFORE,
        )
        .scalar_subquery()
    )


def count_now(work: Work, commission_id: int, *, slow_before: datetime) -> list[list[Any]]:
    """The same counts from the applications themselves."""
    rows = _COUNT.rows(work.session, commission_id=commission_id, slow_before=slow_before)
    return rows[0][0] or []


def _counted(mine: Any) -> ScalarSelect[Any]:
    """From the applications themselves.

    State by state, so that each is a stretch of the index alone, in order and without sorting; only
    in states that the commission holds does it matter how long the oldest has waited.
    """
    checked = is_checked().label("is_checked")
    held = (
        checked,
        func.count().label("total"),
        func.count().filter(Application.state_since < _SLOW_BEFORE).label("slow"),
        func.min(Application.state_since).label("oldest_since"),
    )
    others = (
        false().label("is_checked"),
        func.count().label("total"),
        literal(0).label("slow"),
        null().cast(DateTime(timezone=True)).label("oldest_since"),
    )
    elsewhere = [state for state in State if state not in Tab.DUE.states]
    counts = union_all(
        _of_each(mine, Tab.DUE.states, select(*held).group_by(checked)),
        _of_each(mine, elsewhere, select(*others).having(func.count() > 0)),
    ).subquery()
    return select(func.jsonb_agg(func.jsonb_build_array(*counts.c))).scalar_subquery()


def _of_each(mine: Any, states: Sequence[State], counted: Any) -> Select[Any]:
    """What is counted among a commission's applications, for one state after the other."""
    names = literal([state.value for state in states], type_=ARRAY(Text))
    each = func.unnest(names).table_valued("state").render_derived(name="each")
    found = (
        counted.where(Application.commission_id == mine, Application.state == each.c.state)
        .correlate(each)
        .lateral()
    )
    return select(each.c.state, *found.c).join(found, true())


def counts_from(rows: list[list[Any]] | None) -> tuple[StateCount, ...]:
    """What ``state_counts`` found."""
    return tuple(
        StateCount(state, checked, total, slow, datetime.fromisoformat(oldest) if oldest else None)
        for state, checked, total, slow, oldest in rows or ()
    )


_COUNT = Prepared(lambda: select(_counted(given("commission_id", type_=Integer()))))
