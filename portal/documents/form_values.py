"""The plain values an application's print is made of, as a caller hands them over.

Every sentence arrives translated: nothing here knows a catalogue, a request or a database.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the commission's language, and in English or French if that differs."""

    text: str
    official: str = ""


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A short answer; None prints as left empty."""

    label: Label
    value: str | None


@dataclass(frozen=True, slots=True)
class LongAnswer:
    """A long text in the official language."""

    label: Label
    value: str | None


@dataclass(frozen=True, slots=True)
class StatisticAnswer:
    """A figure with its year; value None means that it is not available."""

    label: Label
    value: str | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class RatingAnswer:
    """A matrix of ratings from 1 to ``highest``; a row without a rating carries None."""

    label: Label
    rows: tuple[tuple[Label, int | None], ...]
    highest: int = 5


@dataclass(frozen=True, slots=True)
class DeclarationAnswer:
    """A declaration with the versions of the documents it adopts, and whether it was made."""

    label: Label
    statement: Label
    documents: tuple[str, ...]
    is_made: bool


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of the application; ``extent`` is its pages and size in words."""

    title: str
    kind: str
    """What it is, in words."""
    extent: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AttachmentsAnswer:
    """The list of attached files."""

    label: Label
    files: tuple[AttachedFile, ...]


Answer = (
    TextAnswer | LongAnswer | StatisticAnswer | RatingAnswer | DeclarationAnswer | AttachmentsAnswer
)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of answers."""

    title: Label
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, in the office's own words; empty strings print as lines to write on."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class PrintTexts:
    """The fixed words of the print. Patterns hold their places in braces."""

    part_one: Label
    part_one_note: Label
    part_two: Label
    part_two_note: Label
    reference: Label
    submission: Label
    city: Label
    commission: Label
    call: Label
    made_on: Label
    digest: Label
    verify: Label
    indicator: Label
    value: Label
    year: Label
    rating: Label
    not_available: Label
    no_answer: Label
    declared: Label
    not_declared: Label
    adopted_documents: Label
    document: Label
    extent: Label
    checksum: Label
    mayor_signature: Label
    mayor_statement: Label
    commission_signature: Label
    endorsement_statement: Label
    delegate_signature: Label
    commission_attestation: Label
    name: Label
    office: Label
    signature: Label
    official_stamp: Label
    place_and_date: Label
    page_of: str
    """``Page {page} of {pages}``"""
    signed_on_paper: Label
    """``Signed on paper, see pages {first} to {last}.``"""
    on_behalf_of: Label
    files_received: Label
    """Above the list of embedded files with their digests."""
    annex: Label
    annex_page: str
    placed_by_hand: str
    """``Page {page} of {pages} of the signed paper``"""


@dataclass(frozen=True, slots=True)
class ApplicationPrint:
    """One frozen submission, ready to be printed."""

    language: str
    direction: str
    """``ltr`` or ``rtl``"""
    official_language: str
    """``en`` or ``fr``"""
    texts: PrintTexts
    network_name: Label
    title: Label
    call_title: Label
    commission_name: Label
    letterhead: tuple[str, ...]
    city_name: Label
    reference: str
    submission_number: int
    answers_digest: str
    answers_json: bytes
    """Canonical answers; embedded as ``application.json``."""
    verification_code: str
    base_url: str
    """``https://host``, without a slash at the end"""
    page_key: bytes
    """Proves the page codes; at least 16 bytes."""
    sections: tuple[Section, ...]
    mayor: Signatory
    signatory: Signatory
    made_at: datetime
    made_on: str
    """``made_at`` as a day in words."""
    watermark: str | None = None


@dataclass(frozen=True, slots=True)
class PaperAttestation:
    """The delegate's word that the scan shows the city's signature and stamp."""

    delegate: Signatory
    statement: Label
    signer: Signatory
    """Who signed on paper."""
    acting_for: Signatory | None = None
    """The mayor, if somebody signed with a mandate."""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """A signature field; lengths in points, measured from the lower left corner of the page."""

    name: str
    page: int
    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Original:
    """A file of the signed paper as it was received, embedded untouched."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SignedPage:
    """A page of the signed paper, painted anew (JPEG or PNG)."""

    picture: bytes
    is_by_hand: bool = False
    """The delegate said which page it is; its codes could not be read."""
