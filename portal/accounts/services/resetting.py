"""A new password for those who forgot theirs. Answers never tell whether an address is known.

The request itself only puts a job into the queue (``accounts.jobs``): it does the same
whatever the address. What is done here is done by the worker.
"""

from sqlalchemy import select

from portal.accounts.events import PasswordResetAsked, Recipient
from portal.accounts.models import AccountToken, Person, TokenPurpose
from portal.accounts.password_rules import check_password_rules
from portal.accounts.services.links import look_at_link, make_link, revoke_links, spend_link
from portal.accounts.services.passwords import set_password
from portal.accounts.services.sessions import end_other_sessions
from portal.accounts.services.throttling import RESET_ACCOUNT, TooManyAttempts, count_attempt
from portal.core.unit_of_work import Work


def send_reset_link(work: Work, *, email: str, language: str) -> None:
    """Send a link for a new password, or a neutral mail if there is no account.

    Asked for too often, nothing is sent: the mails before are still in the box.
    """
    try:
        count_attempt(work, RESET_ACCOUNT, email)
    except TooManyAttempts:
        return
    person = _person(work, email)
    language = person.language if person else language
    revoke_links(work, email, purpose=TokenPurpose.PASSWORD_RESET)
    link = AccountToken(purpose=TokenPurpose.PASSWORD_RESET, email=email, language=language)
    secret = make_link(work, link)
    work.record(
        PasswordResetAsked(
            recipients=(
                Recipient(email=email, name=person.name if person else "", language=language),
            ),
            secret=secret if person else "",
            expires_at=link.expires_at,
            is_known=person is not None,
        )
    )


def check_reset_link(work: Work, secret: str) -> str:
    """The address a link was sent to. Raises NotFound; spends nothing."""
    return look_at_link(work, secret, purpose=TokenPurpose.PASSWORD_RESET).email


def reset_password(work: Work, secret: str, *, password: str) -> None:
    """Spend the link, set the password, sign the person out everywhere.

    Raises NotFound if the link cannot be used, Invalid if the password is too weak; the link then
    stays valid.
    """
    link = spend_link(work, secret, purpose=TokenPurpose.PASSWORD_RESET)
    person = _person(work, link.email)
    assert person is not None  # the secret of an unknown address was never told to anybody
    check_password_rules(password, email=person.email, name=person.name)
    set_password(work, person, password)
    end_other_sessions(work, person.id, keep_session_id=None)


def _person(work: Work, email: str) -> Person | None:
    return work.session.scalars(
        select(Person).where(Person.email == email, Person.disabled_at.is_(None))
    ).first()
