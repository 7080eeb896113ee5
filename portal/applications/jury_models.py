"""A commission's jury: the grid it scores by, who reads which file, points given. No city's."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import JsonObject, db, enum_column
from portal.tenancy.keys import OF_PAPERS_APPLICATION
from portal.tenancy.ownership import CommissionPaper


class AssignmentState(enum.StrEnum):
    """How far a juror is with one file."""

    ASKED = "asked"
    """The file waits for the juror, or is being scored."""
    SUBMITTED = "submitted"
    """The juror's mark counts."""
    RECUSED = "recused"
    """The juror has a conflict of interest: reads and scores no more."""


class ScoringGrid(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """What a commission scores the applications of one call by."""

    __tablename__ = "scoring_grid"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    frozen_at: Mapped[datetime | None]
    """When the first points were given: from then on criteria do not change."""
    closed_at: Mapped[datetime | None]
    """When scoring ended: from then on marks do not change."""

    __table_args__ = (UniqueConstraint("commission_id", "call_id"),)


class ScoringCriterion(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """One line of a grid."""

    __tablename__ = "scoring_criterion"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    grid_id: Mapped[uuid.UUID]
    position: Mapped[int]
    titles: Mapped[JsonObject]
    """``{language: text}`` in languages of the commission."""
    hints: Mapped[JsonObject]
    """``{language: text}``: what to look for."""
    weight: Mapped[int]
    """Counts in proportion to the other criteria's weights."""
    maximum: Mapped[int]
    """The most points a juror can give."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["commission_id", "grid_id"], ["scoring_grid.commission_id", "scoring_grid.id"]
        ),
        CheckConstraint("weight between 1 and 100", name="weight_in_range"),
        CheckConstraint("maximum between 1 and 100", name="maximum_in_range"),
        Index("ix_scoring_criterion_grid", "commission_id", "grid_id", "position"),
    )


class JuryAssignment(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """A juror is asked to score one application."""

    __tablename__ = "jury_assignment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    juror_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    juror_name: Mapped[str]
    state: Mapped[AssignmentState] = mapped_column(
        enum_column(AssignmentState), default=AssignmentState.ASKED
    )
    conflict_reason: Mapped[str] = mapped_column(default="")
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[str]
    submitted_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(*OF_PAPERS_APPLICATION),
        UniqueConstraint("commission_id", "application_id", "juror_id"),
        CheckConstraint(
            "(state = 'recused') = (conflict_reason <> '')", name="conflict_has_reason"
        ),
        CheckConstraint(
            "(state = 'submitted') = (submitted_at is not null)", name="submitted_has_time"
        ),
        Index("ix_jury_assignment_juror", "commission_id", "juror_id", "application_id"),
    )


class JuryScore(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """Points and a comment of one juror for one criterion of one application."""

    __tablename__ = "jury_score"

    assignment_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    criterion_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    points: Mapped[int | None]
    """None: only commented so far."""
    comment: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["commission_id", "assignment_id"],
            ["jury_assignment.commission_id", "jury_assignment.id"],
        ),
        ForeignKeyConstraint(
            ["commission_id", "criterion_id"],
            ["scoring_criterion.commission_id", "scoring_criterion.id"],
        ),
        CheckConstraint("points between 0 and 100", name="points_in_range"),
    )
