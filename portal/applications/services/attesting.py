"""The paper path: the delegate uploads the signed print and attests it.

The original stays untouched inside the new file; what is shown are re-rendered pages.
"""

import uuid
from dataclasses import dataclass

from portal.applications.models import Submission
from portal.applications.official_print import application_print
from portal.applications.print_texts import label
from portal.applications.services.evidence import Act, add_signature, check_shown, office_of
from portal.applications.services.freezing import form_of, owner_of, print_facts
from portal.applications.services.mayor_signing import end_mayors_turn, revoke_mayor_links
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    take,
)
from portal.applications.signature_stamps import delegate_stamp
from portal.applications.workflow import Action
from portal.commissions.models import City
from portal.core.errors import Invalid
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.application_print import ATTESTATION_FIELD, Print, render_paper_dossier
from portal.documents.codes_on_paper import read_token
from portal.documents.form_values import PaperAttestation, Signatory
from portal.documents.models import DocumentKind
from portal.documents.shelf import Content, keep
from portal.signing.keyring import chain_of, issue_mayor, page_key, stamp_source
from portal.signing.models import Method, Part, Signature
from portal.signing.seal import sign


@dataclass(frozen=True)
class Scan:
    """An uploaded scan that intake has examined."""

    data: bytes
    file_name: str
    media_type: str
    pages: tuple[bytes, ...]
    """Re-rendered pages, JPEG."""
    codes: tuple[str, ...] = ()
    """Texts of the codes found on the pages."""


@dataclass(frozen=True)
class Attestation:
    """What the delegate says about the paper."""

    mayor_name: str
    mayor_office: str
    consent: str
    """The sentence exactly as it was shown."""
    language: str


def attest_paper(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    scan: Scan,
    attestation: Attestation,
) -> Signature:
    """Take in the mayor's signature on paper: same digest as printed, attested by the delegate.

    Raises Conflict if the application has moved on, Invalid without the mayor's name or office.
    """
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.SIGN)
    submission = current_submission(work, file.application)
    check_shown(submission, shown_sha256)
    _check_paper(scan, submission)
    if not attestation.mayor_name.strip() or not attestation.mayor_office.strip():
        raise Invalid(_l("Give the mayor's name and office as on the paper."), field="mayor_name")
    scanned = keep(
        work,
        owner_of(submission),
        Content(
            kind=DocumentKind.SCAN,
            title=scan.file_name,
            media_type=scan.media_type,
            data=scan.data,
            pages=len(scan.pages),
            shown_pages=scan.pages,
        ),
    )
    signed, fingerprint = _signed_by_delegate(work, file, scan, attestation)
    act = Act(
        part=Part.MAYOR,
        method=Method.PAPER,
        signer_name=attestation.mayor_name.strip(),
        office=attestation.mayor_office.strip(),
        consent=attestation.consent,
        consent_language=attestation.language,
        shown_sha256=shown_sha256,
        fingerprint=fingerprint,
        stamp_sha256=scanned.sha256,
    )
    signature = add_signature(work, file, submission, act, pdf=signed, kind=DocumentKind.SIGNED)
    revoke_mayor_links(work, application_id)
    end_mayors_turn(work, file, submission, signature)
    return signature


def _check_paper(scan: Scan, submission: Submission) -> None:
    """A code finds a document; a page whose codes cannot be read is left to the delegate's word."""
    tokens = [token for text in scan.codes if (token := read_token(text))]
    if any(token.code != submission.verification_code for token in tokens):
        raise Invalid(
            _l(
                "This paper belongs to another application or to an earlier version. Print this"
                " version, have it signed and upload that."
            ),
            field="scan",
        )
    if any(not token.is_genuine(page_key()) for token in tokens):
        raise Invalid(
            _l("The code on this paper was not printed by this portal. Use the official print."),
            field="scan",
        )


def _signed_by_delegate(
    work: Work, file: File, scan: Scan, attestation: Attestation
) -> tuple[bytes, str]:
    """The print rebuilt around the scan, with the delegate's signature under the attestation."""
    submission = current_submission(work, file.application)
    office = office_of(file.commission)
    city = work.session.get_one(City, (submission.commission_id, submission.city_id))
    title = work.actor.title or "Delegate"
    credential = issue_mayor(
        work,
        office,
        name=work.actor.name,
        title=title,
        city=city.latin_name,
        reference=file.application.reference,
    )
    printed = _rebuilt_print(work, file, scan, Signatory(work.actor.name, title))
    pdf = sign(
        printed.pdf,
        ATTESTATION_FIELD,
        credential,
        chain=chain_of(work, office),
        stamps=stamp_source(),
        stamp_pdf=delegate_stamp(
            work.actor.name,
            title,
            language=submission.language,
            reference=file.application.reference,
            at=work.now,
        ),
        reason=f"Attests the paper signature of {file.application.reference}, Part 1",
        at=work.now,
    )
    return pdf, credential.fingerprint


def _rebuilt_print(work: Work, file: File, scan: Scan, delegate: Signatory) -> Print:
    submission = current_submission(work, file.application)
    facts = print_facts(work, file, submission, form_of(work, file))
    statement = label(
        lambda: gettext(
            "I attest that the scan annexed here shows the signature and the official stamp that"
            " the mayor put on the printed application."
        ),
        language=submission.language,
        official=file.commission.official_language,
    )
    return render_paper_dossier(
        application_print(facts),
        scan.pages,
        original=scan.data,
        original_name=scan.file_name,
        attestation=PaperAttestation(delegate, statement),
    )
