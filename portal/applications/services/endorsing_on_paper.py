"""Part 2 on paper: a scan is taken in, the signatory looks at it and attests it with her own key.

The mayor's bytes never change: the scan joins them as evidence of one more signature. Source:
docs/decisions/0003.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.accounts.roles import Permission
from portal.applications.events import EndorsementScanned
from portal.applications.models import EndorsementScan, Submission
from portal.applications.part_two_on_paper import (
    Scan,
    place_of_part_two,
    scanned_part_two,
    tokens_of,
)
from portal.applications.services.endorsing import begin_endorsement, finish_endorsement
from portal.applications.services.evidence import Act, add_signature, check_shown, office_of
from portal.applications.services.freezing import owner_of
from portal.applications.services.moving import File, check_move, current_submission, take
from portal.applications.signature_stamps import commission_paper_stamp
from portal.applications.workflow import Action
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.application_print import COMMISSION_ATTESTATION_FIELD, evidence_name
from portal.documents.models import DocumentKind
from portal.documents.shelf import Content, keep, read, storage
from portal.signing.keyring import page_key, signatory_credential, signing_ground
from portal.signing.models import Method, Part, PublicSeal, Signature
from portal.signing.seal import Evidence, sign

_MAY_SEND = frozenset({Permission.APPLICATION_CHECK, Permission.APPLICATION_ENDORSE})


@dataclass(frozen=True)
class PaperHand:
    """What the signatory attests. The second factor was checked in the same unit of work."""

    signer_name: str
    """Who signed the paper, as it stands there; often the signatory herself."""
    signer_office: str
    written_on: date
    attester_name: str
    attester_office: str
    consent: str
    """The sentence exactly as it was shown."""
    language: str


def take_in_scan(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    scan: Scan,
) -> EndorsementScan:
    """Keep a scan of Part 2 signed by hand until the signatory attests it. Signs nothing.

    Raises Conflict if application or document have changed since it was printed, NotAllowed for
    whoever neither checks nor signs, Invalid for a scan of anything but this version's Part 2.
    """
    file = take(work, application_id, seen_revision=seen_revision)
    if not _MAY_SEND & work.actor.permissions:
        raise NotAllowed(_l("Only people of the commission send its signed paper."))
    check_move(work, file, Action.ENDORSE, also_allowed=frozenset({Permission.APPLICATION_ENDORSE}))
    _check_paper_is_offered(file)
    submission = current_submission(work, file.application)
    check_shown(submission, shown_sha256)
    _check_codes(work, file, submission, scan)
    page = scanned_part_two(scan, place_of_part_two(shown_sha256).page)
    kept = EndorsementScan(
        commission_id=submission.commission_id,
        application_id=application_id,
        submission_id=submission.id,
        document_sha256=shown_sha256,
        scan_sha256=storage().put(scan.data),
        file_name=scan.file_name,
        media_type=scan.media_type,
        shown_sha256s=[storage().put(picture) for picture in scan.pages],
        part_two_page=page,
        uploaded_by=work.actor.name,
        uploaded_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    work.record(
        EndorsementScanned(
            **file.ids,
            scan_sha256=kept.scan_sha256,
            file_name=kept.file_name,
            may_attest=Permission.APPLICATION_ENDORSE in work.actor.permissions,
        )
    )
    return kept


def endorse_on_paper(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    scan_sha256: str,
    hand: PaperHand,
    small_city_reason: str = "",
) -> Signature:
    """Attest the scan that was shown and seal it into exactly the document that was shown.

    Raises Conflict if the application, the document or the scan changed since they were shown,
    Invalid if a requirement is open, NotAllowed for anybody but a signatory with an account.
    """
    file, submission = begin_endorsement(
        work,
        application_id,
        seen_revision=seen_revision,
        shown_sha256=shown_sha256,
        small_city_reason=small_city_reason,
    )
    _check_paper_is_offered(file)
    scan = waiting_scan(work, application_id, document_sha256=shown_sha256)
    if scan is None or scan.scan_sha256 != scan_sha256:
        raise Conflict(
            _l(
                "Another scan has come in since you opened the page. Nothing was signed. Look at"
                " the scan as it is now, then attest it."
            )
        )
    _check_hand(work, file, submission, hand)
    signature = _seal_in(work, file, submission, scan, hand)
    scan.attested_at = work.now
    finish_endorsement(work, file, submission, signature)
    return signature


def waiting_scan(
    work: Work, application_id: uuid.UUID, *, document_sha256: str
) -> EndorsementScan | None:
    """The newest scan of a document that was not attested yet. An older one does not count."""
    newest = work.session.scalars(
        select(EndorsementScan)
        .where(
            EndorsementScan.application_id == application_id,
            EndorsementScan.document_sha256 == document_sha256,
        )
        .order_by(EndorsementScan.uploaded_at.desc(), EndorsementScan.id.desc())
        .limit(1)
    ).first()
    return newest if newest is not None and newest.attested_at is None else None


def _check_paper_is_offered(file: File) -> None:
    if not file.commission.signature_method.is_paper_offered:
        raise NotAllowed(
            _l("Your commission signs on screen only. Its settings can allow paper as well.")
        )


def _check_codes(work: Work, file: File, submission: Submission, scan: Scan) -> None:
    """Every code of ours on the pages is of this very version, and printed by this portal."""
    tokens = set().union(*tokens_of(scan).values())
    foreign = {token.code for token in tokens} - {submission.verification_code}
    if foreign:
        references = set(
            work.session.scalars(select(PublicSeal.reference).where(PublicSeal.code.in_(foreign)))
        )
        if references == {file.application.reference}:
            raise Invalid(
                _l(
                    "This is the print of an earlier version. Print the document on this page,"
                    " sign and stamp its Part 2, and send that scan."
                ),
                field="scan",
            )
        raise Invalid(
            _l(
                "This paper belongs to another application. Print the document on this page, sign"
                " and stamp its Part 2, and send that scan."
            ),
            field="scan",
        )
    if any(not token.is_genuine(page_key()) for token in tokens):
        raise Invalid(
            _l("The code on this paper was not printed by this portal. Use the official print."),
            field="scan",
        )


def _check_hand(work: Work, file: File, submission: Submission, hand: PaperHand) -> None:
    if not hand.signer_name.strip() or not hand.signer_office.strip():
        raise Invalid(_l("Give name and office as on the paper."), field="signer_name")
    if not hand.attester_office.strip():
        raise Invalid(_l("Give the office in which you attest."), field="office")
    zone = ZoneInfo(file.commission.time_zone)
    if hand.written_on > work.now.astimezone(zone).date():
        raise Invalid(
            _l("This day is still to come. Give the day on the paper."), field="signed_on"
        )
    if hand.written_on < submission.frozen_at.astimezone(zone).date():
        raise Invalid(
            _l("This version was not written by then. Give the day on the paper."),
            field="signed_on",
        )


def _seal_in(
    work: Work, file: File, submission: Submission, scan: EndorsementScan, hand: PaperHand
) -> Signature:
    """Attest, keep the scan beside the document, and write down who said what."""
    original = read(scan.scan_sha256)
    pdf, fingerprint = _attested(work, file, scan, hand, original)
    _keep_scan(work, submission, scan, original)
    act = Act(
        part=Part.COMMISSION,
        method=Method.PAPER,
        signer_name=hand.signer_name.strip(),
        office=hand.signer_office.strip(),
        consent=hand.consent,
        consent_language=hand.language,
        shown_sha256=scan.document_sha256,
        fingerprint=fingerprint,
        stamp_sha256=scan.scan_sha256,
        attested_by=hand.attester_name,
        attested_office=hand.attester_office.strip(),
        written_on=hand.written_on,
    )
    return add_signature(work, file, submission, act, pdf=pdf, kind=DocumentKind.ENDORSED)


def _attested(
    work: Work, file: File, scan: EndorsementScan, hand: PaperHand, original: bytes
) -> tuple[bytes, str]:
    """The document with the scan as evidence of the signatory's own signature; its certificate."""
    assert work.actor.person_id is not None
    office, reference = office_of(file.commission), file.application.reference
    place = place_of_part_two(scan.document_sha256)
    credential = signatory_credential(
        work,
        office,
        person_id=work.actor.person_id,
        name=hand.attester_name,
        title=hand.attester_office,
    )
    chain, stamps = signing_ground(work, office)
    pdf = sign(
        read(scan.document_sha256),
        COMMISSION_ATTESTATION_FIELD,
        credential,
        chain=chain,
        stamps=stamps,
        stamp_pdf=commission_paper_stamp(
            hand,
            commission=file.commission,
            reference=reference,
            at=work.now,
            scan_sha256=scan.scan_sha256,
            picture=read(scan.shown_sha256s[scan.part_two_page - 1]),
            size=(place.width, place.height),
        ),
        evidence=Evidence(
            name=evidence_name(scan.media_type, scan.file_name),
            media_type=scan.media_type,
            content=original,
            description=f"Part 2 of {reference} as signed on paper",
        ),
        reason=f"Attests the paper signature of {reference}, Part 2",
        at=work.now,
    )
    return pdf, credential.fingerprint


def _keep_scan(work: Work, submission: Submission, scan: EndorsementScan, original: bytes) -> None:
    kept = keep(
        work,
        owner_of(submission),
        Content(
            kind=DocumentKind.SCAN,
            title=scan.file_name,
            media_type=scan.media_type,
            data=original,
            pages=len(scan.shown_sha256s),
            shown_pages=tuple(read(sha256) for sha256 in scan.shown_sha256s),
        ),
    )
    kept.shared_at = work.now
