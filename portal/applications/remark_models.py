"""What officers remark in a draft they accompany, and what the city answers."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import db
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import CityDraft


class Remark(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A remark of the commission beside a field of a draft, or an answer to one. Never changed."""

    __tablename__ = "draft_remark"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    section: Mapped[str]
    field: Mapped[str]
    answers_to: Mapped[uuid.UUID | None]
    """The remark that began the talk; None for that one itself."""
    text: Mapped[str]
    is_from_city: Mapped[bool]
    author_id: Mapped[uuid.UUID | None]
    author_name: Mapped[str]
    written_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the other side was told by mail; None: it waits for the digest."""
    resolved_at: Mapped[datetime | None]
    """Of the remark that began the talk."""
    resolved_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        ForeignKeyConstraint(
            ["commission_id", "city_id", "answers_to"],
            ["draft_remark.commission_id", "draft_remark.city_id", "draft_remark.id"],
        ),
        UniqueConstraint("commission_id", "city_id", "id"),
        Index("ix_draft_remark_application", "commission_id", "application_id", "section"),
        Index(
            "ix_draft_remark_untold",
            "commission_id",
            "written_at",
            postgresql_where="told_at is null",
        ),
        CheckConstraint("(resolved_at is null) = (resolved_by = '')", name="resolved_by_somebody"),
        CheckConstraint("answers_to is not null or not is_from_city", name="city_answers"),
    )
