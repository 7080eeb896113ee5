"""What the pages around the mayor's signature read: links, signatures, the frozen answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.applications.models import Application, MayorLink, Submission
from portal.applications.workflow import State
from portal.calls.form import Form
from portal.calls.models import Call, FormVersion
from portal.calls.queries import remembered_form
from portal.commissions.models import Commission
from portal.commissions.names import wording
from portal.core.codes import hash_secret
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.signing.models import Method, Part, Signature


@dataclass(frozen=True)
class LinkLine:
    """A link made for the mayor, without its secret."""

    email: str
    language: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    opened_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    is_reminder: bool

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it still opens the page."""
        return not self.used_at and not self.revoked_at and moment < self.expires_at


@dataclass(frozen=True)
class SignatureLine:
    """A signature on a submission."""

    part: Part
    method: Method
    signer_name: str
    office: str
    signed_at: datetime
    voided_at: datetime | None
    acting_for: str
    acting_for_office: str
    stamp_sha256: str | None
    """Of the stamp given on screen, or of the scan of the paper."""

    @property
    def stamp_on_screen(self) -> str | None:
        """Digest of the stamp's picture, if one was given with a signature on screen."""
        return self.stamp_sha256 if self.method is Method.ELECTRONIC else None


@dataclass(frozen=True)
class MayorPage:
    """One submission as its mayor reads it."""

    reference: str
    state: State
    city_name: str
    submission_id: uuid.UUID
    submission_number: int
    answers: dict[str, dict[str, Any]]
    attachments: list[dict[str, Any]]
    digest: str
    document_sha256: str
    verification_code: str
    mayor_name: str
    mayor_office: str
    frozen_by: str
    call_titles: dict[str, str]
    guiding_document_ids: list[str]
    closes_at: datetime
    form: Form
    """The form the version was written in."""
    commission_names: dict[str, str]
    languages: list[str]
    brand_color: str
    time_zone: str
    link_language: str
    used_at: datetime | None
    revoked_at: datetime | None
    expires_at: datetime

    @property
    def mandate_holders(self) -> tuple[str, ...]:
        """Whom the mandates that are frozen with the version name."""
        return _holders(self.attachments)

    def is_gone_at(self, moment: datetime) -> bool:
        """Whether the files behind the link are shown no more: it was withdrawn or has run out."""
        return self.revoked_at is not None or self.expires_at <= moment

    def call_title(self, language: str) -> str:
        """The call's title in a language, else in English."""
        return self.call_titles.get(language) or self.call_titles["en"]

    def commission_name(self, language: str) -> str:
        """The commission's name in a language, else in its first, else in English."""
        return wording(self.commission_names, self.languages, language)


def mayor_links(work: Work, submission_id: uuid.UUID) -> tuple[LinkLine, ...]:
    """Links made for one submission, newest first."""
    rows = work.session.execute(
        select(
            MayorLink.email,
            MayorLink.language,
            MayorLink.created_at,
            MayorLink.created_by,
            MayorLink.expires_at,
            MayorLink.opened_at,
            MayorLink.used_at,
            MayorLink.revoked_at,
            MayorLink.is_reminder,
        )
        .where(MayorLink.submission_id == submission_id)
        .order_by(MayorLink.created_at.desc(), MayorLink.token_hash)
    )
    return tuple(LinkLine(*row) for row in rows)


def submission_signatures(work: Work, submission_id: uuid.UUID) -> tuple[SignatureLine, ...]:
    """Signatures on one submission, oldest first; voided ones too."""
    rows = work.session.execute(
        select(
            Signature.part,
            Signature.method,
            Signature.signer_name,
            Signature.office,
            Signature.signed_at,
            Signature.voided_at,
            Signature.acting_for,
            Signature.acting_for_office,
            Signature.stamp_sha256,
        )
        .where(Signature.submission_id == submission_id)
        .order_by(Signature.signed_at, Signature.id)
    )
    return tuple(SignatureLine(*row) for row in rows)


def mayor_page(work: Work, token: str) -> MayorPage:
    """What the link of a token leads to, spent or not. Raises NotFound for an unknown token."""
    row = work.session.execute(
        select(
            Application.reference,
            Application.state,
            Application.city_name,
            Submission.id,
            Submission.number,
            Submission.answers,
            Submission.attachments,
            Submission.digest,
            Submission.document_sha256,
            Submission.verification_code,
            Submission.mayor_name,
            Submission.mayor_office,
            Submission.frozen_by,
            Call.titles,
            Call.guiding_document_ids,
            Call.closes_at,
            FormVersion.id,
            Commission.names,
            Commission.languages,
            Commission.brand_color,
            Commission.time_zone,
            MayorLink.language,
            MayorLink.used_at,
            MayorLink.revoked_at,
            MayorLink.expires_at,
            FormVersion.digest,
        )
        .join(
            Submission,
            (Submission.commission_id == MayorLink.commission_id)
            & (Submission.id == MayorLink.submission_id),
        )
        .join(
            Application,
            (Application.commission_id == MayorLink.commission_id)
            & (Application.id == MayorLink.application_id),
        )
        .join(Call, Call.id == Application.call_id)
        .join(FormVersion, FormVersion.id == Submission.form_version_id)
        .join(Commission, Commission.commission_id == MayorLink.commission_id)
        .where(MayorLink.token_hash == hash_secret(token))
    ).first()
    if row is None:
        raise NotFound()
    *columns, digest = row
    values = dict(zip(_FIELDS, columns, strict=True))
    values["form"] = remembered_form(work, values["form"], digest)
    return MayorPage(**values)


_FIELDS = tuple(field.name for field in fields(MayorPage))


def print_of(work: Work, submission_id: uuid.UUID, kind: DocumentKind) -> tuple[str, str] | None:
    """Digest and file name of a submission's newest file of a kind."""
    row = work.session.execute(
        select(Document.sha256, Document.title)
        .where(Document.submission_id == submission_id, Document.kind == kind)
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    ).first()
    return (row.sha256, row.title) if row else None


def mandate_holders_of(work: Work, submission_id: uuid.UUID) -> tuple[str, ...]:
    """Whom the mandates that are frozen with a version name."""
    attached = work.session.scalar(
        select(Submission.attachments).where(Submission.id == submission_id)
    )
    return _holders(attached or ())


def _holders(attachments: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    named = ((item.get("mandate") or {}).get("holder_name", "") for item in attachments)
    return tuple(filter(None, named))
