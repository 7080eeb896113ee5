"""What the tabs of an application's page show: verdicts, signatures, files, versions, papers."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.applications.models import (
    Check,
    Message,
    Note,
    Submission,
    Verdict,
)
from portal.calls.models import GuidingDocument
from portal.core.unit_of_work import Work
from portal.desk.queries import row_of, rows_of
from portal.desk.queries.file import FileHead
from portal.documents.models import Document, DocumentKind
from portal.signing.models import Method, Part, Signature


@dataclass(frozen=True)
class CheckRow:
    """A verdict; it counts only if it was given on the present version."""

    point: str
    submission_number: int
    verdict: Verdict | None
    note: str
    checked_by: str
    checked_at: datetime | None


@dataclass(frozen=True)
class SignatureRow:
    """A signature of one submission."""

    part: Part
    method: Method
    signer_name: str
    office: str
    signed_at: datetime
    has_stamp: bool
    voided_at: datetime | None
    voided_reason: str
    submission_id: uuid.UUID


@dataclass(frozen=True)
class DocumentRow:
    """A file of the application."""

    id: uuid.UUID
    kind: DocumentKind
    title: str
    media_type: str
    size_bytes: int
    pages: int | None
    sha256: str
    shown_pages: int
    created_at: datetime
    created_by: str
    submission_number: int | None


@dataclass(frozen=True)
class Paper:
    """A message or a note."""

    text: str
    author_name: str
    is_from_city: bool
    written_at: datetime
    read_at: datetime | None


def checks(work: Work, head: FileHead) -> dict[str, CheckRow]:
    """Verdicts by point, of whatever version."""
    rows = rows_of(
        work,
        select(
            Check.point,
            Check.submission_number,
            Check.verdict,
            Check.note,
            Check.checked_by,
            Check.checked_at,
        ).where(Check.application_id == head.id),
    )
    return {row.point: CheckRow(*row) for row in rows}


def signatures(work: Work, head: FileHead) -> list[SignatureRow]:
    """All signatures of the application, voided ones too, oldest first."""
    rows = rows_of(
        work,
        select(
            Signature.part,
            Signature.method,
            Signature.signer_name,
            Signature.office,
            Signature.signed_at,
            Signature.stamp_sha256.is_not(None),
            Signature.voided_at,
            Signature.voided_reason,
            Signature.submission_id,
        )
        .where(Signature.application_id == head.id)
        .order_by(Signature.signed_at, Signature.id),
    )
    return [SignatureRow(*row) for row in rows]


def guiding_documents(work: Work, head: FileHead) -> dict[str, str]:
    """Versions of the call's documents by id."""
    rows = rows_of(
        work,
        select(GuidingDocument.id, GuidingDocument.version).where(
            GuidingDocument.id.in_(head.guiding_document_ids)
        ),
    )
    return {row.id: row.version for row in rows}


def documents(work: Work, head: FileHead) -> list[DocumentRow]:
    """All files of the application, newest first."""
    submission = aliased(Submission)
    rows = rows_of(
        work,
        select(
            Document.id,
            Document.kind,
            Document.title,
            Document.media_type,
            Document.size_bytes,
            Document.pages,
            Document.sha256,
            func.cardinality(Document.shown_sha256s),
            Document.created_at,
            Document.created_by,
            submission.number,
        )
        .outerjoin(
            submission,
            (submission.commission_id == Document.commission_id)
            & (submission.id == Document.submission_id),
        )
        .where(Document.application_id == head.id)
        .order_by(Document.created_at.desc(), Document.id.desc()),
    )
    return [DocumentRow(*row) for row in rows]


def present_document(work: Work, head: FileHead) -> DocumentRow | None:
    """The file of the present submission as it is now: what would be signed next."""
    return next((row for row in documents(work, head) if row.sha256 == head.document_sha256), None)


def previous_submission(
    work: Work, head: FileHead
) -> tuple[int, dict[str, Any], list[dict[str, Any]]] | None:
    """Number, answers and attachments of the last submitted version before the present one."""
    row = row_of(
        work,
        select(Submission.number, Submission.answers, Submission.attachments)
        .where(
            Submission.application_id == head.id,
            Submission.number < head.submission_number,
            Submission.submitted_at.is_not(None),
        )
        .order_by(Submission.number.desc())
        .limit(1),
    )
    return (row[0], row[1], row[2]) if row else None


def messages(work: Work, head: FileHead) -> list[Paper]:
    """Messages between city and commission, oldest first."""
    rows = rows_of(
        work,
        select(
            Message.text,
            Message.author_name,
            Message.is_from_city,
            Message.sent_at,
            Message.read_at,
        )
        .where(Message.application_id == head.id)
        .order_by(Message.sent_at, Message.id),
    )
    return [Paper(*row) for row in rows]


def notes(work: Work, head: FileHead) -> list[Paper]:
    """Internal notes, newest first."""
    rows = rows_of(
        work,
        select(Note.text, Note.author_name, Note.written_at)
        .where(Note.application_id == head.id)
        .order_by(Note.written_at.desc(), Note.id.desc()),
    )
    return [Paper(row[0], row[1], False, row[2], None) for row in rows]
