"""The dashboard's values: read from the rows of figures only, never from applications.

A fixed number of statements whatever the number of applications or commissions.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.applications.workflow import State
from portal.calls.models import Call, CallMode
from portal.commissions.countries import country_name, sort_key
from portal.commissions.models import Commission, Region
from portal.commissions.names import wording
from portal.coordination.figures import HELD_STATES, STAGES
from portal.coordination.models import CommissionFigures
from portal.coordination.usual_days import quantile_days
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.tenancy.scope import NETWORK_ID

BAR_STATES: tuple[tuple[State, ...], ...] = (
    (State.SUBMITTED,),
    (State.INCOMPLETE,),
    (State.RETURNED,),
    (State.APPROVED,),
    (State.ENDORSED, State.FORWARDED, State.MEMBER),
)
"""Segments of a commission's bar, in the order of their colours."""


@dataclass(frozen=True)
class CallChoice:
    """A call the dashboard can show."""

    id: uuid.UUID
    code: str
    titles: dict[str, str]
    opens_at: datetime
    closes_at: datetime
    commissions_close_at: datetime
    mode: CallMode
    is_training: bool

    def title(self, language: str) -> str:
        """The title in a language, else in English."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class Totals:
    """Counts of the world or of a region in one call."""

    reached: dict[str, int]
    ageing: tuple[tuple[State, tuple[int, int, int, int]], ...]
    days_to_endorse: tuple[int, ...]
    median_days: float | None
    p90_days: float | None
    population: int

    @property
    def waiting(self) -> int:
        """Applications that a commission has held for over 30 days."""
        return sum(bins[3] for _state, bins in self.ageing)


@dataclass(frozen=True)
class CommissionRow:
    """One commission in the table and on the map."""

    commission_id: int
    code: str
    country: str
    """In the reader's language."""
    name: str
    region: Region
    started: int
    submitted: int
    endorsed: int
    forwarded: int
    members: int
    held: int
    """Applications that are with the commission now."""
    waiting: int
    """Of these, for over 30 days."""
    parts: tuple[int, ...]
    """Lengths of the segments of ``BAR_STATES``."""
    median_days: float | None
    oldest_days: int | None
    last_activity_at: datetime | None
    is_open: bool
    closes_on: date | None

    @property
    def is_silent(self) -> bool:
        """Whether no city of the country has begun an application in this call."""
        return self.started == 0


@dataclass(frozen=True)
class Overview:
    """Everything on the dashboard before the table is filtered."""

    call: CallChoice
    calls: tuple[CallChoice, ...]
    totals: Totals
    previous: Totals | None
    """The same region in the call before; None if there was none."""
    rows: tuple[CommissionRow, ...]
    taking_part: int
    """Commissions with at least one submitted application."""
    first_time: int
    """Of these, the ones that took part in no earlier call."""
    waiting_commissions: int
    computed_at: datetime | None


def overview(
    work: Work, *, call_code: str | None, region: Region | None, language: str
) -> Overview:
    """The dashboard of a call, worldwide or in a region. Raises NotFound without any call."""
    calls = _calls(work)
    call = _chosen(calls, call_code, work.now)
    before = _before(calls, call)
    rows = _rows(work, call.id, region, language)
    totals, computed_at = _totals(work, call.id, region)
    previous = _totals(work, before.id, region)[0] if before else None
    taking_part = [row for row in rows if row.submitted]
    known = _taking_part_before(work, call, calls)
    return Overview(
        call=call,
        calls=calls,
        totals=totals,
        previous=previous if previous and previous.reached["started"] else None,
        rows=rows,
        taking_part=len(taking_part),
        first_time=sum(row.commission_id not in known for row in taking_part),
        waiting_commissions=sum(bool(row.waiting) for row in rows),
        computed_at=computed_at,
    )


def _calls(work: Work) -> tuple[CallChoice, ...]:
    rows = work.session.execute(
        select(
            Call.id,
            Call.code,
            Call.titles,
            Call.opens_at,
            Call.closes_at,
            Call.commissions_close_at,
            Call.mode,
            Call.is_training,
        ).order_by(Call.is_training, Call.opens_at.desc(), Call.code)
    )
    return tuple(CallChoice(*row) for row in rows)


def _chosen(calls: tuple[CallChoice, ...], code: str | None, now: datetime) -> CallChoice:
    """The call of the address, else the newest that has opened, else the next."""
    if code is not None:
        for call in calls:
            if call.code == code:
                return call
        raise NotFound()
    if not calls:
        raise NotFound()
    real = [call for call in calls if not call.is_training] or list(calls)
    return next((call for call in real if call.opens_at <= now), real[-1])


def _before(calls: tuple[CallChoice, ...], call: CallChoice) -> CallChoice | None:
    earlier = [other for other in calls if not other.is_training and other.opens_at < call.opens_at]
    return max(earlier, key=lambda other: other.opens_at, default=None)


def _taking_part_before(work: Work, call: CallChoice, calls: tuple[CallChoice, ...]) -> set[int]:
    """Commissions with a submitted application in a real call before this one."""
    earlier = [
        other.id for other in calls if not other.is_training and other.opens_at < call.opens_at
    ]
    rows = work.session.scalars(
        select(CommissionFigures.commission_id)
        .where(
            CommissionFigures.call_id.in_(earlier),
            CommissionFigures.reached["submitted"].as_integer() > 0,
        )
        .distinct()
    )
    return set(rows)


def _rows(
    work: Work, call_id: uuid.UUID, region: Region | None, language: str
) -> tuple[CommissionRow, ...]:
    figures = CommissionFigures
    statement = (
        select(
            Commission.commission_id,
            Commission.code,
            Commission.country,
            Commission.names,
            Commission.languages,
            Commission.region,
            Commission.is_open,
            Commission.closes_on,
            figures.by_state,
            figures.reached,
            figures.ageing,
            figures.median_days,
            figures.oldest_since,
            figures.last_activity_at,
        )
        .outerjoin(
            figures,
            (figures.commission_id == Commission.commission_id) & (figures.call_id == call_id),
        )
        .order_by(Commission.commission_id)
    )
    if region is not None:
        statement = statement.where(Commission.region == region)
    rows = [_row(row, work.now, language) for row in work.session.execute(statement)]
    return tuple(sorted(rows, key=lambda row: (sort_key(row.country), row.code)))


def _row(row: Any, now: datetime, language: str) -> CommissionRow:
    by_state: dict[str, int] = row.by_state or {}
    reached: dict[str, int] = row.reached or dict.fromkeys(STAGES, 0)
    return CommissionRow(
        commission_id=row.commission_id,
        code=row.code,
        country=country_name(row.country, language),
        name=wording(row.names, row.languages, language),
        region=row.region,
        started=reached["started"],
        submitted=reached["submitted"],
        endorsed=reached["endorsed"],
        forwarded=reached["forwarded"],
        members=reached["member"],
        held=sum(by_state.get(str(state), 0) for state in HELD_STATES),
        waiting=sum(bins[3] for bins in (row.ageing or {}).values()),
        parts=tuple(sum(by_state.get(str(state), 0) for state in states) for states in BAR_STATES),
        median_days=row.median_days,
        oldest_days=(now - row.oldest_since).days if row.oldest_since else None,
        last_activity_at=row.last_activity_at,
        is_open=row.is_open,
        closes_on=row.closes_on,
    )


def _totals(
    work: Work, call_id: uuid.UUID, region: Region | None
) -> tuple[Totals, datetime | None]:
    """Row 0 for the world; for a region the sum of its commissions, histograms included."""
    figures = CommissionFigures
    statement = select(
        figures.reached,
        figures.ageing,
        figures.days_to_endorse,
        figures.population,
        figures.computed_at,
    ).where(figures.call_id == call_id)
    if region is None:
        statement = statement.where(figures.commission_id == NETWORK_ID)
    else:
        statement = statement.join(
            Commission, Commission.commission_id == figures.commission_id
        ).where(Commission.region == region)
    rows = work.session.execute(statement).all()
    histogram = [sum(bins) for bins in zip(*(row.days_to_endorse for row in rows), strict=True)]
    totals = Totals(
        reached={stage: sum(row.reached.get(stage, 0) for row in rows) for stage in STAGES},
        ageing=tuple((state, _ages(rows, state)) for state in HELD_STATES),
        days_to_endorse=tuple(histogram),
        median_days=quantile_days(histogram, 50),
        p90_days=quantile_days(histogram, 90),
        population=sum(row.population for row in rows),
    )
    return totals, max((row.computed_at for row in rows), default=None)


def _ages(rows: Any, state: State) -> tuple[int, int, int, int]:
    bins = [row.ageing.get(str(state), [0, 0, 0, 0]) for row in rows]
    first, second, third, fourth = ([sum(column) for column in zip(*bins, strict=True)]) or [0] * 4
    return first, second, third, fourth
