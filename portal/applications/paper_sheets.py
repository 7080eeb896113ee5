"""The signed print as sheets: what a picture's codes say of it, and how sheets become pages.

Pure rules. A code finds a document; it never authenticates anybody. What is not of this reader's
space looks exactly like what cannot be read.
"""

import enum
import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.documents.codes_on_paper import PageToken


class Finding(enum.StrEnum):
    """What the codes on a sheet say."""

    OWN = "own"
    OUTDATED = "outdated"
    """A page of an earlier version of this application."""
    FOREIGN = "foreign"
    """A page of another application of the same city."""
    SEVERAL = "several"
    """Codes of more than one page on one picture."""
    UNREAD = "unread"


@dataclass(frozen=True)
class PrintedVersion:
    """A frozen version that codes on paper can name."""

    code: str
    application_id: uuid.UUID
    city_id: uuid.UUID
    submission_id: uuid.UUID
    reference: str
    number: int
    print_sha256: str
    language: str
    is_open: bool
    """It is the current version and waits for the mayor: its sheets are gathered."""


@dataclass(frozen=True)
class Judgement:
    """What a sheet is: of which version and page, if it is one that this reader may know."""

    finding: Finding
    version: PrintedVersion | None = None
    page: int | None = None


def judged(
    tokens: Collection[PageToken],
    known: Mapping[str, PrintedVersion],
    *,
    submission_id: uuid.UUID,
    application_id: uuid.UUID,
) -> Judgement:
    """What a sheet with these genuine tokens is for one submission. ``known``: by code."""
    pages = {(token.code, token.page) for token in tokens if token.code in known}
    if not pages:
        return Judgement(Finding.UNREAD)
    if len(pages) > 1:
        return Judgement(Finding.SEVERAL)
    ((code, page),) = pages
    version = known[code]
    if version.submission_id == submission_id:
        return Judgement(Finding.OWN, version, page)
    if version.application_id == application_id:
        return Judgement(Finding.OUTDATED, version, page)
    return Judgement(Finding.FOREIGN, version, page)


@dataclass(frozen=True)
class SheetLine:
    """A sheet as it is listed."""

    id: uuid.UUID
    file_id: uuid.UUID
    file_name: str
    position: int
    finding: Finding
    page: int | None
    is_by_hand: bool
    about: Mapping[str, object]
    shown_sha256: str
    ink: Mapping[str, bool]
    preferred_at: datetime


@dataclass(frozen=True)
class PageSlot:
    """A page of the print with the sheets there are of it."""

    number: int
    is_required: bool
    """Part 2 is the commission's: it may come along, nobody waits for it."""
    sheets: tuple[SheetLine, ...] = ()
    """The one that counts first."""

    @property
    def chosen(self) -> SheetLine | None:
        """The sheet that counts, if there is one."""
        return self.sheets[0] if self.sheets else None


@dataclass(frozen=True)
class SheetSet:
    """All sheets of one version in order."""

    slots: tuple[PageSlot, ...]
    aside: tuple[SheetLine, ...]
    """Sheets that are no page of this version, or nobody knows which."""
    mayor_page: int
    missing: tuple[int, ...] = field(default=())

    @property
    def is_complete(self) -> bool:
        """Whether each page of Part 1 is there."""
        return not self.missing

    @property
    def chosen(self) -> tuple[SheetLine, ...]:
        """The sheets that count, in the order of the pages."""
        return tuple(slot.chosen for slot in self.slots if slot.chosen is not None)

    @property
    def digest(self) -> str:
        """SHA-256 of what is confirmed: pages and pictures in order."""
        lines = [f"{sheet.page} {sheet.shown_sha256}" for sheet in self.chosen]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def arranged(sheets: Iterable[SheetLine], *, pages: int, mayor_page: int) -> SheetSet:
    """Put the sheets of a print of so many pages in order; doubles lie on top of each other."""
    by_page: dict[int, list[SheetLine]] = {}
    aside: list[SheetLine] = []
    for sheet in sheets:
        is_page = sheet.finding is Finding.OWN or sheet.is_by_hand
        if is_page and sheet.page is not None and 1 <= sheet.page <= pages:
            by_page.setdefault(sheet.page, []).append(sheet)
        else:
            aside.append(sheet)
    slots = tuple(
        PageSlot(
            number,
            number <= mayor_page,
            tuple(
                sorted(
                    by_page.get(number, ()),
                    key=lambda sheet: (sheet.preferred_at, sheet.id),
                    reverse=True,
                )
            ),
        )
        for number in range(1, pages + 1)
        if number <= mayor_page or number in by_page
    )
    missing = tuple(slot.number for slot in slots if slot.is_required and not slot.sheets)
    return SheetSet(slots, tuple(aside), mayor_page, missing)
