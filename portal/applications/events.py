"""What happens to applications: past tense, one class each, the source of history and notices."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from portal.accounts.events import AccountEvent
from portal.history.events import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class ApplicationStarted(RecordedEvent):
    """A city began an application."""

    name: ClassVar[str] = "application_started"
    reference: str


@dataclass(frozen=True, kw_only=True)
class ApplicationFrozen(RecordedEvent):
    """A version was frozen for the mayor's signature."""

    name: ClassVar[str] = "application_frozen"
    digest: str


@dataclass(frozen=True, kw_only=True)
class MayorLinkSent(RecordedEvent):
    """A one-time link was made for the mayor."""

    name: ClassVar[str] = "mayor_link_sent"
    email: str
    expires_at: datetime
    secret: str = field(repr=False, metadata={"secret": True})
    """What opens the link: for the mail to the mayor, never for history or logs."""


@dataclass(frozen=True, kw_only=True)
class MayorReminded(RecordedEvent):
    """The mayor was mailed once more, by a delegate or by the clock."""

    name: ClassVar[str] = "mayor_reminded"
    email: str
    expires_at: datetime
    prepared_by: str
    secret: str = field(repr=False, metadata={"secret": True})
    """What opens the further link: for the mail, never for history or logs."""


@dataclass(frozen=True, kw_only=True)
class MayorSigned(RecordedEvent):
    """The mayor signed on screen, or the delegate attested the signed print."""

    name: ClassVar[str] = "mayor_signed"
    method: str
    signer_name: str
    office: str
    document_sha256: str
    acting_for: str = ""
    """The mayor for whom somebody else signed with a mandate."""


@dataclass(frozen=True, kw_only=True)
class MayorDeclined(RecordedEvent):
    """The mayor opened the link and declined to sign, with a reason."""

    name: ClassVar[str] = "mayor_declined"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationReopened(RecordedEvent):
    """The city took the application back to work on it; signatures were voided."""

    name: ClassVar[str] = "application_reopened"
    voided_signatures: int


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(RecordedEvent):
    """The city submitted to its commission; the Coordination Team receives its copy."""

    name: ClassVar[str] = "application_submitted"
    digest: str
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(RecordedEvent):
    """The commission asked for completion."""

    name: ClassVar[str] = "application_returned"
    reason: str
    sections: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ApplicationApproved(RecordedEvent):
    """The commission decided to endorse; the signature follows."""

    name: ClassVar[str] = "application_approved"
    small_city_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(RecordedEvent):
    """The commission declined, with a reason for the city."""

    name: ClassVar[str] = "application_declined"
    reason: str


@dataclass(frozen=True, kw_only=True)
class EndorsementScanned(RecordedEvent):
    """A scan of Part 2 signed by hand came in and waits for the signatory's attestation."""

    name: ClassVar[str] = "endorsement_scanned"
    is_internal: ClassVar[bool] = True
    is_told: ClassVar[bool] = True
    scan_sha256: str
    file_name: str
    may_attest: bool
    """Whether whoever sent it may attest it as well: then nobody has to be told."""


@dataclass(frozen=True, kw_only=True)
class ApplicationEndorsed(RecordedEvent):
    """The signatory signed Part 2, or attested the scan of Part 2 signed by hand."""

    name: ClassVar[str] = "application_endorsed"
    signer_name: str
    office: str
    shown_sha256: str
    document_sha256: str
    method: str = "electronic"
    attested_by: str = ""
    attested_office: str = ""
    scan_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class EndorsementRevoked(RecordedEvent):
    """The signatory withdrew the endorsement; the public page says so."""

    name: ClassVar[str] = "endorsement_revoked"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationForwarded(RecordedEvent):
    """The sealed dossier went to the Coordination Team."""

    name: ClassVar[str] = "application_forwarded"
    dossier_sha256: str


@dataclass(frozen=True, kw_only=True)
class LatenessAccepted(RecordedEvent):
    """The commission takes the late application in."""

    name: ClassVar[str] = "lateness_accepted"


@dataclass(frozen=True, kw_only=True)
class LatenessRefused(RecordedEvent):
    """The commission does not take the late application in, with a reason for the city."""

    name: ClassVar[str] = "lateness_refused"
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlaceAsked(RecordedEvent):
    """The commission asked the Coordination Team for a place beyond its quota."""

    name: ClassVar[str] = "place_asked"
    is_internal: ClassVar[bool] = True
    is_told: ClassVar[bool] = True
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlaceGranted(RecordedEvent):
    """The Coordination Team gave the commission one more place."""

    name: ClassVar[str] = "place_granted"
    is_internal: ClassVar[bool] = True
    is_told: ClassVar[bool] = True
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlaceRefused(RecordedEvent):
    """The Coordination Team gave no further place."""

    name: ClassVar[str] = "place_refused"
    is_internal: ClassVar[bool] = True
    is_told: ClassVar[bool] = True
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(RecordedEvent):
    """The Coordination Team asked the commission for a completion."""

    name: ClassVar[str] = "question_asked"
    question: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(RecordedEvent):
    """The commission answered; the dossier is with the Coordination Team again."""

    name: ClassVar[str] = "question_answered"
    answer: str


@dataclass(frozen=True, kw_only=True)
class MemberRegistered(RecordedEvent):
    """The city is a member of the network."""

    name: ClassVar[str] = "member_registered"
    minute: str = ""


@dataclass(frozen=True, kw_only=True)
class NotAdmitted(RecordedEvent):
    """The jury did not recommend admission in this call."""

    name: ClassVar[str] = "not_admitted"
    minute: str


@dataclass(frozen=True, kw_only=True)
class ApplicationDeferred(RecordedEvent):
    """The decision was put off to a later call."""

    name: ClassVar[str] = "application_deferred"
    minute: str


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(RecordedEvent):
    """The city withdrew."""

    name: ClassVar[str] = "application_withdrawn"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationLapsed(RecordedEvent):
    """The call ended before the application was submitted."""

    name: ClassVar[str] = "application_lapsed"


@dataclass(frozen=True, kw_only=True)
class MessageSent(RecordedEvent):
    """Somebody wrote a message in the file."""

    name: ClassVar[str] = "message_sent"
    is_from_city: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class OfficerAssigned(RecordedEvent):
    """A colleague took the file."""

    name: ClassVar[str] = "officer_assigned"
    is_internal: ClassVar[bool] = True
    officer_name: str


@dataclass(frozen=True, kw_only=True)
class NoteWritten(RecordedEvent):
    """A colleague wrote an internal note."""

    name: ClassVar[str] = "note_written"
    is_internal: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class CheckpointMarked(RecordedEvent):
    """An officer gave a verdict on a point of the checklist."""

    name: ClassVar[str] = "checkpoint_marked"
    is_internal: ClassVar[bool] = True
    point: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class CommentMentioned(AccountEvent):
    """Somebody was named in a comment of the team. The mail leads to it and does not repeat it:
    comments are the city's alone, mails are kept by the commission. Link: ``city.section``.
    """

    name: ClassVar[str] = "comment_mentioned"
    commission_code: str
    city_name: str
    reference: str
    section: str
    author: str


@dataclass(frozen=True, kw_only=True)
class FilledFormTakenOver(RecordedEvent):
    """Answers of a PDF filled in offline were taken over into the draft."""

    name: ClassVar[str] = "filled_form_taken_over"
    taken: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PaperFormReceived(RecordedEvent):
    """A form filled in by hand was added to the application."""

    name: ClassVar[str] = "paper_form_received"
    sha256: str
    is_for_commission: bool
    """Whether the city asks its commission to type it."""


@dataclass(frozen=True, kw_only=True)
class PaperFormTyped(RecordedEvent):
    """Somebody typed the answers of a form filled in by hand into the draft."""

    name: ClassVar[str] = "paper_form_typed"
    sha256: str
    is_for_city: bool
    """Whether the commission typed: then the city confirms the text."""


@dataclass(frozen=True, kw_only=True)
class TypedTextConfirmed(RecordedEvent):
    """The city confirmed the text that its commission typed for it."""

    name: ClassVar[str] = "typed_text_confirmed"
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DraftRemarked(AccountEvent):
    """A remark in a draft, or an answer to one, that the other side is told of at once."""

    name: ClassVar[str] = "draft_remarked"
    commission_code: str
    city_name: str
    reference: str
    section: str
    author: str
    text: str
    is_from_city: bool


@dataclass(frozen=True, kw_only=True)
class RemarksGathered(AccountEvent):
    """What was remarked in a draft since the last digest."""

    name: ClassVar[str] = "remarks_gathered"
    commission_code: str
    city_name: str
    reference: str
    sections: str
    """Their titles in the language of the recipients."""
    is_from_city: bool
