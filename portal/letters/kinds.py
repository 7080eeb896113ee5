"""What a letter is: its code, the placeholders its text may use, and the portal's own text.

A feature that writes letters of its own makes a ``LetterKind`` beside its code; nothing registers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core.i18n import gettext, in_language
from portal.letters.placeholders import (
    CALL,
    CITY,
    COMMISSION,
    COUNTRY,
    DATE,
    MAYOR,
    MAYOR_OFFICE,
    OFFICE,
    REFERENCE,
    SIGNATORY,
    Placeholder,
)


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter. The default texts say themselves in the language in force."""

    code: str
    placeholders: tuple[Placeholder, ...]
    default_title: Callable[[], str]
    default_body: Callable[[], str]
    """Paragraphs with an empty line between."""

    def default_in(self, language: str) -> tuple[str, str]:
        """Title and body of the portal's own text; English where it has no other."""
        with in_language(language):
            return self.default_title(), self.default_body()


ENDORSEMENT = LetterKind(
    code="endorsement",
    placeholders=(
        CITY,
        COUNTRY,
        COMMISSION,
        REFERENCE,
        CALL,
        DATE,
        SIGNATORY,
        OFFICE,
        MAYOR,
        MAYOR_OFFICE,
    ),
    default_title=lambda: gettext(
        "Endorsement of the application of {city} to the UNESCO Global Network of Learning Cities"
    ),
    default_body=lambda: gettext(
        "To the Coordination Team of the UNESCO Global Network of Learning Cities,\n\n"
        "{commission} has examined the application {reference} of {city}, {country}, in the call"
        " “{call}”. It was signed by {mayor}, {mayor_office}.\n\n"
        "We endorse this application and ask you to take {city} into the network. We will"
        " accompany the city in its work as a learning city and remain at your disposal for any"
        " question.\n\n"
        "Yours sincerely,"
    ),
)
