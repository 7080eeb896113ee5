"""Files that belong to an application: prints, signed versions, scans, attachments, receipts.

A row points to immutable bytes by their SHA-256; it is never changed to point elsewhere.
"""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.core.codes import new_id
from portal.core.db import Sha256, db, enum_column
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import SharedRecord


class DocumentKind(enum.StrEnum):
    """What a file is in the way of one application."""

    PRINT = "print"
    SIGNED = "signed"
    SCAN = "scan"
    ATTACHMENT = "attachment"
    RECEIPT = "receipt"
    ENDORSED = "endorsed"
    SEALED = "sealed"
    DOSSIER = "dossier"
    CERTIFICATE = "certificate"
    LETTER = "letter"
    """The commission's letter about its endorsement."""
    STAMP = "stamp"
    """The picture of the official stamp given with a signature: evidence of its own."""
    MANDATE = "mandate"
    """The document by which somebody signed for the mayor."""


class Document(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """A file of one submission."""

    __tablename__ = "document"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID | None]
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind))
    title: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    pages: Mapped[int | None]
    sha256: Mapped[Sha256]
    shown_sha256s: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """Re-rendered pages (JPEG) that are shown instead of a foreign file."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_document_application", "commission_id", "application_id"),
    )
