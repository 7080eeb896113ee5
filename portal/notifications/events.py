"""What only mails tell: nothing of this file reaches history."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from portal.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DeadlineNear(Event):
    """An application has not been submitted, and few days are left."""

    name: ClassVar[str] = "deadline_near"
    commission_id: int
    city_id: uuid.UUID
    application_id: uuid.UUID
    days: int
    is_returned: bool
    """Submitted before and returned for completion."""


@dataclass(frozen=True)
class FileDue:
    """One application of a digest. ``days``: left in the commission's month; below 0, over."""

    reference: str
    city_name: str
    officer_name: str
    ends_on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class MonthEnding(Event):
    """The month in which a commission decides ends for some applications, or has ended."""

    name: ClassVar[str] = "month_ending"
    commission_id: int
    is_for_signatories: bool
    files: tuple[FileDue, ...]
    """Most urgent first; at least one."""


@dataclass(frozen=True, kw_only=True)
class DatesMoved(Event):
    """Dates of a call were moved; these are the ones that apply to one commission's cities."""

    name: ClassVar[str] = "dates_moved"
    commission_id: int
    call_id: uuid.UUID
    is_national: bool
    """Moved by the commission for its own cities, not by the network for all."""
    is_for_officers: bool
    """Whether the commission takes part, so that its officers are concerned."""
    reason: str
    opening_before: datetime
    opening: datetime
    closing_before: datetime
    closing: datetime
    forward_by: datetime

    @property
    def moves_closing(self) -> bool:
        """Whether cities have another last moment than before."""
        return self.closing != self.closing_before
