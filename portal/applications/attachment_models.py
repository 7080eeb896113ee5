"""Documents beside the answers of a draft, and files on their way to become one."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.core.codes import new_id
from portal.core.db import Sha256, db
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import CityDraft


class Attachment(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A file beside the answers of a draft; frozen with the submission."""

    __tablename__ = "attachment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="other")
    """Key of a kind of the form, a kind the commission named, or ``other``."""
    file_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    pages: Mapped[int | None]
    sha256: Mapped[Sha256]
    shown_sha256s: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    added_at: Mapped[datetime]
    added_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_attachment_application", "commission_id", "application_id"),
    )


class Upload(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A file on its way in parts; becomes an attachment when it is whole and was examined."""

    __tablename__ = "upload"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    file_name: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    """What the sender says the whole file has; empty if it could not tell."""
    part_sizes: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    """Bytes of each part that arrived, in order."""
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    touched_at: Mapped[datetime]
    """When the last part arrived."""

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_upload_application", "commission_id", "application_id"),
    )

    @property
    def received_bytes(self) -> int:
        """How much has arrived."""
        return sum(self.part_sizes)
