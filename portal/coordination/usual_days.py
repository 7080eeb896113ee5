"""How long a stage usually takes: published from the figures, so that a city can read it.

Only quantiles leave the figures, and only above a floor of cases: one city's time is its own.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.calls.models import Call
from portal.commissions.models import UsualDays, WaitingStage
from portal.core.unit_of_work import Work

FEWEST_CASES = 5
"""Below this a median would tell what happened to single cities."""
_COLUMNS = {
    WaitingStage.DECISION: "days_to_endorse",
    WaitingStage.FORWARDING: "days_to_forward",
    WaitingStage.REGISTRATION: "days_to_register",
}


def publish_usual_days(
    work: Work, commission_id: int, figures: Sequence[Mapping[str, Any]]
) -> None:
    """Write anew what can be said of a commission (0: the world) from its rows of figures.

    A call for training says nothing. What was published stays until there is something newer.
    """
    training = _training_calls(work)
    counted = [row for row in figures if row["call_id"] not in training]
    rows = []
    for stage, column in _COLUMNS.items():
        histogram = [sum(bins) for bins in zip(*(row[column] for row in counted), strict=True)]
        half, nine_of_ten = quantile_days(histogram, 50), quantile_days(histogram, 90)
        if half is None or nine_of_ten is None or sum(histogram) < FEWEST_CASES:
            continue
        rows.append(
            {
                "commission_id": commission_id,
                "stage": stage,
                "half": int(half),
                "nine_of_ten": int(nine_of_ten),
            }
        )
    if not rows:
        return
    statement = insert(UsualDays).values(rows)
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["commission_id", "stage"],
            set_={name: statement.excluded[name] for name in ("half", "nine_of_ten")},
        )
    )


def quantile_days(histogram: Sequence[int], percent: int) -> float | None:
    """The smallest number of days within which ``percent`` of the endorsed were endorsed."""
    total, counted = sum(histogram), 0
    if not total:
        return None
    for days, count in enumerate(histogram):
        counted += count
        if counted * 100 >= total * percent:
            return float(days)
    raise AssertionError("a histogram ends with its total")


def _training_calls(work: Work) -> set[uuid.UUID]:
    return set(work.session.scalars(select(Call.id).where(Call.is_training)))
