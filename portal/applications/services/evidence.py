"""Turns an act of signing into evidence: file, signature row, public facts. Adds, never edits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.applications.models import Submission
from portal.applications.services.freezing import owner_of
from portal.applications.services.moving import File
from portal.commissions.models import Commission
from portal.core.codes import new_id
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import Content, keep
from portal.signing.keyring import Office
from portal.signing.models import (
    Method,
    Part,
    PublicDocument,
    PublicSeal,
    SealStatus,
    Signature,
)


@dataclass(frozen=True)
class Act:
    """One act of signing, after the file was signed."""

    part: Part
    method: Method
    signer_name: str
    office: str
    consent: str
    consent_language: str
    shown_sha256: str
    fingerprint: str
    stamp_sha256: str | None = None
    attested_by: str = ""
    attested_office: str = ""
    written_on: date | None = None
    acting_for: str = ""
    acting_for_office: str = ""
    mandate_sha256: str | None = None


def office_of(commission: Commission) -> Office:
    """The commission as its certificates name it."""
    return Office(
        commission_id=commission.commission_id,
        code=commission.code,
        name=commission.name_in("en"),
        country=commission.country,
    )


def check_shown(submission: Submission, shown_sha256: str) -> None:
    """Raise Conflict unless the file that was shown is the file that would be signed."""
    if submission.document_sha256 != shown_sha256:
        raise Conflict(
            _l(
                "The document has changed since you opened it. Nothing was signed."
                " Read the document as it is now, then sign."
            )
        )


def add_signature(
    work: Work, file: File, submission: Submission, act: Act, *, pdf: bytes, kind: DocumentKind
) -> Signature:
    """Keep a signed file and what is known about its new signature."""
    document = issue(work, file, submission, pdf=pdf, kind=kind)
    signature = Signature(
        id=new_id(),
        commission_id=submission.commission_id,
        city_id=submission.city_id,
        application_id=submission.application_id,
        submission_id=submission.id,
        part=act.part,
        method=act.method,
        signer_name=act.signer_name,
        office=act.office,
        person_id=work.actor.person_id,
        signed_at=work.now,
        consent=act.consent,
        consent_language=act.consent_language,
        shown_sha256=act.shown_sha256,
        signed_sha256=document.sha256,
        stamp_sha256=act.stamp_sha256,
        certificate_fingerprint=act.fingerprint,
        attested_by=act.attested_by,
        attested_office=act.attested_office,
        written_on=act.written_on,
        acting_for=act.acting_for,
        acting_for_office=act.acting_for_office,
        mandate_sha256=act.mandate_sha256,
        shared_at=submission.shared_at and work.now,
    )
    work.session.add(signature)
    work.session.flush()
    publish_signatures(work, submission)
    return signature


def issue(
    work: Work, file: File, submission: Submission, *, pdf: bytes, kind: DocumentKind
) -> Document:
    """Keep a file of the submission as its newest and make its digest publicly verifiable."""
    document = keep(
        work,
        owner_of(submission),
        Content(
            kind=kind,
            title=f"{file.application.reference}-{submission.number}.pdf",
            media_type="application/pdf",
            data=pdf,
        ),
    )
    document.shared_at = submission.shared_at and work.now
    submission.document_sha256 = document.sha256
    work.session.add(
        PublicDocument(
            commission_id=submission.commission_id,
            sha256=document.sha256,
            code=submission.verification_code,
            kind=str(kind),
            issued_at=work.now,
        )
    )
    return document


def publish_signatures(work: Work, submission: Submission) -> None:
    """Write the public facts of a submission's seal anew from its signatures."""
    seal = seal_of(work, submission)
    rows = work.session.scalars(
        select(Signature)
        .where(Signature.submission_id == submission.id)
        .order_by(Signature.signed_at, Signature.id)
    )
    seal.facts = {
        "signatures": [
            {
                "part": str(row.part),
                "method": str(row.method),
                "name": row.signer_name,
                "office": row.office,
                "signed_at": row.signed_at.isoformat(),
                "fingerprint": row.certificate_fingerprint,
                "sha256": row.signed_sha256,
                **further_facts(row),
                "voided_at": row.voided_at.isoformat() if row.voided_at else None,
            }
            for row in rows
        ]
    }


def further_facts(signature: Signature) -> dict[str, str]:
    """What the record says beside: for whom and by which mandate a signature was made.

    Of one on paper also its scan and whose word it is, of one on screen the stamp that was given.
    """
    told = {
        "acting_for": signature.acting_for,
        "acting_for_office": signature.acting_for_office,
        "mandate_sha256": signature.mandate_sha256,
    }
    if signature.method is not Method.PAPER:
        told["stamp_sha256"] = signature.stamp_sha256
    given = {name: value for name, value in told.items() if value}
    if signature.method is not Method.PAPER:
        return given
    return {
        **given,
        "attested_by": signature.attested_by,
        "attested_office": signature.attested_office,
        "written_on": signature.written_on.isoformat() if signature.written_on else "",
        "scan_sha256": signature.stamp_sha256 or "",
    }


def seal_of(work: Work, submission: Submission) -> PublicSeal:
    """The public facts of a submission."""
    return work.session.get_one(
        PublicSeal, (submission.commission_id, submission.verification_code)
    )


def set_seal(work: Work, submission: Submission, status: SealStatus) -> None:
    """Say what the submission is worth from now on."""
    seal = seal_of(work, submission)
    seal.status = status
    seal.status_since = work.now


def valid_signatures(work: Work, submission: Submission) -> list[Signature]:
    """Signatures of a submission that were not voided, oldest first."""
    return list(
        work.session.scalars(
            select(Signature)
            .where(Signature.submission_id == submission.id, Signature.voided_at.is_(None))
            .order_by(Signature.signed_at, Signature.id)
        )
    )


def void_signatures(work: Work, submission: Submission, *, reason: str, part: Part | None) -> int:
    """Mark signatures as void, visibly and for good; returns how many."""
    rows = [row for row in valid_signatures(work, submission) if part in (None, row.part)]
    for row in rows:
        row.voided_at = work.now
        row.voided_reason = reason
    work.session.flush()
    publish_signatures(work, submission)
    return len(rows)
