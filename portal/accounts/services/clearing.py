"""Throws away what has no use any more: ended sessions, dead links, counted tries.

Never a registration of a city that was handed in: it tells who asked, and by which address.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, exists, func
from sqlalchemy.orm import aliased

from portal.accounts.models import AccountToken, Attempt, SignInSession, TokenPurpose
from portal.core.unit_of_work import Work

KEPT_SESSIONS = timedelta(days=30)
"""The newest of a person stays for good: without one a stranger's browser would be no news."""
KEPT_LINKS = timedelta(days=90)
KEPT_TRIES = timedelta(days=2)
"""Longer than any window in which tries are counted."""


@dataclass(frozen=True)
class Cleared:
    """How many rows went."""

    sessions: int
    links: int
    tries: int


def clear_accounts(work: Work) -> Cleared:
    """Delete sessions, links and counted tries that ended long ago. Three statements."""
    ended_at = func.least(SignInSession.expires_at, SignInSession.ended_at)
    handed_in = and_(
        AccountToken.purpose == TokenPurpose.CITY_REGISTRATION, AccountToken.used_at.is_not(None)
    )
    newer = aliased(SignInSession)
    has_newer = exists().where(
        newer.person_id == SignInSession.person_id, newer.created_at > SignInSession.created_at
    )
    sessions = delete(SignInSession).where(ended_at < work.now - KEPT_SESSIONS, has_newer)
    links = delete(AccountToken).where(AccountToken.expires_at < work.now - KEPT_LINKS, ~handed_in)
    tries = delete(Attempt).where(Attempt.window_started_at < work.now - KEPT_TRIES)
    return Cleared(
        sessions=len(work.session.execute(sessions.returning(SignInSession.id)).all()),
        links=len(work.session.execute(links.returning(AccountToken.token_hash)).all()),
        tries=len(work.session.execute(tries.returning(Attempt.key)).all()),
    )
