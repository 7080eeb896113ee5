"""Requests of commissions to the Coordination Team for one more place in a call."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import db, enum_column
from portal.tenancy.keys import OF_PAPERS_APPLICATION
from portal.tenancy.ownership import CommissionFigure


class PlaceAnswer(enum.StrEnum):
    """What the Coordination Team says to a request."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class PlaceRequest(CommissionFigure, db.Model):  # type: ignore[name-defined,misc]
    """A commission asked for a place beyond its quota; read by the Coordination Team, no city."""

    __tablename__ = "place_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    application_id: Mapped[uuid.UUID]
    """The application for which no place was left."""
    reason: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[PlaceAnswer] = mapped_column(enum_column(PlaceAnswer), default=PlaceAnswer.OPEN)
    answer_reason: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(*OF_PAPERS_APPLICATION),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint(
            "(answer = 'open') = (answered_at is null)"
            " and (answer = 'open' or answer_reason <> '')",
            name="answer_has_reason",
        ),
        Index(
            "uq_place_request_open",
            "commission_id",
            "application_id",
            unique=True,
            postgresql_where="answer = 'open'",
        ),
        Index("ix_place_request_application", "commission_id", "application_id", "asked_at"),
    )
