"""The desk's first page: what needs somebody, the tabs' counts and one page of applications.

Each function is one statement, compiled once per shape: this page is opened more than any other.
No officer's filter ever reaches another commission: the scope does.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all

from portal.applications.models import Application, Message
from portal.applications.workflow import State
from portal.commissions.models import City
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work
from portal.desk.steps import Sort, Step, Tab

PAGE_SIZE = 25
SLOW_AFTER_DAYS = 14
"""A file that waited longer in one stage is pointed out."""
MOST_WORDS = 5


@dataclass(frozen=True)
class Wanted:
    """What a page of the list shows."""

    tab: Tab = Tab.DUE
    step: Step | None = None
    words: tuple[str, ...] = ()
    """Folded words; each must occur in the search text."""
    text: str = ""
    """The words as they were typed."""
    officer_id: uuid.UUID | None = None
    without_officer: bool = False
    with_unread: bool = False
    """Only applications with a message of the city that nobody has read."""
    sort: Sort = Sort.LONGEST
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether the list is less than its tab or step."""
        return bool(self.words or self.officer_id or self.without_officer or self.with_unread)


class Row(NamedTuple):
    """One application in the list; a tuple, as the driver gives it, which is quickly told apart."""

    reference: str
    city_name: str
    subdivision: str
    population: int | None
    state: str
    state_since: datetime
    checks_done: int
    checks_total: int
    officer_name: str
    submission_number: int
    submitted_at: datetime | None


@dataclass(frozen=True)
class _Shape:
    """All that changes the text of a statement; what remains are its values."""

    states: tuple[State, ...]
    is_checked: bool | None
    words: int
    has_officer: bool
    without_officer: bool
    with_unread: bool
    sort: Sort


def page_of(work: Work, commission_id: int, wanted: Wanted) -> list[Row]:
    """One page of the list in its order, at most ``PAGE_SIZE`` rows and one that tells of more."""
    offset = (wanted.page - 1) * PAGE_SIZE
    return list_rows(work, commission_id, wanted, limit=PAGE_SIZE + 1, offset=offset)


def list_rows(
    work: Work, commission_id: int, wanted: Wanted, *, limit: int, offset: int = 0
) -> list[Row]:
    """Applications of a list in its order."""
    values = _values(commission_id, wanted)
    values |= {"row_limit": limit, "row_offset": offset, "reach": limit + offset}
    return [Row._make(row) for row in _list(_shape(wanted)).rows(work.session, **values)]


def found_total(work: Work, commission_id: int, wanted: Wanted) -> int:
    """How many applications a search or filter finds."""
    ((total,),) = _total(_shape(wanted)).rows(work.session, **_values(commission_id, wanted))
    return int(total)


def oldest_reference(work: Work, commission_id: int, step: Step) -> str | None:
    """The application that has waited longest in a step."""
    rows = list_rows(work, commission_id, Wanted(step=step), limit=1)
    return rows[0].reference if rows else None


def is_checked() -> ColumnElement[bool]:
    """Whether all points of an application's checklist meet."""
    return and_(Application.checks_total > 0, Application.checks_done >= Application.checks_total)


@lru_cache(maxsize=256)
def _list(shape: _Shape) -> Prepared:
    """Keys of the page from the index first, then the columns of its rows."""
    keys = _keys(shape).subquery()
    page = (
        select(keys.c.id, keys.c.sort_key)
        .order_by(*_order(shape.sort, keys.c.sort_key, keys.c.id))
        .limit(given("row_limit"))
        .offset(given("row_offset"))
        .subquery()
    )
    return Prepared(
        lambda: (
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
            .where(Application.commission_id == given("commission_id"))
            .order_by(*_order(shape.sort, page.c.sort_key, page.c.id))
        )
    )


@lru_cache(maxsize=256)
def _total(shape: _Shape) -> Prepared:
    return Prepared(
        lambda: select(func.count()).select_from(Application).where(_matches(shape, shape.states))
    )


def _keys(shape: _Shape) -> Select[uuid.UUID, Any]:
    """Keys of the first rows of each state: the index gives each in order, the database merges."""
    if shape.sort is Sort.CITY:
        return select(Application.id, Application.search_text.label("sort_key")).where(
            _matches(shape, shape.states)
        )
    branches = [
        select(Application.id, Application.state_since.label("sort_key"))
        .where(_matches(shape, (state,)))
        .order_by(*_order(shape.sort, Application.state_since, Application.id))
        .limit(given("reach"))
        for state in shape.states
    ]
    if len(branches) == 1:
        return branches[0]
    merged = union_all(*branches).subquery()
    return select(merged.c.id, merged.c.sort_key)


def _order(sort: Sort, key: Any, last: Any) -> tuple[ColumnElement[Any], ...]:
    if sort is Sort.NEWEST:
        return (key.desc(), last.desc())
    return (key.asc(), last.asc())


def _matches(shape: _Shape, states: Sequence[State]) -> ColumnElement[bool]:
    rules: list[ColumnElement[bool]] = [
        Application.commission_id == given("commission_id"),
        Application.state == states[0] if len(states) == 1 else Application.state.in_(states),
    ]
    if shape.is_checked is not None:
        rules.append(is_checked() if shape.is_checked else ~is_checked())
    if shape.without_officer:
        rules.append(Application.officer_id.is_(None))
    elif shape.has_officer:
        rules.append(Application.officer_id == given("officer_id"))
    if shape.with_unread:
        unread = select(Message.application_id).where(
            Message.commission_id == Application.commission_id,
            Message.application_id == Application.id,
            Message.is_from_city,
            Message.read_at.is_(None),
        )
        rules.append(unread.exists())
    rules += [
        func.strpos(Application.search_text, given(f"word_{number}", type_=_TEXT)) > 0
        for number in range(shape.words)
    ]
    return and_(*rules)


_TEXT = literal("").type


def _shape(wanted: Wanted) -> _Shape:
    step = wanted.step
    return _Shape(
        states=step.states if step else wanted.tab.states,
        is_checked=step.is_checked if step else None,
        words=len(wanted.words[:MOST_WORDS]),
        has_officer=wanted.officer_id is not None,
        without_officer=wanted.without_officer,
        with_unread=wanted.with_unread,
        sort=wanted.sort,
    )


def _values(commission_id: int, wanted: Wanted) -> dict[str, Any]:
    values: dict[str, Any] = {"commission_id": commission_id}
    if wanted.officer_id is not None and not wanted.without_officer:
        values["officer_id"] = wanted.officer_id
    for number, word in enumerate(wanted.words[:MOST_WORDS]):
        values[f"word_{number}"] = word
    return values
