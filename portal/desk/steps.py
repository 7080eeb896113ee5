"""The desk's words for where applications are: tabs, the steps that need somebody, and orders."""

import enum

from portal.accounts.roles import Permission
from portal.applications.workflow import State


class Tab(enum.StrEnum):
    """The lists of the desk."""

    DUE = "due"
    CITY = "city"
    FORWARDED = "forwarded"
    ALL = "all"

    @property
    def states(self) -> tuple[State, ...]:
        """The states a list holds."""
        return _TAB_STATES[self]


class Step(enum.StrEnum):
    """What the commission has to do next with an application it holds."""

    CHECK = "check"
    DECIDE = "decide"
    SIGN = "sign"
    FORWARD = "forward"
    ANSWER = "answer"

    @property
    def states(self) -> tuple[State, ...]:
        """The states in which the step is due."""
        return _STEP_RULES[self][0]

    @property
    def is_checked(self) -> bool | None:
        """Whether the checklist must be finished, open, or does not matter."""
        return _STEP_RULES[self][1]

    @property
    def permission(self) -> Permission:
        """The right of those who can take the step."""
        return _STEP_RULES[self][2]


class Sort(enum.StrEnum):
    """Orders of a list."""

    LONGEST = "longest"
    NEWEST = "newest"
    CITY = "city"


_TAB_STATES = {
    Tab.DUE: (State.SUBMITTED, State.APPROVED, State.ENDORSED, State.INCOMPLETE),
    Tab.CITY: (State.DRAFT, State.AWAITING_MAYOR, State.SIGNED, State.RETURNED),
    Tab.FORWARDED: (State.FORWARDED, State.MEMBER, State.NOT_ADMITTED, State.DEFERRED),
    Tab.ALL: tuple(State),
}
_STEP_RULES: dict[Step, tuple[tuple[State, ...], bool | None, Permission]] = {
    Step.CHECK: ((State.SUBMITTED,), False, Permission.APPLICATION_CHECK),
    Step.DECIDE: ((State.SUBMITTED,), True, Permission.APPLICATION_APPROVE),
    Step.SIGN: ((State.APPROVED,), None, Permission.APPLICATION_ENDORSE),
    Step.FORWARD: ((State.ENDORSED,), None, Permission.APPLICATION_FORWARD),
    Step.ANSWER: ((State.INCOMPLETE,), None, Permission.APPLICATION_ANSWER),
}


def step_of(state: State, *, is_checked: bool, is_two_step: bool) -> Step | None:
    """The step an application waits for at the commission, if it waits for one.

    Without the two-step decision a finished checklist is signed, not decided.
    """
    for step in Step:
        if state in step.states and step.is_checked in (None, is_checked):
            if step is Step.DECIDE and not is_two_step:
                return Step.SIGN
            return step
    return None
