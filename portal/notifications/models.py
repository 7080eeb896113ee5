"""The outbox: each mail is a row before it is a message, written in the same transaction."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import JsonList, db, enum_column
from portal.tenancy.ownership import Outgoing


class MailState(enum.StrEnum):
    """Where a mail is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class OutboxMail(Outgoing, db.Model):  # type: ignore[name-defined,misc]
    """One mail to one person, rendered in that person's language."""

    __tablename__ = "outbox_mail"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    """Name of the notice: ``application_submitted.officers``."""
    to_address: Mapped[str]
    to_name: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    attachments: Mapped[JsonList] = mapped_column(default=list)
    """``[{"name", "media_type", "sha256"}]``: bytes are read from the storage when sent."""
    state: Mapped[MailState] = mapped_column(enum_column(MailState), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_outbox_mail_state", "commission_id", "state", "created_at"),)
