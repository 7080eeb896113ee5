"""What accounts let the worker do."""

from portal.accounts.services.clearing import clear_accounts
from portal.accounts.services.resetting import send_reset_link
from portal.accounts.services.signing_in import clean_email
from portal.accounts.services.throttling import RESET_ADDRESS, count_attempt
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.tenancy.scope import NETWORK_ID, Nobody, Worker


@queue.periodic(cron="41 2 * * *", periodic_id="clearing")
@queue.task(name="accounts.clear")
def clear(timestamp: int = 0) -> None:
    """Nightly job: throw away sessions, links and counted tries that ended long ago."""
    with unit_of_work(Nobody(), CLOCK) as work:
        clear_accounts(work)


@queue.task(name="accounts.send_reset_link")
def send_reset_link_later(*, email: str, language: str) -> None:
    """Send the mail of a reset: a link, or that there is no account."""
    with unit_of_work(Worker(NETWORK_ID), CLOCK) as work:
        send_reset_link(work, email=email, language=language)


def ask_reset(work: Work, *, email: str, language: str, address: str) -> None:
    """Ask for a new password: the same work whether the address is known or not.

    Raises TooManyAttempts if one network address asks for many.
    """
    count_attempt(work, RESET_ADDRESS, address)
    enqueue(work, send_reset_link_later, email=clean_email(email), language=language)
