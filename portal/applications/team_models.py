"""What a team shares among itself: comments beside fields, and who is writing where."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import db
from portal.tenancy.ownership import CityPaper

_OF_APPLICATION = (
    ["commission_id", "city_id", "application_id"],
    ["application.commission_id", "application.city_id", "application.id"],
)


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
        ForeignKeyConstraint(*_OF_APPLICATION),
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

    __table_args__ = (ForeignKeyConstraint(*_OF_APPLICATION),)
