"""The mayor's signature on screen, by a one-time link; and what follows it, also one on paper."""

from dataclasses import dataclass
from datetime import date

from portal.applications.events import MayorDeclined, MayorSigned
from portal.applications.models import Submission
from portal.applications.services.attaching import ExaminedFile
from portal.applications.services.evidence import Act, add_signature, check_shown, office_of
from portal.applications.services.freezing import owner_of
from portal.applications.services.mayor_links import open_mayor_link, revoke_mayor_links, spend
from portal.applications.services.moving import (
    File,
    check_move,
    current_submission,
    move,
    take,
)
from portal.applications.signature_stamps import mayor_stamp
from portal.applications.workflow import Action
from portal.commissions.models import City
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.application_print import MAYOR_FIELD
from portal.documents.models import DocumentKind
from portal.documents.shelf import Content, keep, read, storage
from portal.signing.keyring import issue_mayor, signing_ground
from portal.signing.models import Method, Part, Signature
from portal.signing.seal import sign


@dataclass(frozen=True)
class RepresentedMayor:
    """The mayor for whom somebody else signs, and the document that allows it."""

    name: str
    office: str
    mandate: ExaminedFile | None = None
    """None: the mandate that is frozen with the version and names who signs."""


@dataclass(frozen=True)
class MayorsHand:
    """What the signer gave: typed name and office, pictures already cleaned, and the consent."""

    name: str
    office: str
    consent: str
    """The sentence exactly as it was shown."""
    language: str
    drawn: bytes | None = None
    """Drawn signature, PNG; without one the typed name is shown in its place."""
    stamp: bytes | None = None
    """Official stamp, PNG."""
    mayor: RepresentedMayor | None = None
    """None: the signer is the mayor."""


def sign_electronically(
    work: Work, token: str, *, shown_sha256: str, hand: MayorsHand
) -> Signature:
    """Sign Part 1 with a certificate made for this mayor and this one signature.

    Raises Conflict if the link is spent or the document is not the one that was shown,
    Invalid without a name or office.
    """
    link = open_mayor_link(work, token)
    file = take(work, link.application_id)
    check_move(work, file, Action.SIGN)
    submission = current_submission(work, file.application)
    if submission.id != link.submission_id:
        raise Conflict(_l("This link belongs to an earlier version. Ask for a new link."))
    check_shown(submission, shown_sha256)
    _check_hand(hand)
    mandate_sha256 = mandate_digest(work, submission, hand.name, hand.mayor)
    pdf, fingerprint = _signed(work, file, submission, hand)
    spend(work, link)
    mayor = hand.mayor
    act = Act(
        part=Part.MAYOR,
        method=Method.ELECTRONIC,
        signer_name=hand.name,
        office=hand.office,
        consent=hand.consent,
        consent_language=hand.language,
        shown_sha256=shown_sha256,
        fingerprint=fingerprint,
        stamp_sha256=storage().put(hand.stamp) if hand.stamp else None,
        acting_for=mayor.name if mayor else "",
        acting_for_office=mayor.office if mayor else "",
        mandate_sha256=mandate_sha256,
    )
    _keep_evidence(work, submission, hand)
    signature = add_signature(work, file, submission, act, pdf=pdf, kind=DocumentKind.SIGNED)
    end_mayors_turn(work, file, submission, signature)
    return signature


def _signed(work: Work, file: File, submission: Submission, hand: MayorsHand) -> tuple[bytes, str]:
    """The document with the signature of a certificate made for it; that one's fingerprint."""
    mayor, office = hand.mayor, office_of(file.commission)
    city = work.session.get_one(City, (submission.commission_id, submission.city_id))
    credential = issue_mayor(
        work,
        office,
        name=hand.name,
        title=hand.office,
        city=city.latin_name,
        reference=file.application.reference,
        on_behalf_of=f"{mayor.name}, {mayor.office}" if mayor else "",
    )
    chain, stamps = signing_ground(work, office)
    pdf = sign(
        read(submission.document_sha256),
        MAYOR_FIELD,
        credential,
        chain=chain,
        stamps=stamps,
        stamp_pdf=mayor_stamp(hand, reference=file.application.reference, at=work.now),
        reason=_reason(file, hand),
        at=work.now,
    )
    return pdf, credential.fingerprint


def decline_to_sign(work: Work, token: str, *, reason: str) -> None:
    """The mayor says no, with a reason for the delegate; the link is spent."""
    link = open_mayor_link(work, token)
    file = take(work, link.application_id)
    if not reason.strip():
        raise Invalid(_l("Tell your delegate why, in a few words."), field="reason")
    spend(work, link)
    work.record(MayorDeclined(**file.ids, reason=reason.strip()))


def end_mayors_turn(work: Work, file: File, submission: Submission, signature: Signature) -> None:
    """The mayor has signed, on screen or on paper: move on and tell everybody.

    Raises Conflict or NotAllowed by the workflow.
    """
    move(work, file, Action.SIGN)
    work.session.flush()
    revoke_mayor_links(work, submission.application_id)
    work.record(
        MayorSigned(
            **file.ids,
            method=str(signature.method),
            signer_name=signature.signer_name,
            office=signature.office,
            acting_for=signature.acting_for,
            document_sha256=submission.document_sha256,
        )
    )


def frozen_mandate_of(submission: Submission, signer_name: str, on: date) -> str | None:
    """Digest of the frozen mandate that names this person and still holds; None without one."""
    for item in submission.attachments:
        told = item.get("mandate") or {}
        holder, until = told.get("holder_name", ""), told.get("valid_until")
        if until and date.fromisoformat(until) < on:
            continue
        if holder and _folded(holder) == _folded(signer_name):
            return str(item["sha256"])
    return None


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def mandate_digest(
    work: Work, submission: Submission, signer_name: str, mayor: RepresentedMayor | None
) -> str | None:
    """Digest of the document by which somebody signs for the mayor; None if the mayor signs.

    Raises Invalid without such a document, Conflict for another mayor than the version's.
    """
    if mayor is None:
        return None
    if mayor.name != submission.mayor_name:
        raise Conflict(_l("The application names another mayor. Ask your delegate to correct it."))
    if mayor.mandate is not None:
        return storage().put(mayor.mandate.data)
    found = frozen_mandate_of(submission, signer_name, work.now.date())
    if found is None:
        raise Invalid(
            _l("Add the mandate: the document by which you may sign for the mayor."),
            field="mandate",
        )
    return found


def _reason(file: File, hand: MayorsHand) -> str:
    """What PDF readers show beside the signature."""
    reason = f"Application {file.application.reference}, Part 1"
    if hand.mayor is None:
        return reason
    return f"{reason}, for and on behalf of {hand.mayor.name}, {hand.mayor.office}"


def _keep_evidence(work: Work, submission: Submission, hand: MayorsHand) -> None:
    """Stamp and mandate, each a file of its own with digest and date."""
    keep_mandate(work, submission, hand.mayor)
    if hand.stamp is not None:
        keep(
            work,
            owner_of(submission),
            Content(
                kind=DocumentKind.STAMP,
                title="stamp.png",
                media_type="image/png",
                data=hand.stamp,
            ),
        )


def keep_mandate(work: Work, submission: Submission, mayor: RepresentedMayor | None) -> None:
    """Keep the mandate that was given with a signature as a file of its own."""
    mandate = mayor.mandate if mayor else None
    if mandate is not None:
        keep(
            work,
            owner_of(submission),
            Content(
                kind=DocumentKind.MANDATE,
                title=mandate.file_name,
                media_type=mandate.media_type,
                data=mandate.data,
                pages=mandate.pages,
                shown_pages=mandate.shown_pages,
            ),
        )


def _check_hand(hand: MayorsHand) -> None:
    if not hand.name.strip():
        raise Invalid(_l("Type your full name."), field="name")
    if not hand.office.strip():
        raise Invalid(_l("Type your office, such as Mayor or Governor."), field="office")
