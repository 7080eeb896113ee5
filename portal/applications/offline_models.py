"""Forms that left the portal: PDFs that came back filled in, and paper that is typed in."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.core.codes import new_id
from portal.core.db import JsonList, JsonObject, Sha256, db
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import CityDraft


class FilledForm(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A PDF that was filled in offline and came back: what stood in its fields."""

    __tablename__ = "filled_form"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    file_name: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[Sha256]
    form_version_id: Mapped[str]
    """Of the file; the application's may be newer."""
    language: Mapped[str]
    """In which its numbers are written."""
    made_at: Mapped[datetime]
    """When the file was downloaded."""
    answers: Mapped[JsonObject]
    """``{section: {field: value}}`` as read from its fields."""
    marks: Mapped[JsonObject]
    """``{"section/field": mark}`` of what was printed there beforehand."""
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    settled_at: Mapped[datetime | None]
    """When somebody said which answers are taken over."""
    settled_by: Mapped[str] = mapped_column(default="")
    taken: Mapped[int] = mapped_column(default=0)
    """How many answers were taken over."""

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_filled_form_application", "commission_id", "application_id"),
    )


class PaperForm(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A form filled in by hand, as scanned: evidence of what somebody typed from it.

    Name, type, size and digest are those of its first file.
    """

    __tablename__ = "paper_form"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    pages: Mapped[int]
    sha256: Mapped[Sha256]
    shown_sha256s: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """All its pages in order, painted anew."""
    files: Mapped[JsonList] = mapped_column(default=list)
    """Each file as it was received: ``[{"file_name", "media_type", "size_bytes", "pages", "sha256",
    "shown"}]``; empty where it came before several could."""
    is_for_commission: Mapped[bool] = mapped_column(default=False)
    """Whether the commission is asked to type it."""
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    received_office: Mapped[str]
    typed_at: Mapped[datetime | None]
    """When somebody last typed from it."""
    typed_by: Mapped[str] = mapped_column(default="")
    typed_office: Mapped[str] = mapped_column(default="")
    is_typed_for_city: Mapped[bool] = mapped_column(default=False)
    """Whether somebody of the commission typed."""
    finished_at: Mapped[datetime | None]
    """When the typist said that all is typed."""
    confirmed_at: Mapped[datetime | None]
    """When the city said that what was typed for it is what it wrote."""
    confirmed_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        CheckConstraint("finished_at is null or typed_at is not null", name="finished_is_typed"),
        CheckConstraint("confirmed_at is null or typed_at is not null", name="confirmed_is_typed"),
        Index("ix_paper_form_application", "commission_id", "application_id"),
    )

    @property
    def originals(self) -> list[dict[str, Any]]:
        """Its files as they were received, in the shape of frozen attachments."""
        return self.files or [
            {
                "file_name": self.file_name,
                "media_type": self.media_type,
                "size_bytes": self.size_bytes,
                "pages": self.pages,
                "sha256": self.sha256,
                "shown": list(self.shown_sha256s),
            }
        ]

    @property
    def waits_for_city(self) -> bool:
        """Whether a text that was typed for the city is not confirmed by it."""
        return self.is_typed_for_city and self.confirmed_at is None
