"""Rounds of application: calls, form versions and guiding documents. Read by all.

Only why and by whom dates were changed is kept by whoever changed them.
"""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.core.codes import new_id
from portal.core.db import JsonObject, Sha256, db, enum_column
from portal.tenancy.ownership import CommissionPaper


class CallMode(enum.StrEnum):
    """Whether complete and endorsed means member, or candidate before a jury."""

    REGISTRATION = "registration"
    JURY = "jury"


class FormVersion(db.Model):  # type: ignore[name-defined,misc]
    """The official form as data; never changed once a call uses it."""

    __tablename__ = "form_version"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Such as ``2027-1``."""
    definition: Mapped[JsonObject]
    """See ``calls.form.Form`` for the shape."""
    digest: Mapped[Sha256]
    created_at: Mapped[datetime]


class GuidingDocument(db.Model):  # type: ignore[name-defined,misc]
    """A text the network adopted: Beijing Declaration, Key Features …"""

    __tablename__ = "guiding_document"

    id: Mapped[str] = mapped_column(primary_key=True)
    titles: Mapped[JsonObject]
    """Title by language code."""
    version: Mapped[str]
    adopted_on: Mapped[date]


class Call(db.Model):  # type: ignore[name-defined,misc]
    """A round of applications set by the Coordination Team."""

    __tablename__ = "call"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    """In references: ``2027``."""
    titles: Mapped[JsonObject]
    form_version_id: Mapped[str] = mapped_column(ForeignKey("form_version.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    """Last moment for cities to submit."""
    commissions_close_at: Mapped[datetime]
    """Last moment for commissions to forward."""
    mode: Mapped[CallMode] = mapped_column(enum_column(CallMode), default=CallMode.REGISTRATION)
    quota: Mapped[int | None]
    """Places per commission; None: no limit."""
    population_warning: Mapped[int] = mapped_column(default=10_000)
    """Below this population a warning is shown. Source: concept note, "a minimum of 10,000"."""
    guiding_document_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    official_languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_training: Mapped[bool] = mapped_column(default=False)
    accepts_associates: Mapped[bool] = mapped_column(default=True)
    dates_revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """How often the dates were changed: calendars follow the higher number (RFC 5545, SEQUENCE)."""
    dates_changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closes_before: Mapped[datetime | None]
    """The last moment that was announced before it was moved; None: never moved."""
    change_reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was moved, as anybody reads it."""

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("closes_at <= commissions_close_at", name="cities_before_commissions"),
    )


class DatesChange(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """Dates of a call were moved: by the network (commission 0), or by a commission for its cities.

    The dates are those that applied to cities before and after.
    """

    __tablename__ = "dates_change"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    """Name as it was; empty: the operator."""
    reason: Mapped[str]
    """In the words of who changed them; everybody concerned reads it."""
    opens_before: Mapped[datetime]
    opens_at: Mapped[datetime]
    closes_before: Mapped[datetime]
    closes_at: Mapped[datetime]
    commissions_close_before: Mapped[datetime]
    commissions_close_at: Mapped[datetime]

    __table_args__ = (Index("ix_dates_change_call", "commission_id", "call_id", "changed_at"),)
