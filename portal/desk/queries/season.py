"""The figures of a call at one commission, beside those of its earlier calls.

Counted from the applications when asked for, in five statements whatever their number. Days are
whole days, and quantiles the smallest number of days within which so many passed the stage, as on
the Coordination Team's dashboard.
"""

import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from portal.applications.events import ApplicationReturned
from portal.applications.models import Application, Submission
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.models import City
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.desk.queries import rows_of
from portal.history.models import HistoryEntry
from portal.signing.models import Method, Part, Signature

_DAY_SECONDS = 86_400
SIZES = (10_000, 50_000, 250_000, 1_000_000)
"""People at which the next size of cities begins; the first is the least the network asks for."""


class Stage(enum.StrEnum):
    """A stretch of the way that is measured in days."""

    WRITING = "writing"
    """From the beginning to the first submission."""
    DECISION = "decision"
    """From there to the endorsement."""
    FORWARDING = "forwarding"
    """From the endorsement to the Coordination Team."""
    REGISTRATION = "registration"
    """From there to the register of members."""


@dataclass(frozen=True)
class Pace:
    """How long a stage took."""

    cases: int
    half: int | None
    """Days within which half passed it; None without a case."""
    nine_of_ten: int | None


@dataclass(frozen=True)
class CallFigures:
    """A call at one commission."""

    call_id: uuid.UUID
    code: str
    titles: dict[str, str]
    opens_at: datetime
    is_training: bool
    started: int
    submitted: int
    endorsed: int
    forwarded: int
    members: int
    declined: int
    population: int
    """Of the cities that submitted, as far as they told it."""
    first_time: int
    """Cities that submitted and had submitted in no earlier call of this commission."""
    returned: int
    """Submitted applications that were asked for completion at least once."""
    paces: Mapping[Stage, Pace]
    mayors: Mapping[Method, int]
    """How the mayors signed what was submitted last."""
    commission: Mapping[Method, int]
    """How the commission signed it."""

    def title(self, language: str) -> str:
        """The title in a language, else in English."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class Group:
    """Applications that have something in common: a state, a region, a size."""

    key: Any
    started: int
    submitted: int
    endorsed: int


@dataclass(frozen=True)
class Season:
    """Everything about a call, and the earlier ones to compare with, the last first."""

    call: CallFigures
    earlier: tuple[CallFigures, ...]
    by_state: tuple[Group, ...]
    """``key``: the state, in the order of the way."""
    by_region: tuple[Group, ...]
    """``key``: region or province as the city told it, most applications first; may be empty."""
    by_size: tuple[Group, ...]
    """``key``: place in ``SIZES`` of the first limit above it; -1: no population was told."""


def call_list(work: Work, commission_id: int) -> tuple[CallFigures, ...]:
    """Each call that was not for training, the last first. Four statements."""
    returned, signed, first = _returned(work), _signed(work), _first_times(work)
    return tuple(
        _figures(row, returned, signed, first)
        for row in rows_of(work, _counts(commission_id).where(Call.is_training.is_(False)))
    )


def season(work: Work, commission_id: int, code: str) -> Season:
    """The figures of a call, and of the earlier ones. Raises NotFound."""
    returned, signed, first = _returned(work), _signed(work), _first_times(work)
    statement = _counts(commission_id).where(or_(Call.is_training.is_(False), Call.code == code))
    calls = [_figures(row, returned, signed, first) for row in rows_of(work, statement)]
    here = next((call for call in calls if call.code == code), None)
    if here is None:
        raise NotFound()
    by_state, by_region, by_size = _groups(work, here.call_id)
    return Season(
        call=here,
        earlier=tuple(call for call in calls if call.opens_at < here.opens_at),
        by_state=by_state,
        by_region=by_region,
        by_size=by_size,
    )


def _counts(commission_id: int) -> Any:
    """One row for each call, the last first."""
    mine = and_(Application.call_id == Call.id, Application.commission_id == commission_id)
    is_member = Application.state == State.MEMBER
    return (
        select(
            Call.id,
            Call.code,
            Call.titles,
            Call.opens_at,
            Call.is_training,
            func.count(Application.id).label("started"),
            func.count(Application.submitted_at).label("submitted"),
            func.count(Application.endorsed_at).label("endorsed"),
            func.count(Application.forwarded_at).label("forwarded"),
            func.count().filter(is_member).label("members"),
            func.count().filter(Application.state == State.DECLINED).label("declined"),
            func.coalesce(
                func.sum(Application.population).filter(Application.submitted_at.is_not(None)), 0
            ).label("population"),
            *_pace(Stage.WRITING, Application.created_at, Application.submitted_at),
            *_pace(Stage.DECISION, Application.submitted_at, Application.endorsed_at),
            *_pace(Stage.FORWARDING, Application.endorsed_at, Application.forwarded_at),
            *_pace(
                Stage.REGISTRATION, Application.forwarded_at, Application.closed_at, also=is_member
            ),
        )
        .select_from(Call)
        .outerjoin(Application, mine)
        .group_by(Call.id)
        .order_by(Call.opens_at.desc(), Call.id)
    )


def _pace(
    stage: Stage, began_at: Any, ended_at: Any, *, also: ColumnElement[bool] | None = None
) -> tuple[Any, ...]:
    days = func.floor(func.extract("epoch", ended_at - began_at) / _DAY_SECONDS)
    passed = ended_at.is_not(None) if also is None else and_(ended_at.is_not(None), also)
    return (
        func.count().filter(passed).label(f"{stage}_cases"),
        *(
            cast(
                func.percentile_disc(share).within_group(days.asc()).filter(passed), Integer
            ).label(f"{stage}_{name}")
            for name, share in (("half", 0.5), ("nine_of_ten", 0.9))
        ),
    )


def _returned(work: Work) -> dict[uuid.UUID, int]:
    rows = rows_of(
        work,
        select(Application.call_id, func.count(Application.id.distinct()))
        .join(HistoryEntry, HistoryEntry.application_id == Application.id)
        .where(HistoryEntry.event == ApplicationReturned.name)
        .group_by(Application.call_id),
    )
    return {row[0]: row[1] for row in rows}


def _signed(work: Work) -> dict[tuple[uuid.UUID, Part, Method], int]:
    """Signatures that hold on what was submitted last."""
    rows = rows_of(
        work,
        select(Application.call_id, Signature.part, Signature.method, func.count())
        .join(
            Submission,
            (Submission.application_id == Application.id)
            & (Submission.number == Application.submission_number),
        )
        .join(Signature, Signature.submission_id == Submission.id)
        .where(Submission.submitted_at.is_not(None), Signature.voided_at.is_(None))
        .group_by(Application.call_id, Signature.part, Signature.method),
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _first_times(work: Work) -> dict[uuid.UUID, int]:
    """Cities for each call that had submitted in none before; training does not count."""
    before, earlier = aliased(Application), aliased(Call)
    took_part = (
        select(before.id)
        .join(earlier, earlier.id == before.call_id)
        .where(
            before.city_id == Application.city_id,
            before.submitted_at.is_not(None),
            earlier.is_training.is_(False),
            earlier.opens_at < Call.opens_at,
        )
        .exists()
    )
    rows = rows_of(
        work,
        select(Application.call_id, func.count(Application.city_id.distinct()))
        .join(Call, Call.id == Application.call_id)
        .where(Application.submitted_at.is_not(None), ~took_part)
        .group_by(Application.call_id),
    )
    return {row[0]: row[1] for row in rows}


def _groups(
    work: Work, call_id: uuid.UUID
) -> tuple[tuple[Group, ...], tuple[Group, ...], tuple[Group, ...]]:
    size = case(
        (Application.population.is_(None), -1),
        *((Application.population < limit, index) for index, limit in enumerate(SIZES)),
        else_=len(SIZES),
    )
    inner = (
        select(
            Application.state,
            City.subdivision,
            size.label("size"),
            Application.submitted_at,
            Application.endorsed_at,
        )
        .join(
            City,
            (City.commission_id == Application.commission_id)
            & (City.city_id == Application.city_id),
        )
        .where(Application.call_id == call_id)
        .subquery()
    )
    keys = (inner.c.state, inner.c.subdivision, inner.c.size)
    rows = rows_of(
        work,
        select(
            func.grouping(*keys),
            *keys,
            func.count(),
            func.count(inner.c.submitted_at),
            func.count(inner.c.endorsed_at),
        ).group_by(func.grouping_sets(*keys)),
    )
    found: dict[int, list[Group]] = {3: [], 5: [], 6: []}
    for grouping, state, region, band, *counts in rows:
        key = {3: state, 5: region, 6: band}[grouping]
        found[grouping].append(Group(key, *counts))
    order = list(State)
    return (
        tuple(sorted(found[3], key=lambda group: order.index(group.key))),
        tuple(sorted(found[5], key=lambda group: (not group.key, -group.started, group.key))),
        tuple(sorted(found[6], key=lambda group: (group.key < 0, group.key))),
    )


def _figures(
    row: Any,
    returned: Mapping[uuid.UUID, int],
    signed: Mapping[tuple[uuid.UUID, Part, Method], int],
    first: Mapping[uuid.UUID, int],
) -> CallFigures:
    values = row._mapping
    return CallFigures(
        call_id=row.id,
        code=row.code,
        titles=row.titles,
        opens_at=row.opens_at,
        is_training=row.is_training,
        started=row.started,
        submitted=row.submitted,
        endorsed=row.endorsed,
        forwarded=row.forwarded,
        members=row.members,
        declined=row.declined,
        population=int(row.population),
        first_time=first.get(row.id, 0),
        returned=returned.get(row.id, 0),
        paces={
            stage: Pace(
                values[f"{stage}_cases"], values[f"{stage}_half"], values[f"{stage}_nine_of_ten"]
            )
            for stage in Stage
        },
        mayors={method: signed.get((row.id, Part.MAYOR, method), 0) for method in Method},
        commission={method: signed.get((row.id, Part.COMMISSION, method), 0) for method in Method},
    )
