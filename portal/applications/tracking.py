"""The way of one application as a city sees it: named steps, with whom it is, what comes next.

Pure: built from facts that are stored; decides nothing.
"""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.applications.workflow import State
from portal.core.i18n import gettext as _

DECISION_TIME = timedelta(days=30)
"""Time of a commission for its decision. Source: concept note, "one month"."""


class StepState(enum.StrEnum):
    """Where a step is."""

    DONE = "done"
    NOW = "now"
    TODO = "todo"


@dataclass(frozen=True)
class Step:
    """One step of the rail."""

    title: str
    state: StepState
    icon: str
    at: datetime | None = None
    """When it was done, or since when it lasts."""
    by: datetime | None = None
    """When it is expected."""


@dataclass(frozen=True)
class Way:
    """What the rail is drawn from."""

    state: State
    state_since: datetime
    frozen_at: datetime | None
    submitted_at: datetime | None
    endorsed_at: datetime | None
    forwarded_at: datetime | None
    closes_at: datetime
    commissions_close_at: datetime


_REACHED = {
    State.DRAFT: 0,
    State.AWAITING_MAYOR: 1,
    State.SIGNED: 2,
    State.SUBMITTED: 3,
    State.RETURNED: 0,
    State.APPROVED: 3,
    State.DECLINED: 3,
    State.ENDORSED: 4,
    State.FORWARDED: 5,
    State.INCOMPLETE: 5,
    State.NOT_ADMITTED: 5,
    State.DEFERRED: 5,
    State.MEMBER: 6,
}
_ICONS = ("file-pen", "pen-line", "send", "eye", "circle-check", "landmark", "award")


def steps_of(way: Way) -> tuple[Step, ...]:
    """The seven steps from draft to member; the one under way carries "now"."""
    done_at = (
        way.frozen_at,
        None,
        way.submitted_at,
        way.endorsed_at,
        way.forwarded_at,
        way.state_since if way.state is State.MEMBER else None,
        None,
    )
    expected = expected_by(way)
    return tuple(
        _step(way, title, index, done_at[index], expected) for index, title in enumerate(_titles())
    )


def expected_by(way: Way) -> datetime | None:
    """When the step under way should be done; None where nobody can say."""
    match way.state:
        case State.DRAFT | State.AWAITING_MAYOR | State.SIGNED | State.RETURNED:
            return way.closes_at
        case State.SUBMITTED | State.APPROVED:
            since = way.submitted_at or way.state_since
            return max(min(since + DECISION_TIME, way.commissions_close_at), way.state_since)
        case State.ENDORSED:
            return way.commissions_close_at
        case _:
            return None


def _step(
    way: Way, title: str, index: int, done_at: datetime | None, expected: datetime | None
) -> Step:
    reached = _REACHED.get(way.state, -1)
    if index < reached or way.state is State.MEMBER:
        return Step(title, StepState.DONE, "check", at=done_at)
    if index == reached:
        return Step(title, StepState.NOW, _ICONS[index], at=way.state_since, by=expected)
    return Step(title, StepState.TODO, _ICONS[index])


def _titles() -> tuple[str, ...]:
    return (
        _("Writing"),
        _("Signature of the mayor"),
        _("Submission"),
        _("Decision of the commission"),
        _("Forwarding"),
        _("Registration"),
        _("Membership"),
    )
