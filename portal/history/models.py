"""What happened: one row per event, chained by hashes, only ever added to."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import JsonObject, Sha256, db
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import Chronicle, CityDraft


class HistoryEntry(Chronicle, db.Model):  # type: ignore[name-defined,misc]
    """Who did what, in which office, when, on which version of one application."""

    __tablename__ = "history_entry"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    position: Mapped[int]
    """1, 2, 3 … within the application."""
    event: Mapped[str]
    """Name of the event, past tense: ``application_submitted``."""
    actor_name: Mapped[str]
    actor_office: Mapped[str]
    """Code: a role, ``mayor``, ``clock`` or ``operator``."""
    actor_title: Mapped[str] = mapped_column(default="")
    person_id: Mapped[uuid.UUID | None]
    occurred_at: Mapped[datetime]
    submission_number: Mapped[int | None]
    details: Mapped[JsonObject]
    previous_hash: Mapped[Sha256]
    hash: Mapped[Sha256]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        UniqueConstraint("commission_id", "application_id", "position"),
        Index("ix_history_entry_recent", "commission_id", "occurred_at"),
    )


class HistoryHead(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """Where the chain of one application ends. Internal entries are hidden from the city, yet its
    next act must follow on them."""

    __tablename__ = "history_head"

    application_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    hash: Mapped[Sha256]

    __table_args__ = (ForeignKeyConstraint(*OF_APPLICATION),)
