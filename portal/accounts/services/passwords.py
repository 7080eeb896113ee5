"""Passwords: hashed with Argon2id, compared so that an unknown account costs the same time."""

import uuid
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from portal.accounts.events import PasswordChanged, Recipient
from portal.accounts.models import Person
from portal.accounts.password_rules import LONGEST, check_password_rules, normalised
from portal.accounts.services.sessions import end_other_sessions
from portal.accounts.services.throttling import OWN_PASSWORD, count_attempt, forget_attempts
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB and two passes: the first choice of OWASP's password storage cheat sheet. The library's
default of 64 MiB would burst a web worker's memory when a few people sign in at once."""


def hash_password(password: str) -> str:
    """The Argon2id hash to store."""
    return _hasher.hash(normalised(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; takes the same time if nothing is stored."""
    try:
        is_right = _hasher.verify(stored or _nobodys_hash(), normalised(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return is_right and stored is not None


def refresh_hash(person: Person, password: str) -> None:
    """Hash again with today's parameters if the stored hash has older ones."""
    if person.password_hash and _hasher.check_needs_rehash(person.password_hash):
        person.password_hash = hash_password(password)


def confirm_password(
    work: Work, person_id: uuid.UUID, password: str, *, field: str = "password"
) -> Person:
    """The person, if this is the password. Raises Invalid, or TooManyAttempts after several."""
    count_attempt(work, OWN_PASSWORD, person_id)
    person = work.session.scalars(
        select(Person).where(Person.id == person_id, Person.disabled_at.is_(None))
    ).first()
    if person is None:
        raise NotFound()
    if not matches(person.password_hash, password):
        raise Invalid(_l("This is not your current password."), field=field)
    forget_attempts(work, OWN_PASSWORD, person_id)
    return person


def change_password(
    work: Work,
    person_id: uuid.UUID,
    *,
    current: str,
    new: str,
    keep_session_id: uuid.UUID,
) -> None:
    """Set a new password and end all other sessions. Raises Invalid."""
    person = confirm_password(work, person_id, current, field="current")
    check_password_rules(new, email=person.email, name=person.name, field="new")
    set_password(work, person, new)
    end_other_sessions(work, person_id, keep_session_id=keep_session_id)


def set_password(work: Work, person: Person, password: str) -> None:
    """Store a password that was checked, and tell its owner."""
    person.password_hash = hash_password(password)
    work.record(
        PasswordChanged(
            recipients=(Recipient(email=person.email, name=person.name, language=person.language),),
            at=work.now,
        )
    )


@cache
def _nobodys_hash() -> str:
    """What the password of an unknown account is compared with."""
    return hash_password("nobody has this password, and nothing is stored of it")


def warm_up() -> None:
    """Make the hash of nobody at start, so that the first unknown account takes no longer."""
    _nobodys_hash()
