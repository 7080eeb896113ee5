"""The way of one application as a city sees it: named steps, with whom it is, what comes next.

Pure: built from facts that are stored; decides nothing.
"""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.applications.workflow import HOLDERS, Holder, State
from portal.commissions.models import WaitingStage
from portal.core.i18n import days
from portal.core.i18n import gettext as _

DECISION_DAYS = 30
"""What a commission has for its decision where nothing is known yet ("the one-month clock")."""


@dataclass(frozen=True)
class Usual:
    """How many whole days a stage takes."""

    half: int
    nine_of_ten: int
    is_own: bool
    """Whether by the commission's own past; else by that of all."""


class StepState(enum.StrEnum):
    """Where a step is."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Step:
    """One step of the rail."""

    title: str
    state: StepState
    icon: str
    at: datetime | None = None
    """When it was done, or since when it lasts."""


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
    return tuple(_step(way, title, index, done_at[index]) for index, title in enumerate(_titles()))


def expected_by(way: Way, usual: Usual | None = None, *, now: datetime) -> datetime | None:
    """When the step under way should be done; None where nobody can say.

    By what half of the applications took, else nine of ten, else by the dates of the call.
    """
    if HOLDERS[way.state] in (Holder.CITY, Holder.MAYOR):
        return way.commissions_close_at if way.submitted_at else way.closes_at
    stage = waiting_stage(way.state)
    if stage is None:
        return None
    latest = way.commissions_close_at if stage is not WaitingStage.REGISTRATION else None
    for count in _usual_counts(stage, usual):
        expected = _began_at(way, stage) + timedelta(days=count)
        if expected >= now and (latest is None or expected <= latest):
            return expected
    return latest


def waiting_stage(state: State) -> WaitingStage | None:
    """The stretch on which the city waits for others; None while it or its mayor must act."""
    match state:
        case State.SUBMITTED | State.APPROVED:
            return WaitingStage.DECISION
        case State.ENDORSED:
            return WaitingStage.FORWARDING
        case State.FORWARDED | State.INCOMPLETE:
            return WaitingStage.REGISTRATION
        case _:
            return None


def usual_words(usual: Usual, stage: WaitingStage) -> str:
    """How long the stage usually takes, as a sentence."""
    sentences = {
        (WaitingStage.DECISION, True): _(
            "This commission decided half of its applications within %(half)s, nine of ten within"
            " %(most)s."
        ),
        (WaitingStage.DECISION, False): _(
            "Commissions decided half of all applications within %(half)s, nine of ten within"
            " %(most)s."
        ),
        (WaitingStage.FORWARDING, True): _(
            "This commission forwarded half of what it endorsed within %(half)s, nine of ten within"
            " %(most)s."
        ),
        (WaitingStage.FORWARDING, False): _(
            "Commissions forwarded half of what they endorsed within %(half)s, nine of ten within"
            " %(most)s."
        ),
        (WaitingStage.REGISTRATION, False): _(
            "The Coordination Team registered half of all members within %(half)s, nine of ten"
            " within %(most)s."
        ),
    }
    sentences[WaitingStage.REGISTRATION, True] = sentences[WaitingStage.REGISTRATION, False]
    return sentences[stage, usual.is_own] % {
        "half": days(max(1, usual.half)),
        "most": days(max(1, usual.nine_of_ten)),
    }


def _usual_counts(stage: WaitingStage, usual: Usual | None) -> tuple[int, ...]:
    if usual is not None:
        return usual.half, usual.nine_of_ten
    return (DECISION_DAYS,) if stage is WaitingStage.DECISION else ()


def _began_at(way: Way, stage: WaitingStage) -> datetime:
    began = {
        WaitingStage.DECISION: way.submitted_at,
        WaitingStage.FORWARDING: way.endorsed_at,
        WaitingStage.REGISTRATION: way.forwarded_at,
    }[stage]
    return began or way.state_since


def _step(way: Way, title: str, index: int, done_at: datetime | None) -> Step:
    reached = _REACHED.get(way.state, -1)
    if index < reached or way.state is State.MEMBER:
        return Step(title, StepState.DONE, "check", at=done_at)
    if index == reached:
        return Step(title, StepState.NOW, _ICONS[index], at=way.state_since)
    return Step(title, StepState.AHEAD, _ICONS[index])


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
