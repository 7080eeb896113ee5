"""Slows guessing: counts tries per account and per address in a window of time.

Each try is counted in a transaction of its own, before the try is made: a refused try rolls back
the caller's work, and must not roll back its own count.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.dialects.postgresql import insert

from portal.accounts.models import Attempt
from portal.core.codes import hash_secret
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work, unit_of_work
from portal.tenancy.scope import Nobody


class TooManyAttempts(Invalid):
    """Too many tries in a short time; says how long to wait."""

    status = 429


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind per window."""

    kind: str
    tries: int
    minutes: int


SIGN_IN_FROM_HERE = Limit("sign-in-from-here", 10, 15)
"""Of one account from one address: what a forgetful person runs into."""
SIGN_IN_ACCOUNT = Limit("sign-in-account", 50, 60)
"""Of one account from anywhere: what a distributed guesser runs into."""
SIGN_IN_ADDRESS = Limit("sign-in-address", 100, 15)
"""Of one address with any account: what a sprayer of one password runs into."""
CODE = Limit("second-factor", 10, 15)
OWN_PASSWORD = Limit("own-password", 10, 15)
RESET_ADDRESS = Limit("reset-address", 50, 60)
RESET_ACCOUNT = Limit("reset-account", 5, 60)
REGISTER_ADDRESS = Limit("register-address", 20, 60)
REGISTER_ACCOUNT = Limit("register-account", 5, 60)


def count_attempt(work: Work, limit: Limit, *subject: object) -> None:
    """Count one try. Raises TooManyAttempts if it is one too many."""
    fresh_since = work.now - timedelta(minutes=limit.minutes)
    is_over = Attempt.window_started_at <= fresh_since
    statement = (
        insert(Attempt)
        .values(key=_key(limit, subject), window_started_at=work.now, count=1)
        .on_conflict_do_update(
            index_elements=[Attempt.key],
            set_={
                "count": case((is_over, 1), else_=Attempt.count + 1),
                "window_started_at": case((is_over, work.now), else_=Attempt.window_started_at),
            },
        )
        .returning(Attempt.count)
    )
    with unit_of_work(Nobody(), work.actor, at=work.now) as own:
        count = own.session.execute(statement).scalar_one()
    if count > limit.tries:
        raise TooManyAttempts(
            _l(
                "Too many attempts. Wait %(minutes)s minutes, then try again.",
                minutes=limit.minutes,
            )
        )


def forget_attempts(work: Work, limit: Limit, *subject: object) -> None:
    """The try succeeded: begin to count afresh."""
    work.session.execute(delete(Attempt).where(Attempt.key == _key(limit, subject)))


def give_back_attempt(work: Work, limit: Limit, *subject: object) -> None:
    """The try succeeded: it does not count, those of others from the same address still do."""
    work.session.execute(
        update(Attempt)
        .where(Attempt.key == _key(limit, subject), Attempt.count > 0)
        .values(count=Attempt.count - 1)
    )


def _key(limit: Limit, subject: tuple[object, ...]) -> str:
    return hash_secret("|".join((limit.kind, *(str(part) for part in subject))))
