"""What an archive of a call holds: each application with its files, the data, the statistics.

One application is read at a time and forgotten; no file but the one being packed is in memory.
Notes, verdicts, messages and internal history go to a successor alone, drafts only when asked for.
"""

import csv
import io
import json
import uuid
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import select

from portal.applications.events import MayorLinkSent, MayorReminded, MessageSent
from portal.applications.models import (
    Application,
    Check,
    DraftSection,
    EndorsementScan,
    Message,
    Note,
    Submission,
)
from portal.applications.offline_models import PaperForm
from portal.applications.workflow import State
from portal.core.unit_of_work import Work
from portal.desk.queries.season import Season
from portal.desk.season_models import ArchiveFor
from portal.desk.season_words import season_rows, table_head
from portal.documents.dossier import safe_name
from portal.documents.growing_zip import GrowingZip
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.history.models import HistoryEntry
from portal.web.spreadsheet import BYTE_ORDER_MARK, csv_file, harmless

_KEPT_IN_MEMORY = 1 << 20
_BETWEEN_TWO = (MessageSent.name, MayorLinkSent.name, MayorReminded.name)
"""Events whose details are words or addresses meant for one reader."""
_WRITING = (State.DRAFT, State.RETURNED)
"""States in which the answers in progress differ from what was frozen last."""
_APPLICATION = (
    "reference",
    "city_name",
    "state",
    "state_since",
    "population",
    "submission_number",
    "submitted_at",
    "endorsed_at",
    "forwarded_at",
    "closed_at",
    "late_reason",
    "late_answer",
    "late_answer_reason",
    "return_reason",
    "small_city_reason",
    "created_at",
)
_SUBMISSION = (
    "number",
    "form_version_id",
    "answers",
    "city",
    "digest",
    "document_sha256",
    "verification_code",
    "mayor_name",
    "mayor_office",
    "language",
    "frozen_at",
    "submitted_at",
    "submitted_by",
)
_HISTORY = (
    "position",
    "event",
    "occurred_at",
    "actor_name",
    "actor_office",
    "actor_title",
    "submission_number",
    "details",
    "is_internal",
    "previous_hash",
    "hash",
)


class SeasonContent:
    """Fills an archive, application by application; ``finish`` adds the tables."""

    def __init__(self, target: GrowingZip, *, made_for: ArchiveFor, has_drafts: bool) -> None:
        """Use as a context manager: the tables lie in temporary files until they are packed."""
        self._target = target
        self._is_internal = made_for is ArchiveFor.SUCCESSOR
        self._has_drafts = has_drafts and self._is_internal
        self._stack = ExitStack()

    def __enter__(self) -> "SeasonContent":
        self._applications = self._table((*_APPLICATION, "is_draft"))
        self._history = self._table(("reference", *_HISTORY[:-2]))
        self._json = self._stack.enter_context(_spooled())
        self._json.write(b"[")
        self._count = 0
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def add(self, work: Work, application_id: uuid.UUID) -> None:
        """Add an application. One that was never sent is left out unless drafts are wanted."""
        application = work.session.scalars(
            select(Application).where(Application.id == application_id)
        ).first()
        if application is None or (application.submitted_at is None and not self._has_drafts):
            return
        is_draft = application.submitted_at is None
        reference = safe_name(application.reference, fallback="application")
        folder = f"{'drafts' if is_draft else 'applications'}/{reference}"
        versions = self._versions(work, application)
        for version in versions:
            self._add_files(work, folder, reference, version)
        self._add_papers(work, folder, application_id)
        facts = self._facts(work, application, versions)
        self._target.add(f"{folder}/application.json", _json(facts), kind="data")
        row = _row(application, _APPLICATION) | {"is_draft": is_draft}
        self._applications.write(_line(row.values()))
        for entry in facts["history"]:
            cells = [entry[name] for name in _HISTORY[:-2]]
            self._history.write(_line([application.reference, *cells]))
        self._json.write((b",\n" if self._count else b"\n") + _json(row, indent=None))
        self._count += 1

    def finish(self, season: Season, readme: str) -> None:
        """Add the tables of all applications, the statistics and what explains them."""
        self._json.write(b"\n]\n")
        for name, table in (
            ("data/applications.csv", self._applications),
            ("data/applications.json", self._json),
            ("data/history.csv", self._history),
        ):
            self._target.add_stream(name, table, kind="data")
        rows = csv_file(table_head(), season_rows(season))
        self._target.add("statistics/statistics.csv", rows, kind="statistics")
        figures = _json(asdict(season))
        self._target.add("statistics/statistics.json", figures, kind="statistics")
        text = BYTE_ORDER_MARK + readme.replace("\n", "\r\n") + "\r\n"
        self._target.add("README.txt", text.encode(), kind="readme")

    def _versions(self, work: Work, application: Application) -> Sequence[Submission]:
        """Those that were sent; with drafts, those that were only frozen as well."""
        statement = select(Submission).where(Submission.application_id == application.id)
        if not self._has_drafts:
            statement = statement.where(Submission.submitted_at.is_not(None))
        return work.session.scalars(statement.order_by(Submission.number)).all()

    def _add_files(self, work: Work, folder: str, reference: str, version: Submission) -> None:
        """The PDFs of a version, its originals, and the letters."""
        here = f"{folder}/version-{version.number}"
        if version.submitted_at is None and not folder.startswith("drafts/"):
            here = f"{here}-never-sent"
        documents = work.session.scalars(
            select(Document)
            .where(Document.submission_id == version.id)
            .order_by(Document.created_at, Document.id)
        )
        for number, document in enumerate(documents, 1):
            name = safe_name(document.title, fallback="file")
            place = f"{here}/{number:02}-{document.kind}-{name}"
            if document.kind is DocumentKind.LETTER:
                place = f"letters/{reference}/{number:02}-{name}"
            self._target.add(place, read(document.sha256), kind=str(document.kind))
        for number, item in enumerate(version.attachments, 1):
            name = safe_name(item["file_name"], fallback="file")
            place = f"{here}/originals/{number:02}-{name}"
            self._target.add(place, read(item["sha256"]), kind="attachment")

    def _add_papers(self, work: Work, folder: str, application_id: uuid.UUID) -> None:
        """Forms written by hand, and Part 2 signed by hand, as they were received."""
        forms = work.session.scalars(
            select(PaperForm)
            .where(PaperForm.application_id == application_id)
            .order_by(PaperForm.received_at, PaperForm.id)
        )
        originals = [item for form in forms for item in form.originals]
        for number, item in enumerate(originals, 1):
            name = safe_name(item["file_name"], fallback="file")
            place = f"{folder}/written-by-hand/{number:02}-{name}"
            self._target.add(place, read(item["sha256"]), kind="handwritten")
        scans = work.session.scalars(
            select(EndorsementScan)
            .where(
                EndorsementScan.application_id == application_id,
                EndorsementScan.attested_at.is_not(None),
            )
            .order_by(EndorsementScan.uploaded_at, EndorsementScan.id)
        )
        for number, scan in enumerate(scans, 1):
            name = safe_name(scan.file_name, fallback="scan")
            place = f"{folder}/part-2-on-paper/{number:02}-{name}"
            self._target.add(place, read(scan.scan_sha256), kind="scan")

    def _facts(
        self, work: Work, application: Application, versions: Iterable[Submission]
    ) -> dict[str, Any]:
        history = select(HistoryEntry).where(HistoryEntry.application_id == application.id)
        if not self._is_internal:
            history = history.where(
                HistoryEntry.is_internal.is_(False), HistoryEntry.event.not_in(_BETWEEN_TWO)
            )
        facts = {
            **_row(application, _APPLICATION),
            "is_draft": application.submitted_at is None,
            "submissions": [
                _row(each, _SUBMISSION) | {"attachments": _without_pages(each.attachments)}
                for each in versions
            ],
            "history": [
                _row(entry, _HISTORY)
                for entry in work.session.scalars(history.order_by(HistoryEntry.position))
            ],
        }
        if self._is_internal:
            facts |= _internal(work, application)
        if self._has_drafts and application.state in _WRITING:
            facts["draft"] = {
                "notice": "Not sent by the city: a draft of its own.",
                "sections": {
                    each.section: _row(each, ("answers", "saved_at", "saved_by"))
                    for each in work.session.scalars(
                        select(DraftSection)
                        .where(DraftSection.application_id == application.id)
                        .order_by(DraftSection.section)
                    )
                },
            }
        return facts

    def _table(self, columns: Iterable[str]) -> IO[bytes]:
        table: IO[bytes] = self._stack.enter_context(_spooled())
        table.write(BYTE_ORDER_MARK.encode())
        table.write(_line(columns))
        return table


def _internal(work: Work, application: Application) -> dict[str, Any]:
    """What is between the commission's own people, and between them and the city."""
    here = application.id
    return {
        "officer_name": application.officer_name,
        "messages": [
            _row(each, ("sent_at", "author_name", "is_from_city", "text"))
            for each in work.session.scalars(
                select(Message)
                .where(Message.application_id == here)
                .order_by(Message.sent_at, Message.id)
            )
        ],
        "notes": [
            _row(each, ("written_at", "author_name", "text"))
            for each in work.session.scalars(
                select(Note).where(Note.application_id == here).order_by(Note.written_at, Note.id)
            )
        ],
        "checklist": [
            _row(
                each, ("point", "submission_number", "verdict", "note", "checked_by", "checked_at")
            )
            for each in work.session.scalars(
                select(Check).where(Check.application_id == here).order_by(Check.point)
            )
        ],
    }


def _without_pages(attachments: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the digests of pages painted anew, which are not in the archive."""
    return [
        {name: value for name, value in each.items() if name != "shown"} for each in attachments
    ]


def _spooled() -> Any:
    return SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+b")


def _row(row: object, columns: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns}


def _line(cells: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(
        [harmless(_cell(cell)) for cell in cells]
    )
    return out.getvalue().encode()


def _json(value: object, *, indent: int | None = 1) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain).encode()


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, bool | int | float) else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
