"""Archives of a call that a commission asked for: for whom, how far each is, what it came to."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import db, enum_column
from portal.tenancy.ownership import CommissionPaper


class ArchiveFor(enum.StrEnum):
    """Who is to get an archive: it decides what is in it."""

    MINISTRY = "ministry"
    """What was sent, decided and signed. Nothing internal."""
    SUCCESSOR = "successor"
    """That, and the commission's own: notes, verdicts, messages, the whole history."""


class SeasonArchive(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """One archive (ZIP) of a call; its bytes lie in the storage under this row's id."""

    __tablename__ = "season_archive"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    version: Mapped[int]
    """1, 2, 3 … within the call."""
    made_for: Mapped[ArchiveFor] = mapped_column(enum_column(ArchiveFor))
    has_drafts: Mapped[bool]
    """Whether it holds, marked as such, what cities never sent."""
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[uuid.UUID | None]
    """Who is told when it is ready; None: an operator asked."""
    touched_at: Mapped[datetime]
    """When the last application went in: one that stands still is given up."""
    applications_done: Mapped[int] = mapped_column(default=0)
    applications_total: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    """When its bytes were removed; the row stays with the digest."""
    removed_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (UniqueConstraint("commission_id", "call_id", "version"),)
