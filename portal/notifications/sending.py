"""The job that sends one mail: claim, hand over, mark, each in a transaction of its own.

A mail may leave twice if the worker dies between handing over and marking, always with the same
Message-ID; it is never lost. What finally fails waits for a person (``services.resend``).
"""

import re
import uuid

from obstore.exceptions import BaseError as StorageTrouble
from procrastinate.exceptions import JobRetry
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy import update

from config.settings import Settings
from portal.core.errors import NotFound
from portal.core.jobs import queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.documents.shelf import read
from portal.documents.storage import DamagedFileError
from portal.notifications.mail import (
    AddressRefusedError,
    Enclosure,
    Letter,
    deliver,
    host_of,
    message_of,
    one_line,
)
from portal.notifications.models import MailState, OutboxMail
from portal.tenancy.scope import Worker

MOST_ATTEMPTS = 8
BACK_OFF_BASE_SECONDS = 4
"""Waits 4, 16, 64 … seconds: eight attempts in about six hours."""
MOST_JOB_ATTEMPTS = 40
"""For what is not the mail's fault, such as a database that is away; then a person looks."""
LONGEST_WAIT_SECONDS = 6 * 3600
_SECRET = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)
"""What ``core.codes.new_secret`` makes."""

_settings: Settings | None = None


def use_settings(settings: Settings) -> None:
    """Tell how mail leaves; called once at start."""
    global _settings
    _settings = settings


class MailNotSentError(Exception):
    """An attempt failed and is made again. Carries no address: it is written to the log."""

    def __init__(self, mail_id: uuid.UUID, attempts: int) -> None:
        super().__init__(f"mail {mail_id} could not be sent at attempt {attempts}")
        self.attempts = attempts


class BackOff(BaseRetryStrategy):
    """Waits longer after each attempt."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None when a person has to look."""
        if job.attempts >= MOST_JOB_ATTEMPTS or isinstance(exception, JobRetry):
            return None
        made = exception.attempts if isinstance(exception, MailNotSentError) else job.attempts + 1
        seconds = min(BACK_OFF_BASE_SECONDS**made, LONGEST_WAIT_SECONDS)
        return RetryDecision(retry_in={"seconds": seconds})


@queue.task(name="notifications.send_mail", queue="mail", retry=BackOff())
def send_mail(commission_id: int, mail_id: str) -> None:
    """Job: send one mail of the outbox. Does nothing if it was sent before."""
    if _settings is None:
        raise RuntimeError("create_app() has not been called: it is unknown how mail leaves")
    identity = uuid.UUID(mail_id)
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        claimed = _claim(work, identity)
    if claimed is None:
        return
    trouble = _try(claimed, _settings)
    with unit_of_work(Worker(commission_id), CLOCK) as work:
        if trouble is None:
            _mark_sent(work, claimed)
            return
        is_final = trouble.is_final or claimed.attempts >= MOST_ATTEMPTS
        _mark_trouble(work, claimed, trouble.sentence, is_final=is_final)
    if not is_final:
        raise MailNotSentError(identity, claimed.attempts)


class _Trouble:
    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        self.sentence = sentence
        self.is_final = is_final


def _claim(work: Work, mail_id: uuid.UUID) -> OutboxMail | None:
    """The mail, marked as being sent; None if it was sent, or failed and waits for a person."""
    return work.session.scalars(
        update(OutboxMail)
        .where(
            OutboxMail.id == mail_id,
            OutboxMail.state.in_((MailState.QUEUED, MailState.SENDING)),
        )
        .values(state=MailState.SENDING, attempts=OutboxMail.attempts + 1)
        .returning(OutboxMail)
    ).one_or_none()


def _try(mail: OutboxMail, settings: Settings) -> _Trouble | None:
    try:
        message = message_of(_letter(mail), sender=settings.mail_sender, host=host_of(settings))
        deliver(message, settings)
    except AddressRefusedError as error:
        return _Trouble(str(error), is_final=True)
    except NotFound:
        return _Trouble("a file that goes along is missing in the storage")
    except (OSError, DamagedFileError, StorageTrouble) as error:
        return _Trouble(f"{type(error).__name__}: {error}")
    return None


def _letter(mail: OutboxMail) -> Letter:
    return Letter(
        id=mail.id,
        to_address=mail.to_address,
        to_name=mail.to_name,
        language=mail.language,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        written_at=mail.created_at.replace(microsecond=0),
        enclosures=tuple(
            Enclosure(
                name=each["name"], media_type=each["media_type"], content=read(each["sha256"])
            )
            for each in mail.attachments
        ),
    )


def _mark_sent(work: Work, mail: OutboxMail) -> None:
    """Sent; secrets of links are in the recipient's mail now and leave our tables."""
    work.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail.id)
        .values(
            state=MailState.SENT,
            sent_at=work.now,
            last_error="",
            text=without_secrets(mail.text),
            html=without_secrets(mail.html),
        )
    )


def _mark_trouble(work: Work, mail: OutboxMail, sentence: str, *, is_final: bool) -> None:
    work.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail.id)
        .values(
            state=MailState.FAILED if is_final else MailState.QUEUED,
            last_error=one_line(sentence)[:500],
        )
    )


def without_secrets(text: str) -> str:
    """The text with the secrets of one-time links masked."""
    return _SECRET.sub("…", text)
