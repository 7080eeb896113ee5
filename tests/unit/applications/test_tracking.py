from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.applications.tracking import Way, expected_by, steps_of
from portal.applications.workflow import State


def at(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 9, tzinfo=UTC)


WAY = Way(
    state=State.SUBMITTED,
    state_since=at(5, 10),
    frozen_at=at(5, 2),
    submitted_at=at(5, 10),
    endorsed_at=None,
    forwarded_at=None,
    closes_at=at(6, 15),
    commissions_close_at=at(7, 15),
)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DRAFT, "now todo todo todo todo todo todo"),
        (State.AWAITING_MAYOR, "done now todo todo todo todo todo"),
        (State.SIGNED, "done done now todo todo todo todo"),
        (State.SUBMITTED, "done done done now todo todo todo"),
        (State.RETURNED, "now todo todo todo todo todo todo"),
        (State.APPROVED, "done done done now todo todo todo"),
        (State.ENDORSED, "done done done done now todo todo"),
        (State.FORWARDED, "done done done done done now todo"),
        (State.MEMBER, "done done done done done done done"),
        (State.WITHDRAWN, "todo todo todo todo todo todo todo"),
    ],
)
def test_the_rail_shows_where_the_application_is(state: State, expected: str) -> None:
    steps = steps_of(replace(WAY, state=state))

    assert " ".join(step.state for step in steps) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DRAFT, at(6, 15)),
        (State.SIGNED, at(6, 15)),
        (State.SUBMITTED, at(6, 9)),
        (State.ENDORSED, at(7, 15)),
        (State.FORWARDED, None),
        (State.MEMBER, None),
    ],
)
def test_it_says_by_when_only_where_somebody_can_know(
    state: State, expected: datetime | None
) -> None:
    assert expected_by(replace(WAY, state=state)) == expected


def test_a_decision_is_never_expected_after_the_commissions_end() -> None:
    late = replace(WAY, submitted_at=at(7, 1), state_since=at(7, 1))

    assert expected_by(late) == at(7, 15)
