"""The receipt of a submission: set after the act, by the worker or by whoever asks first; once.

Its digest is public, so that whoever holds the file can have it checked (``verification``).
"""

import uuid
from dataclasses import replace

from sqlalchemy import select

from portal.applications.events import ApplicationSubmitted
from portal.applications.models import Application, Submission
from portal.applications.services.freezing import owner_of
from portal.applications.submission_receipt import submission_receipt
from portal.commissions.models import City, Commission
from portal.core.errors import NotFound
from portal.core.events import Event
from portal.core.unit_of_work import Actor, Work
from portal.documents.models import Document, DocumentKind
from portal.documents.receipt import Receipt, render_receipt
from portal.documents.shelf import Content, keep
from portal.signing.models import Part, PublicDocument, Signature


def make_receipt(work: Work, event: Event) -> None:
    """Subscriber: have the receipt ready before the mails that enclose it are written."""
    if isinstance(event, ApplicationSubmitted) and event.submission_number is not None:
        receipt_of(work, event.application_id, event.submission_number)


def receipt_of(work: Work, application_id: uuid.UUID, number: int) -> Document:
    """The receipt of a submission; made now if there is none yet, as of the moment it was sent.

    The submission is locked meanwhile, so that of two who ask one makes it. Raises NotFound for
    what was never submitted.
    """
    row = work.session.execute(
        select(Submission, Application, Commission, City)
        .join(
            Application,
            (Application.commission_id == Submission.commission_id)
            & (Application.id == Submission.application_id),
        )
        .join(Commission, Commission.commission_id == Submission.commission_id)
        .join(
            City,
            (City.commission_id == Submission.commission_id) & (City.city_id == Submission.city_id),
        )
        .where(Submission.application_id == application_id, Submission.number == number)
        .with_for_update(of=Submission)
    ).first()
    if row is None or row.Submission.submitted_at is None:
        raise NotFound()
    receipt = work.session.scalars(
        select(Document)
        .where(Document.submission_id == row.Submission.id, Document.kind == DocumentKind.RECEIPT)
        .order_by(Document.created_at, Document.id)
    ).first()
    if receipt is not None:
        return receipt
    values = submission_receipt(
        row.Application,
        row.Submission,
        document_sha256=_sent_document(work, row.Submission),
        commission=row.Commission,
        city=row.City,
    )
    return _keep(work, row.Submission, row.Application.reference, values)


def _keep(work: Work, submission: Submission, reference: str, values: Receipt) -> Document:
    """Keep a receipt as its sender's, of the moment it was sent, and make its digest public."""
    assert submission.submitted_at is not None
    sender = Actor(name=submission.submitted_by, office=work.actor.office)
    receipt = keep(
        replace(work, actor=sender, now=submission.submitted_at),
        owner_of(submission),
        Content(
            kind=DocumentKind.RECEIPT,
            title=f"{reference}-{submission.number}-receipt.pdf",
            media_type="application/pdf",
            data=render_receipt(values),
        ),
    )
    receipt.shared_at = submission.shared_at
    work.session.add(
        PublicDocument(
            commission_id=submission.commission_id,
            sha256=receipt.sha256,
            code=submission.verification_code,
            kind=str(DocumentKind.RECEIPT),
            issued_at=submission.submitted_at,
        )
    )
    work.session.flush()
    return receipt


def _sent_document(work: Work, submission: Submission) -> str:
    """Digest of the file as the mayor had signed it when it was sent; it may be endorsed since."""
    return work.session.scalars(
        select(Signature.signed_sha256)
        .where(
            Signature.submission_id == submission.id,
            Signature.part == Part.MAYOR,
            Signature.signed_at <= submission.submitted_at,
        )
        .order_by(Signature.signed_at.desc(), Signature.id)
        .limit(1)
    ).one()
