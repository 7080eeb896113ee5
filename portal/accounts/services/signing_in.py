"""Who may sign in: password first, then the second factor where there is one or must be one.

An unknown address, a wrong password and a disabled account take the same time and get the same
answer. Source: docs/decisions/0006-accounts.md (guessing, enumeration).
"""

import enum
import uuid
from dataclasses import dataclass

from sqlalchemy import exists, select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import NEEDS_SECOND_FACTOR
from portal.accounts.services.passwords import matches, refresh_hash
from portal.accounts.services.throttling import (
    SIGN_IN_ACCOUNT,
    SIGN_IN_ADDRESS,
    SIGN_IN_FROM_HERE,
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    give_back_attempt,
)
from portal.core.codes import hash_secret
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LONGEST_EMAIL = 254
"""Characters (RFC 5321, 4.5.3.1)."""


class NextStep(enum.StrEnum):
    """What is still missing before a session is opened."""

    NOTHING = "nothing"
    CODE = "code"
    SET_UP = "set_up"


@dataclass(frozen=True)
class Candidate:
    """Somebody who gave the right password or opened a link sent to their address."""

    person_id: uuid.UUID
    email: str
    mark: str
    """Changes with the password: a sign-in half done ends when the password is changed."""
    next_step: NextStep


def clean_email(typed: str) -> str:
    """An address as it is stored and compared: lower case, no spaces around."""
    return typed.strip().lower()[:LONGEST_EMAIL]


def check_password(work: Work, *, email: str, password: str, address: str) -> Candidate:
    """Who this is. ``address`` is the network address the request came from.

    Raises Invalid without telling which of the two was wrong, TooManyAttempts after several.
    """
    email = clean_email(email)
    try:
        count_attempt(work, SIGN_IN_ADDRESS, address)
        count_attempt(work, SIGN_IN_ACCOUNT, email)
        count_attempt(work, SIGN_IN_FROM_HERE, email, address)
    except TooManyAttempts:
        matches(None, password)  # a refusal takes as long as an answer
        raise
    person = work.session.scalars(select(Person).where(Person.email == email)).first()
    is_enabled = person is not None and person.disabled_at is None
    is_right = matches(person.password_hash if person and is_enabled else None, password)
    if person is None or not is_right:
        raise Invalid(
            _l("E-mail address and password do not belong together. Check both and try again.")
        )
    give_back_attempt(work, SIGN_IN_ADDRESS, address)
    forget_attempts(work, SIGN_IN_ACCOUNT, email)
    forget_attempts(work, SIGN_IN_FROM_HERE, email, address)
    refresh_hash(person, password)
    work.session.flush()
    return _candidate(work, person)


def candidate_of(work: Work, person_id: uuid.UUID) -> Candidate:
    """The candidate somebody is who proved the address otherwise (an invitation's link)."""
    return _candidate(work, work.session.get_one(Person, person_id))


def resume(work: Work, person_id: uuid.UUID, *, mark: str) -> Candidate:
    """The candidate between password and second factor. Raises Conflict if it must begin anew."""
    person = work.session.scalars(
        select(Person).where(Person.id == person_id, Person.disabled_at.is_(None))
    ).first()
    candidate = _candidate(work, person) if person else None
    if candidate is None or candidate.mark != mark:
        raise Conflict(_l("Please sign in again."))
    return candidate


def _candidate(work: Work, person: Person) -> Candidate:
    if person.totp_confirmed_at is not None:
        step = NextStep.CODE
    elif work.session.scalar(
        select(
            exists().where(
                Membership.person_id == person.id,
                Membership.ended_at.is_(None),
                Membership.role.in_(NEEDS_SECOND_FACTOR),
            )
        )
    ):
        step = NextStep.SET_UP
    else:
        step = NextStep.NOTHING
    return Candidate(
        person_id=person.id,
        email=person.email,
        mark=hash_secret(person.password_hash or "")[:16],
        next_step=step,
    )
