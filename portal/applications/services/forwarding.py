"""Forward: the endorsed file is sealed for decades and goes on as a dossier."""

import uuid

from sqlalchemy import select

from portal.accounts.roles import Permission
from portal.applications.attached_kinds import frozen_kind
from portal.applications.events import ApplicationForwarded
from portal.applications.models import Application, Submission
from portal.applications.services.evidence import further_facts, issue, office_of, valid_signatures
from portal.applications.services.freezing import owner_of
from portal.applications.services.letters import letter_of
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    move,
    take,
)
from portal.applications.services.places import check_place
from portal.applications.workflow import Action
from portal.core.i18n import gettext, in_language
from portal.core.unit_of_work import Work
from portal.documents.application_print import TIMESTAMP_FIELDS
from portal.documents.dossier import DossierFile, build_dossier
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import Content, keep, read
from portal.signing.keyring import portal_address, signing_ground
from portal.signing.models import Signature
from portal.signing.seal import seal_for_long_term

_EVIDENCE = (DocumentKind.SCAN, DocumentKind.STAMP, DocumentKind.MANDATE)


def forward(work: Work, application_id: uuid.UUID, *, seen_revision: int) -> Document:
    """Seal the endorsed file and hand the dossier over. Returns the dossier (ZIP).

    Raises Conflict if the application has moved on or no place of the quota is left.
    """
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.FORWARD)
    return forward_now(work, file)


def forward_now(work: Work, file: File) -> Document:
    """Forward a file that is already taken.

    Right after an endorsement by the commission's setting: the signatory need not hold the right.
    """
    check_place(work, file)
    submission = current_submission(work, file.application)
    chain, stamps = signing_ground(work, office_of(file.commission))
    sealed = seal_for_long_term(
        read(submission.document_sha256),
        chain=chain,
        stamps=stamps,
        timestamp_field=TIMESTAMP_FIELDS[0],
    )
    issue(work, file, submission, pdf=sealed, kind=DocumentKind.SEALED)
    dossier = _dossier(work, file, submission, sealed)
    move(work, file, Action.FORWARD, also_allowed=frozenset({Permission.APPLICATION_FORWARD}))
    file.application.forwarded_at = file.application.forwarded_at or work.now
    work.session.flush()
    work.record(ApplicationForwarded(**file.ids, dossier_sha256=dossier.sha256))
    return dossier


def attached_files(submission: Submission) -> tuple[DossierFile, ...]:
    """The files beside the answers, as a dossier carries them: with what each is, and its title."""
    return tuple(
        DossierFile(
            item["file_name"],
            read(item["sha256"]),
            item["media_type"],
            kind=frozen_kind(item),
            title=item["title"],
        )
        for item in submission.attachments
    )


def _dossier(work: Work, file: File, submission: Submission, sealed: bytes) -> Document:
    application, commission = file.application, file.commission
    official = commission.official_language
    signatures = valid_signatures(work, submission)
    facts = {
        "submission": submission.number,
        "city": application.city_name,
        "commission": commission.name_in(official),
        "call": file.call.code,
        "answers_sha256": submission.digest,
        "verification": f"{portal_address()}/s/{submission.verification_code}",
        "forwarded_at": work.now,
        "signatures": [
            {
                "part": str(row.part),
                "method": str(row.method),
                "name": row.signer_name,
                "office": row.office,
                "signed_at": row.signed_at,
                "certificate_sha256": row.certificate_fingerprint,
                **further_facts(row),
            }
            for row in signatures
        ],
    }
    document = keep(
        work,
        owner_of(submission),
        Content(
            kind=DocumentKind.DOSSIER,
            title=f"{application.reference}.zip",
            media_type="application/zip",
            data=build_dossier(
                application.reference,
                sealed,
                attached_files(submission),
                facts,
                readme=_readme(official),
                signed_papers=_signed_papers(work, submission, signatures),
                letters=_letters(work, application),
            ),
        ),
    )
    document.shared_at = work.now
    return document


def _signed_papers(
    work: Work, submission: Submission, signatures: list[Signature]
) -> tuple[DossierFile, ...]:
    """Scans behind signatures on paper, stamps and mandates given with those on screen."""
    digests = {row.stamp_sha256 for row in signatures} | {row.mandate_sha256 for row in signatures}
    scans = work.session.scalars(
        select(Document)
        .where(
            Document.submission_id == submission.id,
            Document.kind.in_(_EVIDENCE),
            Document.sha256.in_(digests - {None}),
        )
        .order_by(Document.created_at, Document.id)
    )
    found = {
        scan.sha256: DossierFile(
            scan.title, read(scan.sha256), scan.media_type, kind=str(scan.kind)
        )
        for scan in scans
    }
    return tuple(found.values())


def _letters(work: Work, application: Application) -> tuple[DossierFile, ...]:
    """The commission's letter about the endorsement that is forwarded."""
    letter = letter_of(work, application.id)
    if letter is None:
        return ()
    return (
        DossierFile(letter.title, read(letter.sha256), letter.media_type, kind=str(letter.kind)),
    )


def _readme(language: str) -> str:
    """What the reader of the archive finds in it, in the official language."""
    with in_language(language):
        return gettext(
            "This archive is a complete application to the UNESCO Global Network of Learning"
            " Cities, as forwarded by the National Commission for UNESCO. The PDF carries the"
            " signatures of the mayor and of the National Commission; any PDF reader verifies"
            " them. The folder letters holds the letter of the National Commission."
            " manifest.json lists every file with its SHA-256 digest."
        )
