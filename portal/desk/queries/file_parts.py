"""What the tabs of an application's page show: verdicts, signatures, files, versions, papers."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, SelectBase, Text, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from portal.applications.letter_models import EndorsementLetter
from portal.applications.models import (
    Check,
    EndorsementScan,
    Message,
    Note,
    Submission,
    Verdict,
)
from portal.calls.models import GuidingDocument
from portal.core.statements import Prepared, given
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
    carried_from: int | None
    """The older version it was given on, if the matter has not changed since."""


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
    attested_by: str
    attested_office: str
    acting_for: str
    """The mayor for whom somebody else signed; empty for an own signature."""
    acting_for_office: str
    stamp_sha256: str
    """Of the stamp given on screen, or of the scan of the paper."""
    mandate_sha256: str


@dataclass(frozen=True)
class ScanRow:
    """A scan of Part 2 signed by hand that waits for its attestation."""

    sha256: str
    file_name: str
    pages: list[str]
    """Digests of its pages, painted anew."""
    part_two_page: int
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True)
class Review:
    """What the checklist is made of."""

    signatures: list[SignatureRow]
    """All signatures of the application, voided ones too, oldest first."""
    checks: dict[str, CheckRow]
    """Verdicts by point, of whatever version."""
    guiding_documents: dict[str, str]
    """Versions of the call's documents by id."""


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
    text_versions: dict[str, int] | None
    """Of an endorsement letter: the version of its text by language; 0 is the portal's own."""
    withdrawn_at: datetime | None
    """Of an endorsement letter: since when the endorsement does not hold any more."""


@dataclass(frozen=True)
class Paper:
    """A message or a note."""

    text: str
    author_name: str
    is_from_city: bool
    written_at: datetime
    read_at: datetime | None


def review(work: Work, head: FileHead) -> Review:
    """What the checklist is made of, in one statement."""
    ((signed, checked, versions),) = _REVIEW.rows(
        work.session, application_id=head.id, document_ids=head.guiding_document_ids
    )
    return Review(
        signatures=[_signature(*row) for row in signed or ()],
        checks={row[0]: _check(*row) for row in checked or ()},
        guiding_documents=dict(versions or ()),
    )


def _review_statement() -> SelectBase:
    """Lists of the columns of ``SignatureRow`` and ``CheckRow``, and of documents' versions."""
    signed = func.json_build_array(
        Signature.part,
        Signature.method,
        Signature.signer_name,
        Signature.office,
        Signature.signed_at,
        Signature.stamp_sha256.is_not(None) & (Signature.method == Method.ELECTRONIC),
        Signature.voided_at,
        Signature.voided_reason,
        Signature.submission_id,
        Signature.attested_by,
        Signature.attested_office,
        Signature.acting_for,
        Signature.acting_for_office,
        Signature.stamp_sha256,
        Signature.mandate_sha256,
    )
    checked = func.json_build_array(
        Check.point,
        Check.submission_number,
        Check.verdict,
        Check.note,
        Check.checked_by,
        Check.checked_at,
        Check.carried_from,
    )
    version = func.json_build_array(GuidingDocument.id, GuidingDocument.version)
    in_order = aggregate_order_by(signed, Signature.signed_at, Signature.id)
    ids: Any = given("document_ids", type_=ARRAY(Text))
    return select(
        select(func.json_agg(in_order))
        .where(Signature.application_id == given("application_id"))
        .scalar_subquery(),
        select(func.json_agg(checked))
        .where(Check.application_id == given("application_id"))
        .scalar_subquery(),
        select(func.json_agg(version)).where(GuidingDocument.id == func.any(ids)).scalar_subquery(),
    )


_REVIEW = Prepared(_review_statement)


def _signature(
    part: str,
    method: str,
    signer_name: str,
    office: str,
    signed_at: str,
    has_stamp: bool,
    voided_at: str | None,
    voided_reason: str,
    submission_id: str,
    attested_by: str,
    attested_office: str,
    acting_for: str,
    acting_for_office: str,
    stamp_sha256: str | None,
    mandate_sha256: str | None,
) -> SignatureRow:
    return SignatureRow(
        part=Part(part),
        method=Method(method),
        signer_name=signer_name,
        office=office,
        signed_at=datetime.fromisoformat(signed_at),
        has_stamp=has_stamp,
        voided_at=datetime.fromisoformat(voided_at) if voided_at else None,
        voided_reason=voided_reason,
        submission_id=uuid.UUID(submission_id),
        attested_by=attested_by,
        attested_office=attested_office,
        acting_for=acting_for,
        acting_for_office=acting_for_office,
        stamp_sha256=stamp_sha256 or "",
        mandate_sha256=mandate_sha256 or "",
    )


def _check(
    point: str,
    submission_number: int,
    verdict: str | None,
    note: str,
    checked_by: str,
    checked_at: str | None,
    carried_from: int | None,
) -> CheckRow:
    return CheckRow(
        point=point,
        submission_number=submission_number,
        verdict=Verdict(verdict) if verdict else None,
        note=note,
        checked_by=checked_by,
        checked_at=datetime.fromisoformat(checked_at) if checked_at else None,
        carried_from=carried_from,
    )


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
            EndorsementLetter.versions,
            Signature.voided_at,
        )
        .outerjoin(
            submission,
            (submission.commission_id == Document.commission_id)
            & (submission.id == Document.submission_id),
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
        .where(Document.application_id == head.id)
        .order_by(Document.created_at.desc(), Document.id.desc()),
    )
    return [DocumentRow(*row) for row in rows]


def present_document(work: Work, head: FileHead) -> DocumentRow | None:
    """The file of the present submission as it is now: what would be signed next."""
    return next((row for row in documents(work, head) if row.sha256 == head.document_sha256), None)


def waiting_scan(work: Work, head: FileHead) -> ScanRow | None:
    """The newest scan of the present document, unless it has been attested already."""
    row = row_of(
        work,
        select(
            EndorsementScan.scan_sha256,
            EndorsementScan.file_name,
            EndorsementScan.shown_sha256s,
            EndorsementScan.part_two_page,
            EndorsementScan.uploaded_by,
            EndorsementScan.uploaded_at,
            EndorsementScan.attested_at,
        )
        .where(
            EndorsementScan.application_id == head.id,
            EndorsementScan.document_sha256 == head.document_sha256,
        )
        .order_by(EndorsementScan.uploaded_at.desc(), EndorsementScan.id.desc())
        .limit(1),
    )
    return ScanRow(*row[:-1]) if row is not None and row.attested_at is None else None


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
