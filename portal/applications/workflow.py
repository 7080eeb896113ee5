"""The way of one application: one table of transitions, and nothing else decides a change.

Source: the table "The way of one application" in docs/architecture.md, from the concept note.
"""

import enum
from collections.abc import Collection
from dataclasses import dataclass

from portal.accounts.roles import Permission as P
from portal.core.errors import Conflict, NotAllowed
from portal.core.i18n import lazy_gettext as _l


class State(enum.StrEnum):
    """Where an application is. The stored column is the truth."""

    DRAFT = "draft"
    AWAITING_MAYOR = "awaiting_mayor"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    DECLINED = "declined"
    ENDORSED = "endorsed"
    FORWARDED = "forwarded"
    INCOMPLETE = "incomplete"
    MEMBER = "member"
    NOT_ADMITTED = "not_admitted"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Action(enum.StrEnum):
    """What somebody can do to an application."""

    FREEZE = "freeze"
    SIGN = "sign"
    REOPEN = "reopen"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    DECLINE = "decline"
    ENDORSE = "endorse"
    FORWARD = "forward"
    REVOKE = "revoke"
    ASK = "ask"
    ANSWER = "answer"
    REGISTER = "register"
    ADMIT = "admit"
    NOT_ADMIT = "not-admit"
    DEFER = "defer"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class Holder(enum.StrEnum):
    """With whom an application is."""

    CITY = "city"
    MAYOR = "mayor"
    COMMISSION = "commission"
    COORDINATION = "coordination"
    NOBODY = "nobody"


class Practice(enum.StrEnum):
    """Settings of a commission and a call that open or close rows of the table."""

    ONE_STEP = "one_step"
    TWO_STEP = "two_step"
    OFFICERS_DECLINE = "officers_decline"
    REGISTRATION = "registration"
    JURY = "jury"


@dataclass(frozen=True)
class Transition:
    """One row: in ``source``, whoever holds ``permission`` may do ``action``."""

    source: State
    action: Action
    target: State
    permission: P
    practice: Practice | None = None
    """Needed setting, if the row is not open everywhere."""


HOLDERS: dict[State, Holder] = {
    State.DRAFT: Holder.CITY,
    State.AWAITING_MAYOR: Holder.MAYOR,
    State.SIGNED: Holder.CITY,
    State.SUBMITTED: Holder.COMMISSION,
    State.RETURNED: Holder.CITY,
    State.APPROVED: Holder.COMMISSION,
    State.DECLINED: Holder.NOBODY,
    State.ENDORSED: Holder.COMMISSION,
    State.FORWARDED: Holder.COORDINATION,
    State.INCOMPLETE: Holder.COMMISSION,
    State.MEMBER: Holder.NOBODY,
    State.NOT_ADMITTED: Holder.NOBODY,
    State.DEFERRED: Holder.NOBODY,
    State.WITHDRAWN: Holder.NOBODY,
    State.LAPSED: Holder.NOBODY,
}
OPEN_STATES = tuple(state for state in State if HOLDERS[state] is not Holder.NOBODY)
LAPSING_STATES = (State.DRAFT, State.AWAITING_MAYOR, State.SIGNED, State.RETURNED)

S, A = State, Action
TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.DRAFT, A.FREEZE, S.AWAITING_MAYOR, P.APPLICATION_FREEZE),
    Transition(S.AWAITING_MAYOR, A.SIGN, S.SIGNED, P.APPLICATION_SIGN_AS_MAYOR),
    Transition(S.AWAITING_MAYOR, A.REOPEN, S.DRAFT, P.APPLICATION_FREEZE),
    Transition(S.SIGNED, A.REOPEN, S.DRAFT, P.APPLICATION_FREEZE),
    Transition(S.SIGNED, A.SUBMIT, S.SUBMITTED, P.APPLICATION_SUBMIT),
    Transition(S.SUBMITTED, A.RETURN, S.RETURNED, P.APPLICATION_RETURN),
    Transition(S.RETURNED, A.REOPEN, S.DRAFT, P.APPLICATION_FREEZE),
    Transition(S.SUBMITTED, A.APPROVE, S.APPROVED, P.APPLICATION_APPROVE, Practice.TWO_STEP),
    Transition(S.SUBMITTED, A.DECLINE, S.DECLINED, P.APPLICATION_DECLINE),
    Transition(S.APPROVED, A.DECLINE, S.DECLINED, P.APPLICATION_DECLINE),
    Transition(
        S.SUBMITTED, A.DECLINE, S.DECLINED, P.APPLICATION_APPROVE, Practice.OFFICERS_DECLINE
    ),
    Transition(S.APPROVED, A.DECLINE, S.DECLINED, P.APPLICATION_APPROVE, Practice.OFFICERS_DECLINE),
    Transition(S.APPROVED, A.ENDORSE, S.ENDORSED, P.APPLICATION_ENDORSE),
    Transition(S.SUBMITTED, A.ENDORSE, S.ENDORSED, P.APPLICATION_ENDORSE, Practice.ONE_STEP),
    Transition(S.ENDORSED, A.FORWARD, S.FORWARDED, P.APPLICATION_FORWARD),
    Transition(S.ENDORSED, A.REVOKE, S.APPROVED, P.APPLICATION_ENDORSE),
    Transition(S.FORWARDED, A.ASK, S.INCOMPLETE, P.APPLICATION_ASK),
    Transition(S.INCOMPLETE, A.ANSWER, S.FORWARDED, P.APPLICATION_ANSWER),
    Transition(S.FORWARDED, A.REGISTER, S.MEMBER, P.APPLICATION_REGISTER, Practice.REGISTRATION),
    Transition(S.FORWARDED, A.ADMIT, S.MEMBER, P.APPLICATION_REGISTER, Practice.JURY),
    Transition(S.FORWARDED, A.NOT_ADMIT, S.NOT_ADMITTED, P.APPLICATION_REGISTER, Practice.JURY),
    Transition(S.FORWARDED, A.DEFER, S.DEFERRED, P.APPLICATION_REGISTER, Practice.JURY),
    *(Transition(state, A.WITHDRAW, S.WITHDRAWN, P.APPLICATION_WITHDRAW) for state in OPEN_STATES),
    *(Transition(state, A.LAPSE, S.LAPSED, P.APPLICATION_LAPSE) for state in LAPSING_STATES),
)


def available(
    state: State, permissions: Collection[str], practices: Collection[Practice]
) -> tuple[Action, ...]:
    """The actions somebody with these permissions sees, in the order of the table."""
    found = [
        row.action
        for row in TRANSITIONS
        if row.source is state
        and row.permission in permissions
        and (row.practice is None or row.practice in practices)
    ]
    return tuple(dict.fromkeys(found))


def resolve(
    state: State,
    action: Action,
    *,
    permissions: Collection[str],
    practices: Collection[Practice],
) -> Transition:
    """The row for an action.

    Raises Conflict if the action does not exist in this state (somebody acted meanwhile),
    NotAllowed if it exists but not for these permissions.
    """
    rows = [
        row
        for row in TRANSITIONS
        if row.source is state
        and row.action is action
        and (row.practice is None or row.practice in practices)
    ]
    if not rows:
        raise Conflict(
            _l("This is no longer possible: the application has moved on. See where it is now.")
        )
    for row in rows:
        if row.permission in permissions:
            return row
    raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
