"""What only mails tell: nothing of this file reaches history."""

import uuid
from dataclasses import dataclass
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
