from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.applications.tracking import Usual, Way, expected_by, steps_of, usual_words
from portal.applications.workflow import State
from portal.commissions.models import WaitingStage


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
        (State.DRAFT, "now ahead ahead ahead ahead ahead ahead"),
        (State.AWAITING_MAYOR, "done now ahead ahead ahead ahead ahead"),
        (State.SIGNED, "done done now ahead ahead ahead ahead"),
        (State.SUBMITTED, "done done done now ahead ahead ahead"),
        (State.RETURNED, "now ahead ahead ahead ahead ahead ahead"),
        (State.APPROVED, "done done done now ahead ahead ahead"),
        (State.ENDORSED, "done done done done now ahead ahead"),
        (State.FORWARDED, "done done done done done now ahead"),
        (State.MEMBER, "done done done done done done done"),
        (State.WITHDRAWN, "ahead ahead ahead ahead ahead ahead ahead"),
    ],
)
def test_the_rail_shows_where_the_application_is(state: State, expected: str) -> None:
    steps = steps_of(replace(WAY, state=state))

    assert " ".join(step.state for step in steps) == expected


NOW = at(5, 12)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.SUBMITTED, at(6, 9)),
        (State.RETURNED, at(7, 15)),
        (State.ENDORSED, at(7, 15)),
        (State.FORWARDED, None),
        (State.MEMBER, None),
    ],
)
def test_without_a_past_only_the_dates_of_the_call_are_known(
    state: State, expected: datetime | None
) -> None:
    assert expected_by(replace(WAY, state=state), now=NOW) == expected


@pytest.mark.parametrize("state", [State.DRAFT, State.AWAITING_MAYOR, State.SIGNED])
def test_what_was_never_submitted_is_due_at_the_end_for_cities(state: State) -> None:
    assert expected_by(replace(WAY, state=state, submitted_at=None), now=NOW) == at(6, 15)


def test_a_decision_is_never_expected_after_the_commissions_end() -> None:
    late = replace(WAY, submitted_at=at(7, 1), state_since=at(7, 1))

    assert expected_by(late, now=at(7, 2)) == at(7, 15)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(5, 12), at(5, 20)),  # half took up to ten days
        (at(5, 22), at(5, 26)),  # later than half: nine of ten took up to sixteen
        (at(6, 1), at(7, 15)),  # later than most: only the end of the call is sure
    ],
)
def test_the_past_of_a_commission_says_when_it_decides(now: datetime, expected: datetime) -> None:
    assert expected_by(WAY, Usual(10, 16, is_own=True), now=now) == expected


def test_registration_is_expected_by_the_past_alone() -> None:
    way = replace(WAY, state=State.FORWARDED, endorsed_at=at(5, 20), forwarded_at=at(5, 21))
    usual = Usual(5, 9, is_own=False)

    assert expected_by(way, usual, now=at(5, 22)) == at(5, 26)
    assert expected_by(way, usual, now=at(6, 22)) is None


@pytest.mark.parametrize(
    ("stage", "is_own", "sentence"),
    [
        (
            WaitingStage.DECISION,
            True,
            (
                "This commission decided half of its applications within 10 days, nine of ten"
                " within 16 days."
            ),
        ),
        (
            WaitingStage.REGISTRATION,
            True,
            (
                "The Coordination Team registered half of all members within 10 days, nine of ten"
                " within 16 days."
            ),
        ),
    ],
)
def test_the_past_is_told_in_a_sentence(stage: WaitingStage, is_own: bool, sentence: str) -> None:
    assert usual_words(Usual(10, 16, is_own=is_own), stage) == sentence


def test_less_than_a_day_is_told_as_one_day() -> None:
    assert "within 1 day, nine of ten within 2 days" in usual_words(
        Usual(0, 2, is_own=True), WaitingStage.FORWARDING
    )
