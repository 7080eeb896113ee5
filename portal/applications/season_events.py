"""What happens at the end of a season: told to whoever asked for it, never part of a history."""

from dataclasses import dataclass
from typing import ClassVar

from portal.accounts.events import AccountEvent


@dataclass(frozen=True, kw_only=True)
class ArchiveReady(AccountEvent):
    """The archive of a call that somebody asked for was made. Link: ``desk.season``."""

    name: ClassVar[str] = "archive_ready"
    commission_id: int
    commission_code: str
    call_code: str
    call: str
    """Title of the call in the recipient's language."""
