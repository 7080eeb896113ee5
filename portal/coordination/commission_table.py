"""The dashboard's table: which commissions it shows, in which order, and as a file."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.commissions.countries import sort_key
from portal.coordination.overview import CommissionRow
from portal.web.query_string import chosen as member_of
from portal.web.query_string import page_number, search_text

PAGE_SIZE = 25


class Show(enum.StrEnum):
    """Which commissions."""

    ALL = "all"
    TAKING_PART = "taking-part"
    SILENT = "silent"
    WAITING = "waiting"


class Order(enum.StrEnum):
    """By what; countries from A to Z, figures from the largest."""

    COUNTRY = "country"
    HELD = "held"
    ENDORSED = "endorsed"
    MEDIAN = "median"
    OLDEST = "oldest"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Choice:
    """What the address of the page asks for."""

    search: str = ""
    show: Show = Show.ALL
    order: Order = Order.HELD
    page: int = 1


@dataclass(frozen=True)
class Table:
    """One page of the chosen rows."""

    rows: tuple[CommissionRow, ...]
    total: int
    choice: Choice

    @property
    def has_next(self) -> bool:
        """Whether more rows follow."""
        return self.choice.page * PAGE_SIZE < self.total


def read_choice(arguments: Any) -> Choice:
    """The choice in a query string; what is not understood counts as not chosen."""
    return Choice(
        search=search_text(arguments.get("q")),
        show=member_of(Show, arguments.get("show")) or Show.ALL,
        order=member_of(Order, arguments.get("sort")) or Order.HELD,
        page=page_number(arguments.get("page")),
    )


def chosen(rows: tuple[CommissionRow, ...], choice: Choice) -> tuple[CommissionRow, ...]:
    """All rows of a choice, in order."""
    found = [row for row in rows if _matches(row, choice)]
    if choice.order is Order.COUNTRY:
        return tuple(found)  # they come in the order of the country's name
    value = _VALUES[choice.order]
    known = [row for row in found if value(row) is not None]
    unknown = [row for row in found if value(row) is None]
    return (*sorted(known, key=value, reverse=True), *unknown)


def table(rows: tuple[CommissionRow, ...], choice: Choice) -> Table:
    """One page of the rows of a choice."""
    found = chosen(rows, choice)
    start = (choice.page - 1) * PAGE_SIZE
    return Table(rows=found[start : start + PAGE_SIZE], total=len(found), choice=choice)


_VALUES: dict[Order, Callable[[CommissionRow], Any]] = {
    Order.HELD: lambda row: row.held or None,
    Order.ENDORSED: lambda row: row.endorsed or None,
    Order.MEDIAN: lambda row: row.median_days,
    Order.OLDEST: lambda row: row.oldest_days,
    Order.ACTIVITY: lambda row: row.last_activity_at,
}


def _matches(row: CommissionRow, choice: Choice) -> bool:
    if choice.show is Show.SILENT and not row.is_silent:
        return False
    if choice.show is Show.TAKING_PART and not row.submitted:
        return False
    if choice.show is Show.WAITING and not row.waiting:
        return False
    words = sort_key(choice.search)
    return not words or any(words in sort_key(text) for text in (row.country, row.name, row.code))
