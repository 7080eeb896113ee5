"""One-time links sent by mail: made, looked at, spent. Only the hash of a secret is stored.

Looking never spends: mail scanners open links. Spending is one statement, so that of two who
spend at once one wins.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from portal.accounts.models import AccountToken, TokenPurpose
from portal.core.codes import hash_secret, new_secret
from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

VALID = {
    TokenPurpose.CITY_REGISTRATION: timedelta(days=3),
    TokenPurpose.INVITATION: timedelta(days=14),
    TokenPurpose.PASSWORD_RESET: timedelta(hours=1),
}


def make_link(work: Work, link: AccountToken) -> str:
    """Store a link of a purpose and an address; its secret, which goes into the mail only."""
    secret = new_secret()
    link.token_hash = hash_secret(secret)
    link.created_at = work.now
    link.expires_at = work.now + VALID[link.purpose]
    work.session.add(link)
    work.session.flush()
    return secret


def look_at_link(work: Work, secret: str, *, purpose: TokenPurpose) -> AccountToken:
    """What a link is for, without spending it. Raises NotFound if it cannot be used."""
    link = work.session.scalars(
        select(AccountToken).where(
            AccountToken.token_hash == hash_secret(secret), *_usable(work, purpose)
        )
    ).first()
    if link is None:
        raise _gone()
    return link


def spend_link(work: Work, secret: str, *, purpose: TokenPurpose) -> AccountToken:
    """Use a link up. Raises NotFound if it was used, revoked or has run out."""
    link = work.session.scalars(
        update(AccountToken)
        .where(AccountToken.token_hash == hash_secret(secret), *_usable(work, purpose))
        .values(used_at=work.now)
        .returning(AccountToken)
    ).first()
    if link is None:
        raise _gone()
    return link


def revoke_links(work: Work, email: str, *, purpose: TokenPurpose) -> None:
    """Void all open links of a purpose to an address."""
    work.session.execute(
        update(AccountToken)
        .where(AccountToken.email == email, *_open(purpose))
        .values(revoked_at=work.now)
    )


def _open(purpose: TokenPurpose) -> tuple[ColumnElement[bool], ...]:
    return (
        AccountToken.purpose == purpose,
        AccountToken.used_at.is_(None),
        AccountToken.revoked_at.is_(None),
    )


def _usable(work: Work, purpose: TokenPurpose) -> tuple[ColumnElement[bool], ...]:
    return (*_open(purpose), AccountToken.expires_at > work.now)


def _gone() -> NotFound:
    return NotFound(
        _l("This link was used before or is no longer valid. Ask for a new one where you got it.")
    )
