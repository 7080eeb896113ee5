"""The delegate gathers the sheets of the signed print: adds files, places, turns, prefers, removes.

Each act takes the application's lock; nothing is gathered unless the version waits for the mayor.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.accounts.roles import Permission
from portal.applications.models import Submission
from portal.applications.paper_jobs import ask_to_read
from portal.applications.paper_models import PaperFile, PaperState, Sheet
from portal.applications.paper_sheets import Finding
from portal.applications.services.moving import check_move, current_submission, take
from portal.applications.workflow import Action, State
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.print_layout import layout_of
from portal.documents.shelf import read, storage
from portal.documents.turned_pages import turned_page

_BRINGS = frozenset({Permission.APPLICATION_CHECK, Permission.APPLICATION_ENDORSE})
MOST_FILES = 40
MOST_MIB = 60
"""Of all files of one version: they travel inside the signed document."""


@dataclass(frozen=True)
class SentFile:
    """An upload that passed ``intake.kind_at_the_door``; nobody has opened it yet."""

    data: bytes
    file_name: str
    media_type: str


def add_paper(
    work: Work, application_id: uuid.UUID, files: Sequence[SentFile], *, led_from: str = ""
) -> int:
    """Keep files and have them read; returns how many are new.

    An officer may bring a print that was sent to the commission; the delegate confirms it.
    Raises Invalid beyond the limits, Conflict if the version does not wait for the mayor.
    """
    submission = _open_submission(work, application_id, also_allowed=_BRINGS)
    known = dict(
        work.session.execute(
            select(PaperFile.sha256, PaperFile.size_bytes).where(
                PaperFile.submission_id == submission.id
            )
        ).all()
    )
    added = 0
    for sent in files:
        sha256 = storage().put(sent.data)
        if sha256 in known:
            continue
        known[sha256] = len(sent.data)
        _check_room(len(known), sum(known.values()))
        file = PaperFile(
            id=new_id(),
            commission_id=submission.commission_id,
            city_id=submission.city_id,
            application_id=application_id,
            submission_id=submission.id,
            file_name=sent.file_name[-200:],
            media_type=sent.media_type,
            size_bytes=len(sent.data),
            sha256=sha256,
            state=PaperState.WAITING,
            refusal={},
            led=[],
            led_from=led_from,
            added_at=work.now,
            added_by=work.actor.name,
        )
        work.session.add(file)
        work.session.flush()
        ask_to_read(work, file)
        added += 1
    return added


def place_sheet(work: Work, application_id: uuid.UUID, sheet_id: uuid.UUID, *, page: int) -> None:
    """Say which page a sheet is whose codes could not be read; it stays marked so.

    Raises Invalid for a page the print does not have, Conflict if the codes say otherwise.
    """
    submission = _open_submission(work, application_id)
    sheet = _sheet(work, submission, sheet_id)
    if sheet.finding is not Finding.UNREAD:
        raise Conflict(_l("The codes on this sheet say what it is. Only unread sheets are placed."))
    if not 1 <= page <= layout_of(submission.print_sha256).pages:
        raise Invalid(_l("Choose one of the pages of the print."), field="page")
    sheet.page, sheet.is_by_hand, sheet.preferred_at = page, True, work.now
    work.session.flush()


def turn_sheet(work: Work, application_id: uuid.UUID, sheet_id: uuid.UUID) -> None:
    """Turn a sheet by a quarter to the right."""
    sheet = _sheet(work, _open_submission(work, application_id), sheet_id)
    turns = (sheet.turns + 3) % 4
    page, thumbnail = turned_page(read(sheet.painted_sha256), turns)
    files = storage()
    sheet.turns, sheet.shown_sha256 = turns, files.put(page)
    sheet.thumbnail_sha256 = files.put(thumbnail)
    work.session.flush()


def prefer_sheet(work: Work, application_id: uuid.UUID, sheet_id: uuid.UUID) -> None:
    """Of several sheets of one page let this one count."""
    sheet = _sheet(work, _open_submission(work, application_id), sheet_id)
    sheet.preferred_at = work.now
    work.session.flush()


def remove_sheet(work: Work, application_id: uuid.UUID, sheet_id: uuid.UUID) -> None:
    """Take a sheet away, and its file with the last one."""
    sheet = _sheet(work, _open_submission(work, application_id), sheet_id)
    file_id = sheet.file_id
    work.session.delete(sheet)
    work.session.flush()
    if work.session.scalar(select(func.count()).where(Sheet.file_id == file_id)) == 0:
        _remove(work, work.session.get_one(PaperFile, (sheet.commission_id, file_id)))


def remove_paper(work: Work, application_id: uuid.UUID, file_id: uuid.UUID) -> None:
    """Take a file away with all its sheets, read or not."""
    submission = _open_submission(work, application_id)
    file = work.session.scalars(
        select(PaperFile).where(PaperFile.submission_id == submission.id, PaperFile.id == file_id)
    ).first()
    if file is None:
        raise NotFound()
    _remove(work, file)


def _remove(work: Work, file: PaperFile) -> None:
    work.session.delete(file)
    work.session.flush()


def _open_submission(
    work: Work, application_id: uuid.UUID, *, also_allowed: frozenset[str] = frozenset()
) -> Submission:
    file = take(work, application_id)
    may_bring = also_allowed & work.actor.permissions
    allowed = frozenset({Permission.APPLICATION_FREEZE}) if may_bring else frozenset()
    # whoever may reopen may also gather the paper
    check_move(work, file, Action.REOPEN, also_allowed=allowed)
    if file.application.state is not State.AWAITING_MAYOR:
        raise Conflict(_l("The mayor has signed already."))
    return current_submission(work, file.application)


def _sheet(work: Work, submission: Submission, sheet_id: uuid.UUID) -> Sheet:
    sheet = work.session.scalars(
        select(Sheet).where(Sheet.submission_id == submission.id, Sheet.id == sheet_id)
    ).first()
    if sheet is None:
        raise NotFound()
    return sheet


def _check_room(count: int, size_bytes: int) -> None:
    if count > MOST_FILES:
        raise Invalid(
            _l(
                "There are %(limit)s files already. Remove those you do not need.", limit=MOST_FILES
            ),
            field="papers",
        )
    if size_bytes > MOST_MIB << 20:
        raise Invalid(
            _l(
                "Together the files would have more than %(limit)s MB. Remove what you do not need,"
                " or scan with fewer dots per inch.",
                limit=MOST_MIB,
            ),
            field="papers",
        )
