"""What coordinators read of one application: the dossier, whole.

Always in the scope of coordination, where the database shows only what was submitted. Drafts,
messages, notes and internal entries of history are not there, whatever is asked.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.applications.models import Application, Submission
from portal.applications.queries.chronicle import Entry
from portal.applications.services.moving import practices_of
from portal.applications.workflow import Practice, State
from portal.calls.form import Form, parse_form
from portal.calls.models import Call, FormVersion
from portal.commissions.countries import country_name
from portal.commissions.models import City, CityKind, Commission
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.history.models import HistoryEntry
from portal.signing.models import Method, Part, Signature

SHOWN_KINDS = (
    DocumentKind.PRINT,
    DocumentKind.SIGNED,
    DocumentKind.SCAN,
    DocumentKind.ENDORSED,
    DocumentKind.SEALED,
    DocumentKind.DOSSIER,
    DocumentKind.LETTER,
    DocumentKind.CERTIFICATE,
    DocumentKind.STAMP,
    DocumentKind.MANDATE,
)


@dataclass(frozen=True)
class Version:
    """A submission, frozen."""

    id: uuid.UUID
    number: int
    digest: str
    document_sha256: str
    verification_code: str
    mayor_name: str
    mayor_office: str
    submitted_at: datetime | None
    answers: dict[str, dict[str, Any]]
    attachments: tuple[dict[str, Any], ...]
    form_version_id: str


@dataclass(frozen=True)
class KeptFile:
    """A file of the dossier."""

    kind: DocumentKind
    title: str
    media_type: str
    size_bytes: int
    sha256: str
    created_at: datetime


@dataclass(frozen=True)
class SignatureLine:
    """A signature as evidence."""

    part: Part
    method: Method
    signer_name: str
    office: str
    signed_at: datetime
    fingerprint: str
    voided_at: datetime | None
    voided_reason: str
    attested_by: str
    """Who vouches for a signature on paper; empty for one on screen."""
    attested_office: str
    acting_for: str
    acting_for_office: str


@dataclass(frozen=True)
class Dossier:
    """One application as coordinators read it."""

    id: uuid.UUID
    commission_id: int
    space: str
    country: str
    commission_names: dict[str, str]
    time_zone: str
    reference: str
    city_name: str
    latin_name: str
    city_kind: CityKind
    subdivision: str
    population: int | None
    state: State
    state_since: datetime
    revision: int
    submitted_at: datetime
    endorsed_at: datetime | None
    forwarded_at: datetime | None
    late_reason: str
    small_city_reason: str
    call_code: str
    practices: frozenset[Practice]
    form: Form
    version: Version
    files: tuple[KeptFile, ...]
    signatures: tuple[SignatureLine, ...]
    history: tuple[Entry, ...]

    @property
    def is_copy(self) -> bool:
        """Whether this is only the copy for information: not endorsed and forwarded yet."""
        return self.forwarded_at is None

    def holds_file(self, sha256: str) -> bool:
        """Whether a digest names a file of this dossier."""
        known = {file.sha256 for file in self.files}
        for attachment in self.version.attachments:
            known.add(attachment["sha256"])
            known.update(attachment.get("shown", []))
        return sha256 in known


def dossier(work: Work, space: str, reference: str, *, language: str) -> Dossier:
    """One application by its commission's code and its reference.

    Raises NotFound if nothing of it was submitted.
    """
    row = work.session.execute(
        select(Application, Call, Commission, City)
        .join(Call, Call.id == Application.call_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .join(
            City,
            (City.commission_id == Application.commission_id)
            & (City.city_id == Application.city_id),
        )
        .where(
            Commission.code == space.lower(),
            Application.reference == reference.upper(),
            Application.shared_at.is_not(None),
        )
    ).first()
    if row is None:
        raise NotFound()
    application: Application = row[0]
    call, commission, city = row[1], row[2], row[3]
    versions = _versions(work, application)
    if not versions or application.submitted_at is None:
        raise NotFound()
    current = versions[0]
    definition = work.session.scalar(
        select(FormVersion.definition).where(FormVersion.id == current.form_version_id)
    )
    return Dossier(
        id=application.id,
        commission_id=application.commission_id,
        space=commission.code,
        country=country_name(commission.country, language),
        commission_names=dict(commission.names),
        time_zone=commission.time_zone,
        reference=application.reference,
        city_name=application.city_name,
        latin_name=city.latin_name,
        city_kind=city.kind,
        subdivision=city.subdivision,
        population=application.population,
        state=application.state,
        state_since=application.state_since,
        revision=application.revision,
        submitted_at=application.submitted_at,
        endorsed_at=application.endorsed_at,
        forwarded_at=application.forwarded_at,
        late_reason=application.late_reason,
        small_city_reason=application.small_city_reason,
        call_code=call.code,
        practices=practices_of(commission, call),
        form=parse_form(definition or {}),
        version=current,
        files=_files(work, application, current),
        signatures=_signatures(work, application, current),
        history=_history(work, application),
    )


def _versions(work: Work, application: Application) -> tuple[Version, ...]:
    """Submissions that were shared, newest first."""
    rows = work.session.execute(
        select(
            Submission.id,
            Submission.number,
            Submission.digest,
            Submission.document_sha256,
            Submission.verification_code,
            Submission.mayor_name,
            Submission.mayor_office,
            Submission.submitted_at,
            Submission.answers,
            Submission.attachments,
            Submission.form_version_id,
        )
        .where(
            Submission.commission_id == application.commission_id,
            Submission.application_id == application.id,
            Submission.shared_at.is_not(None),
        )
        .order_by(Submission.number.desc())
    )
    return tuple(
        Version(
            id=row.id,
            number=row.number,
            digest=row.digest,
            document_sha256=row.document_sha256,
            verification_code=row.verification_code,
            mayor_name=row.mayor_name,
            mayor_office=row.mayor_office,
            submitted_at=row.submitted_at,
            answers=row.answers,
            attachments=tuple(row.attachments),
            form_version_id=row.form_version_id,
        )
        for row in rows
    )


def _files(work: Work, application: Application, version: Version) -> tuple[KeptFile, ...]:
    rows = work.session.execute(
        select(
            Document.kind,
            Document.title,
            Document.media_type,
            Document.size_bytes,
            Document.sha256,
            Document.created_at,
        )
        .where(
            Document.commission_id == application.commission_id,
            Document.application_id == application.id,
            Document.submission_id == version.id,
            Document.kind.in_(SHOWN_KINDS),
            Document.shared_at.is_not(None),
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
    )
    return tuple(KeptFile(*row) for row in rows)


def _signatures(
    work: Work, application: Application, version: Version
) -> tuple[SignatureLine, ...]:
    rows = work.session.execute(
        select(
            Signature.part,
            Signature.method,
            Signature.signer_name,
            Signature.office,
            Signature.signed_at,
            Signature.certificate_fingerprint,
            Signature.voided_at,
            Signature.voided_reason,
            Signature.attested_by,
            Signature.attested_office,
            Signature.acting_for,
            Signature.acting_for_office,
        )
        .where(
            Signature.commission_id == application.commission_id,
            Signature.submission_id == version.id,
            Signature.shared_at.is_not(None),
        )
        .order_by(Signature.signed_at, Signature.id)
    )
    return tuple(SignatureLine(*tuple(row)) for row in rows)


def _history(work: Work, application: Application) -> tuple[Entry, ...]:
    rows = work.session.execute(
        select(
            HistoryEntry.event,
            HistoryEntry.actor_name,
            HistoryEntry.actor_office,
            HistoryEntry.actor_title,
            HistoryEntry.occurred_at,
            HistoryEntry.submission_number,
            HistoryEntry.details,
        )
        .where(
            HistoryEntry.commission_id == application.commission_id,
            HistoryEntry.application_id == application.id,
            HistoryEntry.shared_at.is_not(None),
            HistoryEntry.is_internal.is_(False),
            HistoryEntry.event != "message_sent",
        )
        .order_by(HistoryEntry.position.desc())
    )
    return tuple(Entry(*row) for row in rows)
