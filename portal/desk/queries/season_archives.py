"""The archives of a call, as its page lists them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core.unit_of_work import Work
from portal.desk.season_archive import is_being_made
from portal.desk.season_models import ArchiveFor, SeasonArchive


@dataclass(frozen=True)
class ArchiveLine:
    """One archive that was asked for."""

    id: uuid.UUID
    version: int
    made_for: ArchiveFor
    has_drafts: bool
    asked_at: datetime
    asked_by: str
    is_being_made: bool
    done: int
    total: int
    files: int
    size_bytes: int
    sha256: str
    made_at: datetime | None
    removed_at: datetime | None
    removed_by: str

    @property
    def is_there(self) -> bool:
        """Whether it can be downloaded."""
        return self.made_at is not None and self.removed_at is None


def archives_of(work: Work, call_id: uuid.UUID) -> tuple[ArchiveLine, ...]:
    """All of a call, the last first. One statement."""
    rows = work.session.scalars(
        select(SeasonArchive)
        .where(SeasonArchive.call_id == call_id)
        .order_by(SeasonArchive.version.desc())
    )
    return tuple(
        ArchiveLine(
            id=row.id,
            version=row.version,
            made_for=row.made_for,
            has_drafts=row.has_drafts,
            asked_at=row.asked_at,
            asked_by=row.asked_by,
            is_being_made=is_being_made(row, work),
            done=row.applications_done,
            total=row.applications_total,
            files=row.files,
            size_bytes=row.size_bytes,
            sha256=row.sha256,
            made_at=row.made_at,
            removed_at=row.removed_at,
            removed_by=row.removed_by,
        )
        for row in rows
    )
