"""The outbox: mail is queued in the transaction it tells about, and sent again by a person.

Never sends: that is the worker's (``sending``).
"""

import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import insert, select

from portal.accounts.roles import Permission
from portal.core.codes import new_id
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.jobs import enqueue, enqueue_each
from portal.core.unit_of_work import Work
from portal.notifications.models import MailState, OutboxMail
from portal.notifications.queries import is_stuck
from portal.notifications.sending import send_mail
from portal.tenancy.enforcement import writing_as


@dataclass(frozen=True)
class AttachedFile:
    """A file in the storage that goes along with a mail."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one person, in that person's language."""

    kind: str
    to_address: str
    to_name: str
    language: str
    subject: str
    text: str
    html: str
    application_id: uuid.UUID | None = None
    attachments: tuple[AttachedFile, ...] = ()


def queue_mails(work: Work, commission_id: int, mails: Sequence[Mail]) -> list[uuid.UUID]:
    """Put mails into a commission's outbox, two statements for all; returns their ids.

    ``commission_id`` may be another than the scope's, such as the network's: see ``writing_as``.
    What follows from an act (``work.cause``) is written once to each address, also when a killed
    worker is followed by another: the key of such a mail is made of both.
    """
    if work.cause is not None:
        mails = _not_written_yet(work, work.cause, mails)
    if not mails:
        return []
    ids = [_key_of(work.cause, mail) if work.cause else new_id() for mail in mails]
    rows = [
        {
            "commission_id": commission_id,
            "id": mail_id,
            "application_id": mail.application_id,
            "kind": mail.kind,
            "to_address": mail.to_address,
            "to_name": mail.to_name,
            "language": mail.language,
            "subject": mail.subject,
            "text": mail.text,
            "html": mail.html,
            "attachments": [
                {"name": file.name, "media_type": file.media_type, "sha256": file.sha256}
                for file in mail.attachments
            ],
            "state": MailState.QUEUED,
            "attempts": 0,
            "last_error": "",
            "created_at": work.now,
        }
        for mail_id, mail in zip(ids, mails, strict=True)
    ]
    is_own = getattr(work.scope, "commission_id", None) == commission_id
    with nullcontext() if is_own else writing_as(work.session, commission_id):
        work.session.execute(insert(OutboxMail), rows)
    enqueue_each(
        work,
        send_mail,
        [{"commission_id": commission_id, "mail_id": str(mail_id)} for mail_id in ids],
    )
    return ids


def _not_written_yet(work: Work, cause: uuid.UUID, mails: Sequence[Mail]) -> list[Mail]:
    keys = {_key_of(cause, mail): mail for mail in mails}
    written = work.session.scalars(select(OutboxMail.id).where(OutboxMail.id.in_(keys)))
    for key in written:
        del keys[key]
    return list(keys.values())


def _key_of(cause: uuid.UUID, mail: Mail) -> uuid.UUID:
    return uuid.uuid5(cause, mail.to_address)


def resend(work: Work, mail_id: uuid.UUID) -> None:
    """Send a mail again that finally failed. Raises NotFound, Conflict if it is on its way."""
    if not {Permission.COMMISSION_SETTINGS, Permission.COMMISSION_MANAGE} & set(
        work.actor.permissions
    ):
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    mail = work.session.scalars(
        select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update()
    ).one_or_none()
    if mail is None:
        raise NotFound()
    if not (mail.state is MailState.FAILED or is_stuck(mail.state, mail.created_at, work.now)):
        raise Conflict(_l("This mail is on its way or was sent meanwhile."))
    mail.state = MailState.QUEUED
    mail.attempts = 0
    work.session.flush()
    enqueue(work, send_mail, commission_id=mail.commission_id, mail_id=str(mail.id))
