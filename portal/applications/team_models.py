"""What a team shares: comments, who is writing where, and the mandate the mayor gave it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.applications.mandates import Applicant
from portal.core.codes import new_id
from portal.core.db import db, enum_column
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import CityDraft, CityPaper


class Comment(CityPaper, db.Model):  # type: ignore[name-defined,misc]
    """A remark beside a field, for the team alone. Never changed; resolved or open."""

    __tablename__ = "comment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    section: Mapped[str]
    field: Mapped[str]
    text: Mapped[str]
    author_id: Mapped[uuid.UUID | None]
    author_name: Mapped[str]
    written_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_comment_application", "commission_id", "application_id", "section"),
        CheckConstraint("(resolved_at is null) = (resolved_by = '')", name="resolved_by_somebody"),
    )


class Presence(CityPaper, db.Model):  # type: ignore[name-defined,misc]
    """Somebody has a section open. Forgotten minutes after the last sign of life."""

    __tablename__ = "presence"

    application_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    section: Mapped[str]
    name: Mapped[str]
    seen_at: Mapped[datetime]

    __table_args__ = (ForeignKeyConstraint(*OF_APPLICATION),)


class Mandate(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """Who applies; of a representative, the mayor's signed endorsement."""

    __tablename__ = "mandate"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    applicant: Mapped[Applicant] = mapped_column(enum_column(Applicant))
    holder_name: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    mayor_name: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    """Last day; None: until the mayor takes it back."""
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size_bytes: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]
    sha256: Mapped[str | None]
    shown_sha256s: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        UniqueConstraint("commission_id", "application_id"),
    )
