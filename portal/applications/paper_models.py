"""The signed print as it comes back on paper: files, and the sheets the portal found in them."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.applications.paper_sheets import Finding
from portal.core.codes import new_id
from portal.core.db import JsonList, JsonObject, Sha256, db, enum_column
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import CityDraft


class PaperState(enum.StrEnum):
    """How far the portal is with a file of the signed paper."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"


class PaperFile(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A file with sheets of the signed print, as it was received; read by a job."""

    __tablename__ = "paper_file"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[Sha256]
    state: Mapped[PaperState] = mapped_column(enum_column(PaperState))
    refusal: Mapped[JsonObject] = mapped_column(default=dict)
    """``{"refusal", "parameters"}`` of ``documents.refusals``; empty unless refused."""
    led: Mapped[JsonList] = mapped_column(default=list)
    """Sheets that were put with other applications: ``[{"reference", "pages"}]``."""
    led_from: Mapped[str] = mapped_column(default="")
    """Where the file was dropped instead, if its sheets were led here."""
    added_at: Mapped[datetime]
    added_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        UniqueConstraint("commission_id", "city_id", "id"),
        Index("ix_paper_file_submission", "commission_id", "submission_id"),
    )


class Sheet(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """One page of such a file, painted anew; what its codes say, and what the delegate did."""

    __tablename__ = "sheet"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    file_id: Mapped[uuid.UUID]
    position: Mapped[int]
    """Which page of the file it is, from 1."""
    finding: Mapped[Finding] = mapped_column(enum_column(Finding))
    page: Mapped[int | None]
    """Of the print: as the codes say, or as the delegate placed it."""
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    about: Mapped[JsonObject] = mapped_column(default=dict)
    """Of a foreign or outdated sheet: ``{"reference", "number", "page"}``."""
    painted_sha256: Mapped[Sha256]
    shown_sha256: Mapped[Sha256]
    """The same turned as the delegate wants it."""
    thumbnail_sha256: Mapped[Sha256]
    turns: Mapped[int] = mapped_column(default=0)
    """Quarters to the left."""
    ink: Mapped[JsonObject] = mapped_column(default=dict)
    """``{"signature": seen, "stamp": seen}``; empty where that was not or cannot be said."""
    preferred_at: Mapped[datetime]
    """Of several sheets of one page the youngest counts."""

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        ForeignKeyConstraint(
            ["commission_id", "city_id", "file_id"],
            ["paper_file.commission_id", "paper_file.city_id", "paper_file.id"],
            ondelete="CASCADE",
        ),
        Index("ix_sheet_submission", "commission_id", "submission_id"),
        Index("ix_sheet_file", "commission_id", "file_id"),
    )
