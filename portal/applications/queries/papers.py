"""Files, frozen versions and messages of one application, for its city's screens."""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.applications.attachment_models import Attachment, Upload
from portal.applications.letter_models import EndorsementLetter
from portal.applications.models import Message, Submission
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.signing.models import Signature


@dataclass(frozen=True)
class AttachmentLine:
    """A file beside the answers."""

    id: uuid.UUID
    title: str
    kind: str
    file_name: str
    media_type: str
    size_bytes: int
    pages: int | None
    sha256: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class UploadLine:
    """A file on its way in parts."""

    id: uuid.UUID
    file_name: str
    size_bytes: int
    received_bytes: int
    begun_by: str


@dataclass(frozen=True)
class FileLine:
    """A file of a submission."""

    id: uuid.UUID
    kind: str
    title: str
    media_type: str
    size_bytes: int
    sha256: str
    created_at: datetime
    withdrawn_at: datetime | None
    """Of an endorsement letter: since when the endorsement does not hold any more."""


@dataclass(frozen=True)
class Version:
    """One frozen submission with its files, newest file first."""

    id: uuid.UUID
    number: int
    digest: str
    frozen_at: datetime
    frozen_by: str
    submitted_at: datetime | None
    superseded_at: datetime | None
    verification_code: str
    files: tuple[FileLine, ...]

    @property
    def is_receipt_on_its_way(self) -> bool:
        """Submitted a moment ago: the worker has not set the receipt yet."""
        return self.submitted_at is not None and not any(
            file.kind == DocumentKind.RECEIPT for file in self.files
        )


@dataclass(frozen=True)
class ComparedVersion:
    """What two versions are compared by."""

    number: int | None
    """None: the draft."""
    answers: dict[str, dict[str, Any]]
    attachments: list[dict[str, Any]]
    """Each with ``title`` and ``sha256``."""


@dataclass(frozen=True)
class MessageLine:
    """A message between city and commission."""

    text: str
    author_name: str
    is_from_city: bool
    sent_at: datetime
    read_at: datetime | None


def attachments(work: Work, application_id: uuid.UUID) -> tuple[AttachmentLine, ...]:
    """Files beside the answers in progress, oldest first."""
    columns: tuple[Any, ...] = tuple(
        getattr(Attachment, column.name) for column in fields(AttachmentLine)
    )
    rows = work.session.execute(
        select(*columns)
        .where(Attachment.application_id == application_id)
        .order_by(Attachment.added_at, Attachment.id)
    )
    return tuple(AttachmentLine(*row) for row in rows)


def open_uploads(work: Work, application_id: uuid.UUID) -> tuple[UploadLine, ...]:
    """Files on their way, oldest first."""
    rows = work.session.execute(
        select(Upload.id, Upload.file_name, Upload.size_bytes, Upload.part_sizes, Upload.begun_by)
        .where(Upload.application_id == application_id)
        .order_by(Upload.begun_at, Upload.id)
    )
    return tuple(
        UploadLine(row.id, row.file_name, row.size_bytes, sum(row.part_sizes), row.begun_by)
        for row in rows
    )


def open_upload(work: Work, application_id: uuid.UUID, upload_id: uuid.UUID) -> UploadLine:
    """One file on its way. Raises NotFound."""
    for upload in open_uploads(work, application_id):
        if upload.id == upload_id:
            return upload
    raise NotFound()


def versions(work: Work, application_id: uuid.UUID) -> tuple[Version, ...]:
    """Frozen submissions with their files, newest first; two statements."""
    files: dict[uuid.UUID, list[FileLine]] = {}
    for row in work.session.execute(
        select(
            Document.submission_id,
            Document.id,
            Document.kind,
            Document.title,
            Document.media_type,
            Document.size_bytes,
            Document.sha256,
            Document.created_at,
            Signature.voided_at,
        )
        .outerjoin(
            EndorsementLetter,
            (EndorsementLetter.commission_id == Document.commission_id)
            & (EndorsementLetter.document_id == Document.id),
        )
        .outerjoin(
            Signature,
            (Signature.commission_id == EndorsementLetter.commission_id)
            & (Signature.id == EndorsementLetter.signature_id),
        )
        .where(
            Document.application_id == application_id,
            Document.submission_id.is_not(None),
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
    ):
        if row[0] is not None:
            files.setdefault(row[0], []).append(FileLine(*row[1:]))
    rows = work.session.execute(
        select(
            Submission.id,
            Submission.number,
            Submission.digest,
            Submission.frozen_at,
            Submission.frozen_by,
            Submission.submitted_at,
            Submission.superseded_at,
            Submission.verification_code,
        )
        .where(Submission.application_id == application_id)
        .order_by(Submission.number.desc())
    )
    return tuple(Version(*row, files=tuple(files.get(row[0], ()))) for row in rows)


def frozen_answers(work: Work, application_id: uuid.UUID, number: int) -> ComparedVersion:
    """Answers and attachments of a frozen submission. Raises NotFound."""
    row = work.session.execute(
        select(Submission.answers, Submission.attachments).where(
            Submission.application_id == application_id, Submission.number == number
        )
    ).first()
    if row is None:
        raise NotFound()
    return ComparedVersion(number, row.answers, row.attachments)


def messages(work: Work, application_id: uuid.UUID) -> tuple[MessageLine, ...]:
    """Messages between city and commission, oldest first."""
    rows = work.session.execute(
        select(
            Message.text,
            Message.author_name,
            Message.is_from_city,
            Message.sent_at,
            Message.read_at,
        )
        .where(Message.application_id == application_id)
        .order_by(Message.sent_at, Message.id)
    )
    return tuple(MessageLine(*row) for row in rows)
