"""What the page of one application reads: a header, then what the chosen tab shows.

Everything is read in the commission's scope; internal papers never leave it.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.applications.events import QuestionAsked
from portal.applications.models import (
    Application,
    Check,
    Message,
    Note,
    Submission,
    Verdict,
)
from portal.applications.services.moving import practices
from portal.applications.workflow import Practice, State
from portal.calls.form import Form, parse_form
from portal.calls.models import Call, CallMode, FormVersion, GuidingDocument
from portal.commissions.models import City, CityKind, Commission, NationalWindow
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.desk.queries import row_of, rows_of
from portal.documents.models import Document, DocumentKind
from portal.history.models import HistoryEntry
from portal.signing.models import Method, Part, Signature


@dataclass(frozen=True)
class FileHead:
    """One application with its present submission and the rules of its call."""

    id: uuid.UUID
    city_id: uuid.UUID
    call_id: uuid.UUID
    reference: str
    state: State
    state_since: datetime
    revision: int
    city_name: str
    population: int | None
    submission_number: int
    officer_id: uuid.UUID | None
    officer_name: str
    checks_done: int
    checks_total: int
    submitted_at: datetime | None
    endorsed_at: datetime | None
    forwarded_at: datetime | None
    late_reason: str
    return_reason: str
    return_sections: list[str]
    small_city_reason: str
    latin_name: str
    subdivision: str
    city_kind: CityKind
    call_titles: dict[str, str]
    call_closes_at: datetime
    commissions_close_at: datetime
    population_warning: int
    guiding_document_ids: list[str]
    mode: CallMode
    two_step_decision: bool
    officers_may_decline: bool
    forward_at_once: bool
    official_language: str
    time_zone: str
    definition: dict[str, Any]
    submission_id: uuid.UUID | None
    answers: dict[str, dict[str, Any]] | None
    attachments: list[dict[str, Any]] | None
    document_sha256: str | None
    verification_code: str | None
    mayor_name: str | None
    mayor_office: str | None
    window_closes_at: datetime | None
    messages: int
    unread: int
    notes: int
    documents: int
    delegates: int
    """People of the city who have an account."""
    question: str | None
    """The last question of the Coordination Team."""

    @property
    def practices(self) -> frozenset[Practice]:
        """The settings that open and close rows of the workflow."""
        return practices(
            two_step_decision=self.two_step_decision,
            officers_may_decline=self.officers_may_decline,
            mode=self.mode,
        )

    @property
    def is_checked(self) -> bool:
        """Whether all points of the checklist meet."""
        return 0 < self.checks_total <= self.checks_done

    @property
    def is_small(self) -> bool:
        """Whether the population is under the call's warning."""
        return self.population is not None and self.population < self.population_warning

    @property
    def form(self) -> Form:
        """The form the call is pinned to."""
        return parse_form(self.definition)


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


def file_head(work: Work, reference: str) -> FileHead:
    """The application of a reference in this commission. Raises NotFound."""
    of_file = (Message.application_id == Application.id) & (
        Message.commission_id == Application.commission_id
    )
    row = row_of(
        work,
        select(
            Application.id,
            Application.city_id,
            Application.call_id,
            Application.reference,
            Application.state,
            Application.state_since,
            Application.revision,
            Application.city_name,
            Application.population,
            Application.submission_number,
            Application.officer_id,
            Application.officer_name,
            Application.checks_done,
            Application.checks_total,
            Application.submitted_at,
            Application.endorsed_at,
            Application.forwarded_at,
            Application.late_reason,
            Application.return_reason,
            Application.return_sections,
            Application.small_city_reason,
            City.latin_name,
            City.subdivision,
            City.kind,
            Call.titles,
            Call.closes_at,
            Call.commissions_close_at,
            Call.population_warning,
            Call.guiding_document_ids,
            Call.mode,
            Commission.two_step_decision,
            Commission.officers_may_decline,
            Commission.forward_at_once,
            Commission.official_language,
            Commission.time_zone,
            FormVersion.definition,
            Submission.id,
            Submission.answers,
            Submission.attachments,
            Submission.document_sha256,
            Submission.verification_code,
            Submission.mayor_name,
            Submission.mayor_office,
            NationalWindow.closes_at,
            select(func.count()).where(of_file).scalar_subquery(),
            select(func.count())
            .where(of_file, Message.is_from_city, Message.read_at.is_(None))
            .scalar_subquery(),
            select(func.count())
            .where(
                Note.application_id == Application.id,
                Note.commission_id == Application.commission_id,
            )
            .scalar_subquery(),
            select(func.count())
            .where(
                Document.application_id == Application.id,
                Document.commission_id == Application.commission_id,
            )
            .scalar_subquery(),
            select(func.count())
            .where(
                Membership.commission_id == Application.commission_id,
                Membership.city_id == Application.city_id,
                Membership.role == Role.DELEGATE,
                Membership.ended_at.is_(None),
            )
            .scalar_subquery(),
            select(HistoryEntry.details["question"].astext)
            .where(
                HistoryEntry.commission_id == Application.commission_id,
                HistoryEntry.application_id == Application.id,
                HistoryEntry.event == QuestionAsked.name,
            )
            .order_by(HistoryEntry.position.desc())
            .limit(1)
            .scalar_subquery(),
        )
        .join(
            City,
            (City.commission_id == Application.commission_id)
            & (City.city_id == Application.city_id),
        )
        .join(Call, Call.id == Application.call_id)
        .join(FormVersion, FormVersion.id == Call.form_version_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .outerjoin(
            Submission,
            (Submission.commission_id == Application.commission_id)
            & (Submission.application_id == Application.id)
            & (Submission.number == Application.submission_number),
        )
        .outerjoin(
            NationalWindow,
            (NationalWindow.commission_id == Application.commission_id)
            & (NationalWindow.call_id == Application.call_id),
        )
        .where(Application.reference == reference),
    )
    if row is None:
        raise NotFound()
    return FileHead(*row)


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
