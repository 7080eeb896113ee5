"""Figures for the dashboard: one row per commission and call, recomputed, never counted up.

Row 0 is the world. Only counts, no names, yet small counts tell: cities and other commissions read
none of it; what they may know is published apart (``usual_days``).
"""

import uuid
from datetime import datetime

from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer

from portal.core.db import JsonObject, db
from portal.tenancy.ownership import CommissionFigure


class CommissionFigures(CommissionFigure, db.Model):  # type: ignore[name-defined,misc]
    """Counts of one commission (0: the world) in one call."""

    __tablename__ = "commission_figures"

    call_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    by_state: Mapped[JsonObject]
    """``{state: n}``"""
    reached: Mapped[JsonObject]
    """Funnel: ``{started, submitted, endorsed, forwarded, member: n}``."""
    ageing: Mapped[JsonObject]
    """``{state: [up to 7 days, 8 to 14, 15 to 30, over 30]}`` of what the commission holds."""
    days_to_endorse: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """Histogram: endorsed applications by whole days from submission, last bin = 120 and more."""
    days_to_forward: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """The same from endorsement to forwarding."""
    days_to_register: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """The same from forwarding to the register of members."""
    median_days: Mapped[float | None]
    oldest_since: Mapped[datetime | None]
    last_activity_at: Mapped[datetime | None]
    population: Mapped[int]
    """Inhabitants of the cities that became members."""
    computed_at: Mapped[datetime]
