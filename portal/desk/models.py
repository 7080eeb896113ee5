"""What the desk keeps: counts between two changes, and texts to ask for completion with."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import JsonObject, db
from portal.tenancy.ownership import CommissionPaper, CommissionSpace


class DeskCount(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """What was counted last; it holds as long as the commission has no ``DeskChange``."""

    __tablename__ = "desk_count"

    counts: Mapped[list[Any]] = mapped_column(JSONB)
    """As ``desk.queries.counts`` gives them."""
    slow_before: Mapped[datetime]
    """Applications that were in their state since before this moment were counted as slow."""


class DeskChange(CommissionSpace, db.Model):  # type: ignore[name-defined,misc]
    """An application changed since the last count; the database writes it with the change itself.

    A row for each change, never one that is counted up: whoever acts waits for nobody.
    """

    __tablename__ = "desk_change"

    change_id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)


class ReturnText(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """A text the commission keeps to ask its cities for completion with."""

    __tablename__ = "return_text"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    title: Mapped[str]
    """What officers choose it by; cities never see it."""
    wordings: Mapped[JsonObject]
    """Text by language code, with places of ``desk.completion.PLACES``."""
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    __table_args__ = (UniqueConstraint("commission_id", "title"),)
