"""What happens to calls: past tense. They concern all commissions, not one application."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from portal.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CallCreated(Event):
    """The Coordination Team set up a round of applications."""

    name: ClassVar[str] = "call_created"
    call_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class CallExtended(Event):
    """The Coordination Team gave more time; every commission's dates follow."""

    name: ClassVar[str] = "call_extended"
    call_id: uuid.UUID
    change_id: uuid.UUID
    closes_at: datetime
    commissions_close_at: datetime


@dataclass(frozen=True, kw_only=True)
class NationalDatesChanged(Event):
    """A commission moved the dates of its own cities in a call."""

    name: ClassVar[str] = "national_dates_changed"
    commission_id: int
    call_id: uuid.UUID
    change_id: uuid.UUID
