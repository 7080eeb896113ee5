"""The paper path: the delegate looks at the sheets of the signed print and attests them.

The files as received stay untouched inside the new document; what is shown are re-rendered pages.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from portal.applications.bilingual import Bilingual
from portal.applications.models import Submission
from portal.applications.official_print import application_print
from portal.applications.paper_models import PaperFile
from portal.applications.paper_sheets import SheetLine
from portal.applications.queries.sheets import gathering
from portal.applications.services.evidence import Act, add_signature, check_shown, office_of
from portal.applications.services.freezing import form_of, owner_of, print_facts
from portal.applications.services.mayor_signing import (
    RepresentedMayor,
    end_mayors_turn,
    keep_mandate,
    mandate_digest,
)
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    take,
)
from portal.applications.signature_stamps import delegate_stamp
from portal.applications.workflow import Action
from portal.commissions.models import City
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.application_print import ATTESTATION_FIELD, render_paper_dossier
from portal.documents.form_values import Original, PaperAttestation, Signatory, SignedPage
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import Content, keep, read
from portal.signing.keyring import issue_mayor, signing_ground
from portal.signing.models import Method, Part, Signature
from portal.signing.seal import sign


@dataclass(frozen=True)
class Received:
    """A file of the signed paper that intake has examined."""

    data: bytes
    file_name: str
    media_type: str
    shown_pages: tuple[bytes, ...]
    """Pages painted anew, JPEG: what people are shown instead of the file."""


@dataclass(frozen=True)
class SignedPaper:
    """The signed print: its pages in order, and the files they came in."""

    pages: tuple[SignedPage, ...]
    files: tuple[Received, ...]


@dataclass(frozen=True)
class Attestation:
    """What the delegate says about the paper."""

    signer_name: str
    """As on the paper."""
    signer_office: str
    consent: str
    """The sentence exactly as it was shown."""
    language: str
    mayor: RepresentedMayor | None = None
    """For whom the signer signed, with a mandate; None: the signer is the mayor."""


def confirm_sheets(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    seen_sheets: str,
    attestation: Attestation,
) -> Signature:
    """Take in the gathered sheets as the mayor's signature on paper; what was seen is taken in.

    ``seen_sheets``: ``SheetSet.digest`` of the page the delegate looked at. Raises Conflict if the
    sheets have changed since, Invalid if pages are missing or a file is still being read.
    """
    file, submission = _to_be_signed(work, application_id, seen_revision)
    gathered = gathering(work, submission.id, submission.print_sha256)
    if gathered.sheets.digest != seen_sheets:
        raise Conflict(
            _l(
                "The sheets have changed since you looked at them. Look at them again,"
                " then confirm."
            )
        )
    if not gathered.sheets.is_complete:
        raise Invalid(_l("Pages are missing. Add them first."))
    if gathered.waiting:
        raise Invalid(_l("A file is still being read. Wait for it, or remove it."))
    paper = _signed_paper(work, gathered.sheets.chosen)
    signature = _attest(work, file, submission, paper, attestation, shown_sha256=shown_sha256)
    work.session.execute(delete(PaperFile).where(PaperFile.submission_id == submission.id))
    return signature


def attest_paper(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    paper: SignedPaper,
    attestation: Attestation,
) -> Signature:
    """Take in the mayor's signature on paper: same digest as printed, attested by the delegate.

    Raises Conflict if the application has moved on, Invalid without a name or an office, or if
    somebody signed for the mayor and no mandate is there.
    """
    file, submission = _to_be_signed(work, application_id, seen_revision)
    return _attest(work, file, submission, paper, attestation, shown_sha256=shown_sha256)


def _to_be_signed(
    work: Work, application_id: uuid.UUID, seen_revision: int
) -> tuple[File, Submission]:
    """The application, locked, and the version that waits for its mayor."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.SIGN)
    return file, current_submission(work, file.application)


def _attest(
    work: Work,
    file: File,
    submission: Submission,
    paper: SignedPaper,
    attestation: Attestation,
    *,
    shown_sha256: str,
) -> Signature:
    check_shown(submission, shown_sha256)
    if not attestation.signer_name.strip() or not attestation.signer_office.strip():
        raise Invalid(
            _l("Give the name and the office of who signed, as on the paper."), field="signer_name"
        )
    mayor = attestation.mayor
    mandate_sha256 = mandate_digest(work, submission, attestation.signer_name, mayor)
    keep_mandate(work, submission, mayor)
    kept = [_keep_scan(work, submission, received) for received in paper.files]
    told = _told(work, file, submission, attestation)
    signed, fingerprint = _signed_by_delegate(work, file, submission, paper, told)
    act = Act(
        part=Part.MAYOR,
        method=Method.PAPER,
        signer_name=attestation.signer_name.strip(),
        office=attestation.signer_office.strip(),
        consent=attestation.consent,
        consent_language=attestation.language,
        shown_sha256=shown_sha256,
        fingerprint=fingerprint,
        stamp_sha256=kept[-1].sha256,
        attested_by=told.delegate.name,
        attested_office=told.delegate.office,
        acting_for=mayor.name if mayor else "",
        acting_for_office=mayor.office if mayor else "",
        mandate_sha256=mandate_sha256,
    )
    signature = add_signature(work, file, submission, act, pdf=signed, kind=DocumentKind.SIGNED)
    end_mayors_turn(work, file, submission, signature)
    return signature


def _signed_paper(work: Work, sheets: Sequence[SheetLine]) -> SignedPaper:
    """The chosen sheets in order; of their files only those that hold one of them."""
    rows = work.session.scalars(
        select(PaperFile).where(PaperFile.id.in_({sheet.file_id for sheet in sheets}))
    )
    files = {row.id: row for row in rows}
    in_order = dict.fromkeys(sheet.file_id for sheet in sheets)
    return SignedPaper(
        pages=tuple(SignedPage(read(sheet.shown_sha256), sheet.is_by_hand) for sheet in sheets),
        files=tuple(
            Received(
                data=read(files[file_id].sha256),
                file_name=files[file_id].file_name,
                media_type=files[file_id].media_type,
                shown_pages=tuple(
                    read(sheet.shown_sha256) for sheet in sheets if sheet.file_id == file_id
                ),
            )
            for file_id in in_order
        ),
    )


def _keep_scan(work: Work, submission: Submission, received: Received) -> Document:
    return keep(
        work,
        owner_of(submission),
        Content(
            kind=DocumentKind.SCAN,
            title=received.file_name,
            media_type=received.media_type,
            data=received.data,
            pages=len(received.shown_pages),
            shown_pages=received.shown_pages,
        ),
    )


def _told(
    work: Work, file: File, submission: Submission, attestation: Attestation
) -> PaperAttestation:
    """What the print says under the signature: who signed, for whom, and the delegate's word."""
    words = Bilingual(submission.language, file.commission.official_language)
    mayor = attestation.mayor
    statement = words.said(
        lambda: (
            gettext(
                "I attest that the scan annexed here shows the signature and the official stamp"
                " that the mayor put on the printed application."
            )
            if mayor is None
            else gettext(
                "I attest that the scan annexed here shows the signature put on the printed"
                " application for and on behalf of the mayor, with a mandate, and the official"
                " stamp."
            )
        )
    )
    return PaperAttestation(
        Signatory(work.actor.name, work.actor.title or "Delegate"),
        statement,
        signer=Signatory(attestation.signer_name.strip(), attestation.signer_office.strip()),
        acting_for=Signatory(mayor.name, mayor.office) if mayor else None,
    )


def _signed_by_delegate(
    work: Work, file: File, submission: Submission, paper: SignedPaper, told: PaperAttestation
) -> tuple[bytes, str]:
    """The print rebuilt around the sheets, with the delegate's signature under the attestation."""
    office = office_of(file.commission)
    city = work.session.get_one(City, (submission.commission_id, submission.city_id))
    credential = issue_mayor(
        work,
        office,
        name=told.delegate.name,
        title=told.delegate.office,
        city=city.latin_name,
        reference=file.application.reference,
    )
    facts = print_facts(work, file, submission, form_of(work, file))
    printed = render_paper_dossier(
        application_print(facts),
        paper.pages,
        originals=[Original(each.file_name, each.media_type, each.data) for each in paper.files],
        attestation=told,
    )
    chain, stamps = signing_ground(work, office)
    pdf = sign(
        printed.pdf,
        ATTESTATION_FIELD,
        credential,
        chain=chain,
        stamps=stamps,
        stamp_pdf=delegate_stamp(
            told.delegate.name,
            told.delegate.office,
            language=submission.language,
            reference=file.application.reference,
            at=work.now,
        ),
        reason=_reason(file, told),
        at=work.now,
    )
    return pdf, credential.fingerprint


def _reason(file: File, told: PaperAttestation) -> str:
    """What PDF readers show beside the delegate's signature."""
    reason = f"Attests the paper signature of {file.application.reference}, Part 1"
    mayor = told.acting_for
    if mayor is None:
        return reason
    return f"{reason}, signed for and on behalf of {mayor.name}, {mayor.office}"
