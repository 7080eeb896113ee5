"""A letter of a commission on its letterhead: in its language, and below it in the official one."""

import struct
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.core.press import at_press
from portal.documents.codes_on_paper import qr_svg
from portal.documents.fonts import families
from portal.documents.form_values import Label
from portal.documents.typesetting import PLAIN_ARCHIVE, typeset


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on each letter of a commission."""

    name: Label
    lines: tuple[str, ...]
    """Address lines under the name."""
    contact: tuple[str, ...]
    """At the foot: who answers, e-mail address, telephone, website."""
    color: str
    """``#rrggbb``, dark enough to be read on white."""
    logo: bytes | None = None
    """PNG painted anew (``documents.logo``)."""
    stamp: bytes | None = None
    """PNG with transparent paper (``documents.intake``)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; a value keeps its own direction."""

    text: str
    is_value: bool = False


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The letter in one language."""

    language: str
    direction: str
    date: str
    """The day in words."""
    reference: str
    """``Reference: KE-2027-014``"""
    title: tuple[Run, ...]
    paragraphs: tuple[tuple[Run, ...], ...]
    signed: str = ""
    """Below the signatory: how and when it was signed."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter; the first part is in the language of the document."""

    letterhead: Letterhead
    official_language: str
    parts: tuple[LetterPart, ...]
    signatory: str
    office: str
    stamp_label: str
    """What the picture of the stamp is, for a screen reader."""
    verify_hint: Label
    verification_address: str
    """Empty: no code and no address at the foot."""
    made_at: datetime
    watermark: str | None = None


@at_press
def render_letter(letter: Letter) -> bytes:
    """The letter as PDF/A and PDF/UA. Same input, same bytes."""
    first = letter.parts[0]
    head = letter.letterhead
    pictures = {"logo.png": head.logo, "stamp.png": head.stamp}
    values = {
        "name": asdict(head.name),
        "lines": head.lines,
        "contact": head.contact,
        "color": head.color,
        "has_logo": head.logo is not None,
        "logo_height": height_mm(head.logo, 20, 52),
        "has_stamp": head.stamp is not None,
        "stamp_height": height_mm(head.stamp, 34, 44),
        "official": letter.official_language,
        "parts": [_part(part) for part in letter.parts],
        "signatory": letter.signatory,
        "office": letter.office,
        "stamp_label": letter.stamp_label,
        "verify_hint": asdict(letter.verify_hint),
        "verification_address": letter.verification_address,
        "qr": qr_svg(letter.verification_address) if letter.verification_address else "",
        "watermark": letter.watermark,
    }
    result = typeset(
        "letter.typ",
        values,
        language=first.language,
        direction=first.direction,
        at=letter.made_at,
        standards=PLAIN_ARCHIVE,
        files={name: content for name, content in pictures.items() if content is not None},
    )
    return result.pdf


def height_mm(png: bytes | None, highest: float, widest: float) -> float:
    """Height of a picture that is to be neither higher nor wider than that; its header tells."""
    if png is None:
        return highest
    width, height = struct.unpack(">II", png[16:24])
    return float(min(highest, widest * height / width))


def _part(part: LetterPart) -> dict[str, object]:
    return {
        **asdict(part),
        "language": part.language.split("-")[0],
        "is_rtl": part.direction == "rtl",
        "families": families(part.language),
        "plain_title": "".join(run.text for run in part.title),
    }
