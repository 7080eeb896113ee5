"""The base of events that become rows of history."""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from portal.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordedEvent(Event):
    """Something that happened to one application. Further fields become its details.

    ``shared_at`` is when the application became readable for the Coordination Team, or None.
    A field with ``metadata={"secret": True}`` reaches the other subscribers, never the history.
    """

    is_internal: ClassVar[bool] = False
    """Internal events are read by the commission only."""
    is_told: ClassVar[bool] = False
    """Whether somebody is told of it although it is internal; of others people are told anyway."""

    commission_id: int
    city_id: uuid.UUID
    application_id: uuid.UUID
    submission_number: int | None = None
    shared_at: datetime | None = None

    @classmethod
    def secrets(cls) -> frozenset[str]:
        """Names of the fields that history does not keep."""
        return frozenset(each.name for each in fields(cls) if each.metadata.get("secret"))
