"""The commission's signature on Part 2, and its withdrawal: the sentence everything else protects.

Signs only the bytes that were shown, with the signatory's own key. Source: docs/decisions/0003.
"""

import uuid
from dataclasses import dataclass

from portal.applications.events import ApplicationEndorsed, EndorsementRevoked
from portal.applications.models import Submission
from portal.applications.part_two_on_paper import has_place_for_paper
from portal.applications.services.deciding import check_requirements
from portal.applications.services.evidence import (
    Act,
    add_signature,
    check_shown,
    further_facts,
    office_of,
    set_seal,
    valid_signatures,
    void_signatures,
)
from portal.applications.services.forwarding import forward_now
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    move,
    take,
)
from portal.applications.services.places import check_place
from portal.applications.signature_stamps import commission_stamp
from portal.applications.workflow import Action, State
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.application_print import COMMISSION_FIELD
from portal.documents.models import DocumentKind
from portal.documents.shelf import read
from portal.signing.keyring import signatory_credential, signing_ground
from portal.signing.models import Method, Part, SealStatus, Signature
from portal.signing.seal import sign


@dataclass(frozen=True)
class SignatorysHand:
    """What the signatory gave. The second factor was checked in the same unit of work."""

    name: str
    office: str
    consent: str
    language: str


def endorse(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    hand: SignatorysHand,
    small_city_reason: str = "",
) -> Signature:
    """Sign Part 2 of exactly the document that was shown.

    Raises Conflict if the application or the document changed since it was shown, Invalid if a
    requirement is open, NotAllowed for anybody but a signatory with an account.
    """
    file, submission = begin_endorsement(
        work,
        application_id,
        seen_revision=seen_revision,
        shown_sha256=shown_sha256,
        small_city_reason=small_city_reason,
    )
    is_screen_offered = file.commission.signature_method.is_electronic_offered
    if not is_screen_offered and has_place_for_paper(shown_sha256):
        raise NotAllowed(_l("Your commission signs on paper. Print the document and sign Part 2."))
    if not hand.name.strip() or not hand.office.strip():
        raise Invalid(_l("Give your name and the office in which you sign."), field="office")
    signature = _sign(work, file, submission, hand, shown_sha256)
    finish_endorsement(work, file, submission, signature)
    return signature


def begin_endorsement(
    work: Work,
    application_id: uuid.UUID,
    *,
    seen_revision: int,
    shown_sha256: str,
    small_city_reason: str,
) -> tuple[File, Submission]:
    """Take the application and check all that must be true before Part 2 is signed, either way.

    Raises Conflict, Invalid or NotAllowed as ``endorse`` does.
    """
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.ENDORSE)
    if work.actor.person_id is None:
        raise NotAllowed(_l("Only a signatory of the commission signs Part 2."))
    submission = current_submission(work, file.application)
    check_shown(submission, shown_sha256)
    if file.application.state is State.SUBMITTED:  # one-step decision: endorsing approves
        check_requirements(file, small_city_reason)
    check_place(work, file)
    if not any(row.part is Part.MAYOR for row in valid_signatures(work, submission)):
        raise Conflict(_l("The mayor's signature is missing or was voided."))
    return file, submission


def finish_endorsement(
    work: Work, file: File, submission: Submission, signature: Signature
) -> None:
    """Part 2 is signed, on screen or on paper: move on, publish, tell, forward if so set."""
    move(work, file, Action.ENDORSE)
    file.application.endorsed_at = work.now
    set_seal(work, submission, SealStatus.CURRENT)
    work.session.flush()
    work.record(
        ApplicationEndorsed(
            **file.ids,
            method=str(signature.method),
            signer_name=signature.signer_name,
            office=signature.office,
            shown_sha256=signature.shown_sha256,
            document_sha256=submission.document_sha256,
            attested_by=signature.attested_by,
            attested_office=signature.attested_office,
            scan_sha256=further_facts(signature).get("scan_sha256", ""),
        )
    )
    if file.commission.forward_at_once:
        forward_now(work, file)


def revoke(work: Work, application_id: uuid.UUID, *, seen_revision: int, reason: str) -> None:
    """Withdraw the endorsement; the public page says so. Raises Invalid without a reason."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.REVOKE)
    if not reason.strip():
        raise Invalid(_l("Say why the endorsement is withdrawn."), field="reason")
    submission = current_submission(work, file.application)
    signed_by_mayor = [row for row in valid_signatures(work, submission) if row.part is Part.MAYOR][
        -1
    ]
    void_signatures(work, submission, reason=reason.strip(), part=Part.COMMISSION)
    set_seal(work, submission, SealStatus.WITHDRAWN)
    submission.document_sha256 = signed_by_mayor.signed_sha256
    move(work, file, Action.REVOKE)
    file.application.endorsed_at = None
    work.session.flush()
    work.record(EndorsementRevoked(**file.ids, reason=reason.strip()))


def _sign(
    work: Work, file: File, submission: Submission, hand: SignatorysHand, shown_sha256: str
) -> Signature:
    office = office_of(file.commission)
    assert work.actor.person_id is not None
    credential = signatory_credential(
        work, office, person_id=work.actor.person_id, name=hand.name, title=hand.office
    )
    chain, stamps = signing_ground(work, office)
    pdf = sign(
        read(shown_sha256),
        COMMISSION_FIELD,
        credential,
        chain=chain,
        stamps=stamps,
        stamp_pdf=commission_stamp(
            hand,
            commission=file.commission,
            reference=file.application.reference,
            at=work.now,
        ),
        reason=f"Endorsement of {file.application.reference}",
        at=work.now,
    )
    act = Act(
        part=Part.COMMISSION,
        method=Method.ELECTRONIC,
        signer_name=hand.name,
        office=hand.office,
        consent=hand.consent,
        consent_language=hand.language,
        shown_sha256=shown_sha256,
        fingerprint=credential.fingerprint,
    )
    return add_signature(work, file, submission, act, pdf=pdf, kind=DocumentKind.ENDORSED)
