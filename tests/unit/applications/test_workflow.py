"""The workflow, compared with the table of the product's description typed by hand."""

import pytest

from portal.accounts.roles import Role, permissions_of
from portal.applications.workflow import (
    HOLDERS,
    TRANSITIONS,
    Action,
    Holder,
    Practice,
    State,
    available,
    resolve,
)
from portal.core.errors import Conflict, NotAllowed

DEFAULT = frozenset({Practice.TWO_STEP, Practice.REGISTRATION})

# state, action, next state, who may (two-step decision, mode registration)
ALLOWED = [
    ("draft", "freeze", "awaiting_mayor", {"delegate"}),
    ("awaiting_mayor", "sign", "signed", {"mayor", "delegate"}),
    ("awaiting_mayor", "reopen", "draft", {"delegate"}),
    ("signed", "reopen", "draft", {"delegate"}),
    ("signed", "submit", "submitted", {"delegate"}),
    ("submitted", "return", "returned", {"officer"}),
    ("returned", "reopen", "draft", {"delegate"}),
    ("submitted", "approve", "approved", {"officer"}),
    ("submitted", "decline", "declined", {"signatory"}),
    ("approved", "decline", "declined", {"signatory"}),
    ("approved", "endorse", "endorsed", {"signatory"}),
    ("endorsed", "forward", "forwarded", {"officer"}),
    ("endorsed", "revoke", "approved", {"signatory"}),
    ("forwarded", "ask", "incomplete", {"coordinator"}),
    ("incomplete", "answer", "forwarded", {"officer"}),
    ("forwarded", "register", "member", {"coordinator"}),
    *[
        (state, "withdraw", "withdrawn", {"delegate"})
        for state in (
            "draft",
            "awaiting_mayor",
            "signed",
            "submitted",
            "returned",
            "approved",
            "endorsed",
            "forwarded",
            "incomplete",
        )
    ],
    *[
        (state, "lapse", "lapsed", {"clock"})
        for state in ("draft", "awaiting_mayor", "signed", "returned")
    ],
]
ACTORS = ("delegate", "officer", "signatory", "coordinator", "mayor", "clock")
TABLE = {(state, action): (target, who) for state, action, target, who in ALLOWED}


@pytest.mark.parametrize("state", list(State))
def test_each_cell_of_the_matrix(state: State) -> None:
    for action in Action:
        for actor in ACTORS:
            target, who = TABLE.get((state.value, action.value), (None, set()))
            try:
                row = resolve(state, action, permissions=permissions_of(actor), practices=DEFAULT)
                outcome = row.target.value
            except Conflict:
                outcome = "conflict"
            except NotAllowed:
                outcome = "not allowed"
            if target is None:
                assert outcome == "conflict", (state, action, actor)
            elif actor in who:
                assert outcome == target, (state, action, actor)
            else:
                assert outcome == "not allowed", (state, action, actor)


def test_one_step_decision_endorses_what_was_submitted() -> None:
    one_step = {Practice.ONE_STEP, Practice.REGISTRATION}
    signatory = permissions_of(Role.SIGNATORY)
    row = resolve(State.SUBMITTED, Action.ENDORSE, permissions=signatory, practices=one_step)
    assert row.target is State.ENDORSED
    assert Action.APPROVE not in available(State.SUBMITTED, permissions_of(Role.OFFICER), one_step)


def test_officers_decline_only_where_the_commission_says_so() -> None:
    officer = permissions_of(Role.OFFICER)
    assert Action.DECLINE not in available(State.SUBMITTED, officer, DEFAULT)
    assert Action.DECLINE in available(
        State.SUBMITTED, officer, DEFAULT | {Practice.OFFICERS_DECLINE}
    )


def test_there_is_no_rejection_in_registration_mode() -> None:
    """Concept note: membership is administered, not granted."""
    coordinator = permissions_of(Role.COORDINATOR)
    assert available(State.FORWARDED, coordinator, DEFAULT) == (Action.ASK, Action.REGISTER)


def test_a_jury_admits_defers_or_does_not_admit() -> None:
    coordinator = permissions_of(Role.COORDINATOR)
    jury = {Practice.TWO_STEP, Practice.JURY}
    assert available(State.FORWARDED, coordinator, jury) == (
        Action.ASK,
        Action.ADMIT,
        Action.NOT_ADMIT,
        Action.DEFER,
    )


def test_a_coordinator_never_endorses() -> None:
    assert not any(
        row.action is Action.ENDORSE and row.permission in permissions_of(Role.COORDINATOR)
        for row in TRANSITIONS
    )


def test_nothing_leaves_an_ended_application() -> None:
    ended = {state for state in State if HOLDERS[state] is Holder.NOBODY}
    assert {row.source for row in TRANSITIONS} & ended == set()
