"""Lists of the Coordination Team: copies of what was submitted, and the forwarded queue.

Always in the scope of coordination. Oldest first where somebody waits for the team.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from portal.applications.models import Application
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.countries import country_name
from portal.commissions.models import Commission, Region
from portal.core.unit_of_work import Work

PAGE_SIZE = 25
COPY_STATES = (
    State.DRAFT,
    State.AWAITING_MAYOR,
    State.SIGNED,
    State.SUBMITTED,
    State.RETURNED,
    State.APPROVED,
    State.ENDORSED,
)
"""Submitted once and not forwarded yet; the first three: the city is completing it."""
QUEUE_STATES = (State.FORWARDED, State.INCOMPLETE)
DECIDED_STATES = (State.MEMBER, State.NOT_ADMITTED, State.DEFERRED)


@dataclass(frozen=True)
class Filed:
    """One line of a list."""

    reference: str
    space: str
    """Code of the commission."""
    country: str
    city_name: str
    state: State
    state_since: datetime
    submitted_at: datetime
    forwarded_at: datetime | None
    call_code: str

    @property
    def is_being_completed(self) -> bool:
        """Whether the city took it back to complete it: the draft itself is not shown."""
        return self.state in (State.DRAFT, State.AWAITING_MAYOR, State.SIGNED)


@dataclass(frozen=True)
class Page:
    """Some lines of a list, and how many there are."""

    rows: tuple[Filed, ...]
    total: int
    number: int

    @property
    def has_next(self) -> bool:
        """Whether more lines follow."""
        return self.number * PAGE_SIZE < self.total


def copies(
    work: Work,
    *,
    language: str,
    region: Region | None,
    search: str,
    state: State | None,
    page: int,
) -> Page:
    """Copies of what was submitted and is not forwarded yet, newest first."""
    states = (state,) if state in COPY_STATES else COPY_STATES
    statement = _filtered(_list(states), region, search).order_by(
        Application.submitted_at.desc(), Application.id
    )
    return _page(work, statement, page, language)


def queue(
    work: Work, *, language: str, region: Region | None, search: str, state: State | None, page: int
) -> Page:
    """Forwarded dossiers, those that wait longest first; or what was decided about them."""
    states = (state,) if state in (*QUEUE_STATES, *DECIDED_STATES) else QUEUE_STATES
    statement = _filtered(_list(states), region, search).order_by(
        Application.state_since, Application.id
    )
    return _page(work, statement, page, language)


def _list(states: tuple[State, ...]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application.reference,
            Commission.code,
            Commission.country,
            Application.city_name,
            Application.state,
            Application.state_since,
            Application.submitted_at,
            Application.forwarded_at,
            Call.code.label("call_code"),
            func.count().over().label("total"),
        )
        .join(Commission, Commission.commission_id == Application.commission_id)
        .join(Call, Call.id == Application.call_id)
        .where(Application.shared_at.is_not(None), Application.state.in_(states))
    )


def _filtered(
    statement: Select[*tuple[Any, ...]], region: Region | None, search: str
) -> Select[*tuple[Any, ...]]:
    if region is not None:
        statement = statement.where(Commission.region == region)
    words = search.strip().casefold()[:80]
    if words:
        statement = statement.where(
            or_(
                Application.search_text.contains(words, autoescape=True),
                func.lower(Application.reference).contains(words, autoescape=True),
            )
        )
    return statement


def _page(work: Work, statement: Select[*tuple[Any, ...]], number: int, language: str) -> Page:
    number = max(1, number)
    rows = work.session.execute(statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(
        rows=tuple(_filed(row, language) for row in rows),
        total=rows[0].total if rows else 0,
        number=number,
    )


def _filed(row: Row[Any], language: str) -> Filed:
    return Filed(
        reference=row.reference,
        space=row.code,
        country=country_name(row.country, language),
        city_name=row.city_name,
        state=row.state,
        state_since=row.state_since,
        submitted_at=row.submitted_at,
        forwarded_at=row.forwarded_at,
        call_code=row.call_code,
    )
