"""The brief for a mayor before a city applies: one page, whatever is in it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from portal.core.press import at_press
from portal.documents.typesetting import PLAIN_ARCHIVE, typeset


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a paragraph and short lines, or facts with their labels."""

    heading: str
    text: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    empty: str = ""
    """What stands here if there is no line."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief; every text is in the reader's language, times carry their zone."""

    language: str
    direction: str
    issuer: str
    """Name of the commission."""
    network: str
    title: str
    subtitle: str
    about: Section
    gains: Section
    asks: Section
    there: Section
    missing: Section
    dates: Section
    contact: Section
    note: str
    made_at: datetime


@at_press
def render_brief(brief: Brief) -> bytes:
    """The brief as PDF/A and PDF/UA, always one page. Same input, same bytes."""
    values = asdict(brief)
    made_at = values.pop("made_at")
    values["official"] = brief.language
    result = typeset(
        "brief.typ",
        values,
        language=brief.language,
        direction=brief.direction,
        at=made_at,
        standards=PLAIN_ARCHIVE,
    )
    return result.pdf
