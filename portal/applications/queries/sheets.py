"""The signed paper as it comes in: its files, its sheets in order, and what codes on paper name."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from portal.applications.models import Application, Submission
from portal.applications.paper_models import PaperFile, PaperState, Sheet
from portal.applications.paper_sheets import PrintedVersion, SheetLine, SheetSet, arranged
from portal.applications.workflow import State
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.documents.codes_on_paper import PageToken, read_token
from portal.documents.print_layout import layout_of
from portal.signing.keyring import page_key


@dataclass(frozen=True)
class PaperFileLine:
    """A file of the signed paper."""

    id: uuid.UUID
    file_name: str
    size_bytes: int
    state: PaperState
    refusal: Mapping[str, object]
    led: tuple[Mapping[str, object], ...]
    led_from: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class Gathering:
    """Everything that has come in for one version."""

    files: tuple[PaperFileLine, ...]
    sheets: SheetSet
    pages: int
    """Of the print, Part 2 included."""

    @property
    def waiting(self) -> tuple[PaperFileLine, ...]:
        """Files that are still being read."""
        return tuple(file for file in self.files if file.state is PaperState.WAITING)

    @property
    def mark(self) -> str:
        """Differs whenever the page about it would look different."""
        seen = [f"{file.id} {file.state}" for file in self.files]
        seen += [
            f"{sheet.id} {sheet.page} {sheet.shown_sha256}"
            for slot in self.sheets.slots
            for sheet in slot.sheets
        ]
        seen += [f"{sheet.id} {sheet.shown_sha256}" for sheet in self.sheets.aside]
        return sha256("\n".join(seen).encode()).hexdigest()[:16]


def gathering(work: Work, submission_id: uuid.UUID, print_sha256: str) -> Gathering:
    """Files and sheets of one version, two statements; ``print_sha256`` is its print."""
    files = work.session.execute(
        select(
            PaperFile.id,
            PaperFile.file_name,
            PaperFile.size_bytes,
            PaperFile.state,
            PaperFile.refusal,
            PaperFile.led,
            PaperFile.led_from,
            PaperFile.added_at,
            PaperFile.added_by,
        )
        .where(PaperFile.submission_id == submission_id)
        .order_by(PaperFile.added_at, PaperFile.id)
    )
    rows = work.session.execute(
        select(
            Sheet.id,
            Sheet.file_id,
            PaperFile.file_name,
            Sheet.position,
            Sheet.finding,
            Sheet.page,
            Sheet.is_by_hand,
            Sheet.about,
            Sheet.shown_sha256,
            Sheet.ink,
            Sheet.preferred_at,
        )
        .join(
            PaperFile,
            (PaperFile.commission_id == Sheet.commission_id) & (PaperFile.id == Sheet.file_id),
        )
        .where(Sheet.submission_id == submission_id)
        .order_by(PaperFile.added_at, Sheet.file_id, Sheet.position, Sheet.id)
    )
    layout = layout_of(print_sha256)
    return Gathering(
        files=tuple(
            PaperFileLine(*row[:5], tuple(row.led), row.led_from, row.added_at, row.added_by)
            for row in files
        ),
        sheets=arranged(
            [SheetLine(*row) for row in rows], pages=layout.pages, mayor_page=layout.mayor_page
        ),
        pages=layout.pages,
    )


def sheet_picture(
    work: Work, application_id: uuid.UUID, sheet_id: uuid.UUID, *, is_small: bool
) -> str:
    """Digest of a sheet as it is shown. Raises NotFound."""
    column = Sheet.thumbnail_sha256 if is_small else Sheet.shown_sha256
    found = work.session.scalar(
        select(column).where(Sheet.application_id == application_id, Sheet.id == sheet_id)
    )
    if found is None:
        raise NotFound()
    return found


def genuine_tokens(texts: Iterable[str]) -> frozenset[PageToken]:
    """The tokens among the texts of codes that this portal printed; all others say nothing."""
    tokens = (read_token(text) for text in texts)
    key = page_key()
    return frozenset(token for token in tokens if token is not None and token.is_genuine(key))


def open_version(work: Work, texts: Iterable[str]) -> PrintedVersion | None:
    """The version that waits for its mayor and that the codes of a file name, if they name one."""
    tokens = genuine_tokens(texts)
    open_ones = [found for found in printed_versions(work, tokens).values() if found.is_open]
    return open_ones[0] if len(open_ones) == 1 else None


def named_version(work: Work, texts: Iterable[str]) -> PrintedVersion | None:
    """The one version that all genuine codes of a file name, as far as this scope may know it.

    None if some of them name another, or something this scope does not know.
    """
    tokens = genuine_tokens(texts)
    found = printed_versions(work, tokens)
    is_one = len(found) == 1 and {token.code for token in tokens} == set(found)
    return next(iter(found.values())) if is_one else None


def printed_versions(work: Work, tokens: Collection[PageToken]) -> dict[str, PrintedVersion]:
    """The versions that tokens name, by code, as far as this scope may know them. One statement.

    A code of another tenant is as good as no code: nothing here tells the two apart.
    """
    codes = {token.code for token in tokens}
    if not codes:
        return {}
    rows = work.session.execute(
        select(
            Submission.verification_code,
            Submission.application_id,
            Submission.city_id,
            Submission.id,
            Application.reference,
            Submission.number,
            Submission.print_sha256,
            Submission.language,
            (Application.submission_number == Submission.number)
            & (Application.state == State.AWAITING_MAYOR),
        )
        .join(
            Application,
            (Application.commission_id == Submission.commission_id)
            & (Application.id == Submission.application_id),
        )
        .where(Submission.verification_code.in_(codes))
    )
    return {row[0]: PrintedVersion(*row) for row in rows}
