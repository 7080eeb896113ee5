"""The desk's first page: what needs somebody, the tabs' counts and one page of applications.

Each function is one statement. No officer's filter ever reaches another commission: the scope does.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all

from portal.applications.models import Application, Message
from portal.applications.workflow import State
from portal.commissions.models import City
from portal.core.unit_of_work import Work
from portal.desk.queries import rows_of
from portal.desk.steps import Sort, Step, Tab

PAGE_SIZE = 25
SLOW_AFTER_DAYS = 14
"""A file that waited longer in one stage is pointed out."""


@dataclass(frozen=True)
class StateCount:
    """How many applications are in a state, and how long the oldest has been."""

    state: State
    is_checked: bool
    """Whether all points of the checklist meet."""
    total: int
    slow: int
    oldest_since: datetime


@dataclass(frozen=True)
class Wanted:
    """What a page of the list shows."""

    tab: Tab = Tab.TODO
    step: Step | None = None
    words: tuple[str, ...] = ()
    """Folded words; each must occur in the search text."""
    officer_id: uuid.UUID | None = None
    text: str = ""
    """The words as they were typed."""
    without_officer: bool = False
    with_unread: bool = False
    """Only applications with a message of the city that nobody has read."""
    sort: Sort = Sort.LONGEST
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the list."""

    reference: str
    city_name: str
    subdivision: str
    population: int | None
    state: State
    state_since: datetime
    checks_done: int
    checks_total: int
    officer_name: str
    submission_number: int
    submitted_at: datetime | None


def state_counts(work: Work) -> list[StateCount]:
    """Counts by state and finished checklist; at most two rows per state."""
    is_checked = _is_checked()
    slow_before = work.now - timedelta(days=SLOW_AFTER_DAYS)
    rows = rows_of(
        work,
        select(
            Application.state,
            is_checked,
            func.count(),
            func.count().filter(Application.state_since < slow_before),
            func.min(Application.state_since),
        ).group_by(Application.state, is_checked),
    )
    return [StateCount(*row) for row in rows]


def page_of(work: Work, wanted: Wanted) -> list[Row]:
    """One page of the list in its order, at most ``PAGE_SIZE`` rows and one that tells of more."""
    return list_rows(work, wanted, limit=PAGE_SIZE + 1, offset=(wanted.page - 1) * PAGE_SIZE)


def list_rows(work: Work, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """Applications of a list in its order."""
    keys = _keys(wanted, limit + offset).subquery()
    order = _order(wanted.sort, keys.c.sort_key, keys.c.id)
    chosen = select(keys.c.id, keys.c.sort_key).order_by(*order).limit(limit).offset(offset)
    page = chosen.subquery()
    rows = rows_of(
        work,
        select(
            Application.reference,
            Application.city_name,
            City.subdivision,
            Application.population,
            Application.state,
            Application.state_since,
            Application.checks_done,
            Application.checks_total,
            Application.officer_name,
            Application.submission_number,
            Application.submitted_at,
        )
        .join(page, page.c.id == Application.id)
        .join(
            City,
            (City.commission_id == Application.commission_id)
            & (City.city_id == Application.city_id),
        )
        .order_by(*_order(wanted.sort, page.c.sort_key, page.c.id)),
    )
    return [Row(*row) for row in rows]


def found_total(work: Work, wanted: Wanted) -> int:
    """How many applications a search or filter finds."""
    return work.session.scalars(
        select(func.count()).select_from(Application).where(_matches(wanted, _states(wanted)))
    ).one()


def oldest_reference(work: Work, step: Step) -> str | None:
    """The application that has waited longest in a step."""
    wanted = Wanted(step=step)
    return work.session.scalars(
        select(Application.reference)
        .where(_matches(wanted, _states(wanted)))
        .order_by(Application.state_since, Application.id)
        .limit(1)
    ).first()


def _keys(wanted: Wanted, limit: int) -> Select[uuid.UUID, Any]:
    """Keys of the first rows of each state: the index gives each in order, the database merges."""
    if wanted.sort is Sort.CITY:
        return select(Application.id, Application.search_text.label("sort_key")).where(
            _matches(wanted, _states(wanted))
        )
    branches = [
        select(Application.id, Application.state_since.label("sort_key"))
        .where(_matches(wanted, (state,)))
        .order_by(*_order(wanted.sort, Application.state_since, Application.id))
        .limit(limit)
        for state in _states(wanted)
    ]
    if len(branches) == 1:
        return branches[0]
    merged = union_all(*branches).subquery()
    return select(merged.c.id, merged.c.sort_key)


def _order(sort: Sort, key: Any, last: Any) -> tuple[ColumnElement[Any], ...]:
    if sort is Sort.NEWEST:
        return (key.desc(), last.desc())
    return (key.asc(), last.asc())


def _states(wanted: Wanted) -> tuple[State, ...]:
    return wanted.step.states if wanted.step else wanted.tab.states


def _matches(wanted: Wanted, states: Sequence[State]) -> ColumnElement[bool]:
    rules: list[ColumnElement[bool]] = [
        Application.state == states[0] if len(states) == 1 else Application.state.in_(states)
    ]
    if wanted.step is not None and wanted.step.is_checked is not None:
        checked = _is_checked()
        rules.append(checked if wanted.step.is_checked else ~checked)
    if wanted.without_officer:
        rules.append(Application.officer_id.is_(None))
    elif wanted.officer_id is not None:
        rules.append(Application.officer_id == wanted.officer_id)
    if wanted.with_unread:
        unread = select(Message.application_id).where(
            Message.commission_id == Application.commission_id,
            Message.application_id == Application.id,
            Message.is_from_city,
            Message.read_at.is_(None),
        )
        rules.append(unread.exists())
    rules += [Application.search_text.contains(word, autoescape=True) for word in wanted.words]
    return and_(*rules)


def _is_checked() -> ColumnElement[bool]:
    return and_(Application.checks_total > 0, Application.checks_done >= Application.checks_total)
