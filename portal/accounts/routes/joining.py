"""What invitations and registrations share: who stands before a one-time link, and letting in."""

import enum
import uuid
from dataclasses import dataclass

from flask import redirect, session
from flask.typing import ResponseReturnValue

from portal.accounts.access import visitor_now
from portal.accounts.queries import has_account
from portal.accounts.routes.entry import (
    let_in,
    onward,
    open_for,
    page_of_step,
    remember_half_done,
)
from portal.accounts.services.signing_in import Candidate, NextStep, candidate_of
from portal.accounts.visitor import Space, Visitor, find_visitor
from portal.core.unit_of_work import Work


class Reader(enum.StrEnum):
    """Who opened a link sent to an address."""

    OWNER = "owner"
    """Signed in at that address."""
    STRANGER = "stranger"
    """Signed in at another one."""
    KNOWN = "known"
    """Not signed in; the address has an account."""
    NEWCOMER = "newcomer"
    """Not signed in; the address has none."""


def reader_of(work: Work, email: str) -> Reader:
    """Who is here. Only whoever holds the link learns whether the address has an account."""
    visitor = visitor_now()
    if visitor is not None:
        return Reader.OWNER if visitor.email == email else Reader.STRANGER
    return Reader.KNOWN if has_account(work, email) else Reader.NEWCOMER


@dataclass(frozen=True)
class Arrival:
    """A newcomer whose account was made in this request."""

    candidate: Candidate
    visitor: Visitor | None
    """None if a second factor must be set up first."""

    def answer(self) -> ResponseReturnValue:
        """Sign in, or lead to the second factor; called when the account is stored."""
        if self.visitor is None:
            remember_half_done(self.candidate, "")
            return redirect(page_of_step(self.candidate.next_step), code=303)
        return let_in(self.visitor, onward(""))


def arrive(work: Work, person_id: uuid.UUID) -> Arrival:
    """Open a session for a newcomer, unless their role needs a second factor first."""
    candidate = candidate_of(work, person_id)
    if candidate.next_step is not NextStep.NOTHING:
        return Arrival(candidate, None)
    return Arrival(candidate, open_for(work, person_id, with_second_factor=False))


def enter_space(
    work: Work, visitor: Visitor, *, commission_id: int | None, city_id: uuid.UUID | None
) -> None:
    """Make the space somebody just joined the one they work in."""
    fresh = find_visitor(work.session, visitor.token, work.now)
    spaces: tuple[Space, ...] = fresh.spaces if fresh else ()
    for space in spaces:
        if (space.commission_id, space.city_id) == (commission_id, city_id):
            session["space"] = space.key
