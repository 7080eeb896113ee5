"""The words and facts of the letter about an endorsement, in the commission's languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.applications.bilingual import Bilingual
from portal.commissions.countries import country_name
from portal.commissions.models import Commission
from portal.core.i18n import INTERFACE_LANGUAGES, day, direction, gettext, in_language
from portal.documents.letter_print import Letter, Letterhead, LetterPart, Run
from portal.letters.placeholders import pieces
from portal.letters.queries import Wording
from portal.signing.keyring import portal_address
from portal.web.theme import derive_theme


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What a letter tells of one application."""

    city: str
    city_latin: str
    reference: str
    call_titles: Mapping[str, str]
    mayor: str
    mayor_office: str
    signatory: str
    office: str
    signed_at: datetime
    verification_code: str
    """Empty in a preview: it verifies nothing."""


def letter_languages(commission: Commission) -> tuple[str, ...]:
    """The commission's first language, and the official one if that is another."""
    return languages_of_letters(commission.languages, commission.official_language)[1]


def languages_of_letters(
    languages: Sequence[str], official: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Languages a commission may word letters in, and those its letters are in now."""
    known = [each for each in languages if each in INTERFACE_LANGUAGES] or [official]
    used = tuple(dict.fromkeys((known[0], official)))
    return tuple(dict.fromkeys((*used, *known))), used


def letterhead_of(commission: Commission, *, logo: bytes | None, stamp: bytes | None) -> Letterhead:
    """What stands on each letter of a commission."""
    first = letter_languages(commission)[0]
    contact = (
        commission.contact_name,
        commission.contact_email,
        commission.contact_phone,
        commission.website,
    )
    return Letterhead(
        name=Bilingual(first, commission.official_language).name_of(commission),
        lines=tuple(row for row in commission.letterhead.splitlines() if row),
        contact=tuple(item for item in contact if item),
        color=derive_theme(commission.brand_color).accent,
        logo=logo,
        stamp=stamp,
    )


def endorsement_letter(
    commission: Commission,
    facts: LetterFacts,
    texts: Mapping[str, Wording],
    *,
    letterhead: Letterhead,
    watermark: str | None = None,
) -> Letter:
    """The letter, one part for each of its languages."""
    languages = letter_languages(commission)
    bilingual = Bilingual(languages[0], commission.official_language)
    with in_language(languages[0]):
        stamp_label = gettext("Stamp of the commission")
    address = ""
    if facts.verification_code:
        address = f"{portal_address()}/s/{facts.verification_code}"
    return Letter(
        letterhead=letterhead,
        official_language=bilingual.official,
        parts=tuple(_part(commission, facts, texts[language]) for language in languages),
        signatory=facts.signatory,
        office=facts.office,
        stamp_label=stamp_label,
        verify_hint=bilingual.said(
            lambda: gettext("Anybody can verify this letter at this address, with the file.")
        ),
        verification_address=address,
        made_at=facts.signed_at,
        watermark=watermark,
    )


def _part(commission: Commission, facts: LetterFacts, text: Wording) -> LetterPart:
    language = text.language
    signed_on = day(facts.signed_at.astimezone(ZoneInfo(commission.time_zone)), language)
    values = {
        "city": facts.city if direction(language) == "rtl" else facts.city_latin or facts.city,
        "country": country_name(commission.country, language),
        "commission": commission.name_in(language),
        "reference": facts.reference,
        "call": facts.call_titles.get(language) or facts.call_titles["en"],
        "date": signed_on,
        "signatory": facts.signatory,
        "office": facts.office,
        "mayor": facts.mayor,
        "mayor_office": facts.mayor_office,
    }

    def runs(line: str) -> tuple[Run, ...]:
        return tuple(Run(piece, is_value) for piece, is_value in pieces(line, values))

    with in_language(language):
        reference = gettext("Reference: %(reference)s", reference=facts.reference)
        signed = gettext("The endorsement of the application was signed on %(day)s.", day=signed_on)
    return LetterPart(
        language=language,
        direction=direction(language),
        date=signed_on,
        reference=reference,
        title=runs(text.title),
        paragraphs=tuple(runs(each) for each in text.body.split("\n\n") if each.strip()),
        signed=signed,
    )
