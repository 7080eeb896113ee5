"""The register of members: public facts about cities that were admitted."""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import JsonList, JsonObject, db, enum_column
from portal.tenancy.ownership import PublicFact


class MemberStatus(enum.StrEnum):
    """Members also leave: totals must explain themselves."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    LEFT = "left"
    REMOVED = "removed"


class Member(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """A member city of the network."""

    __tablename__ = "member"

    city_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    application_id: Mapped[uuid.UUID | None]
    name: Mapped[str]
    latin_name: Mapped[str]
    subdivision: Mapped[str] = mapped_column(default="")
    """Region or province: tells apart members of one name."""
    call_code: Mapped[str]
    admitted_on: Mapped[date]
    status: Mapped[MemberStatus] = mapped_column(enum_column(MemberStatus))
    status_since: Mapped[date]
    status_reason: Mapped[str] = mapped_column(default="")
    certificate_code: Mapped[str]
    population: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    partners: Mapped[JsonList] = mapped_column(default=list)
    """Of a consortium: its municipalities, as ``commissions.consortium`` stores them."""
    profile: Mapped[JsonObject]
    """Answers of the public fields: ``{field: value}``."""
    registered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["commission_id", "city_id"], ["city.commission_id", "city.city_id"]),
        Index("ix_member_admitted", "admitted_on"),
        Index("uq_member_certificate_code", "certificate_code", unique=True),
    )
