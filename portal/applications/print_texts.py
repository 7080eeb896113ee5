"""The fixed words of the official print, in the commission's language and the official one."""

from collections.abc import Callable
from typing import Any

from portal.core.i18n import gettext as _
from portal.core.i18n import in_language
from portal.documents.form_values import Label, PrintTexts


def _words() -> dict[str, str]:
    """Every text of the print in the language in force."""
    return {
        "part_one": _("Part 1: Application of the city"),
        "part_one_note": _(
            "Filled in by the city. Signed and stamped by the mayor, on screen or on paper."
        ),
        "part_two": _("Part 2: Endorsement by the National Commission for UNESCO"),
        "part_two_note": _("Filled in by the National Commission after Part 1 has been signed."),
        "reference": _("Reference"),
        "submission": _("Submission no."),
        "city": _("City"),
        "commission": _("National Commission"),
        "call": _("Call"),
        "made_on": _("Printed on"),
        "digest": _("Digest of the answers (SHA-256)"),
        "verify": _("Verify this document"),
        "indicator": _("Indicator"),
        "value": _("Value"),
        "year": _("Year"),
        "rating": _("Degree, 1 to 5"),
        "not_available": _("not available"),
        "no_answer": _("no answer"),
        "declared": _("Declared"),
        "not_declared": _("Not declared"),
        "adopted_documents": _("Documents adopted"),
        "document": _("Document"),
        "extent": _("Extent"),
        "checksum": _("SHA-256"),
        "mayor_signature": _("Signature of the mayor"),
        "mayor_statement": _(
            "I apply on behalf of the city to join the UNESCO Global Network of Learning Cities"
            " and adopt its key documents as declared above."
        ),
        "commission_signature": _("Signature of the National Commission"),
        "endorsement_statement": _(
            "The National Commission for UNESCO endorses this application for membership in the"
            " UNESCO Global Network of Learning Cities."
        ),
        "delegate_signature": _("Attestation by the delegate of the city"),
        "commission_attestation": _("Attestation of the commission's signature on paper"),
        "name": _("Name"),
        "office": _("Office"),
        "signature": _("Signature"),
        "official_stamp": _("Official stamp"),
        "place_and_date": _("Place and date"),
        "signed_on_paper": _("Signed on paper, see pages {first} to {last}."),
        "on_behalf_of": _("For and on behalf of"),
        "files_received": _("The files as received are embedded here, with these SHA-256 digests:"),
        "annex": _("Annex: the signed paper"),
        "annex_page": _("Page {page} of {pages} of the signed paper"),
        "placed_by_hand": _(
            "The codes of this page could not be read: the delegate says which page it is."
        ),
        "page_of": _("Page {page} of {pages}"),
    }


def label(words: Callable[[], str], *, language: str, official: str) -> Label:
    """A text in the tenant's language, with the official one beside it if they differ."""
    with in_language(language):
        text = words()
    if language == official:
        return Label(text)
    with in_language(official):
        return Label(text, words())


def print_texts(*, language: str, official: str) -> PrintTexts:
    """All fixed texts of a print."""
    with in_language(language):
        words = _words()
    with in_language(official):
        official_words = _words()
    texts: dict[str, Any] = {
        name: Label(word, official_words[name] if language != official else "")
        for name, word in words.items()
    }
    for pattern in ("page_of", "annex_page", "placed_by_hand"):
        texts[pattern] = words[pattern]
    return PrintTexts(**texts)
