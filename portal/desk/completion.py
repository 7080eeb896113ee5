"""The words that ask a city for completion: places in a text, the portal's own text, what is found.

Pure. An officer reads and may change every word before it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.i18n import gettext as _
from portal.core.i18n import in_language, joined
from portal.core.i18n import lazy_gettext as _l

PLACES: dict[str, object] = {
    "city": _l("name of the city"),
    "reference": _l("reference of the application"),
    "sections": _l("titles of the sections to complete"),
    "points": _l("points of the checklist that need work, one per line"),
    "until": _l("the day by which commissions forward"),
    "officer": _l("your name"),
    "commission": _l("name of the commission"),
}
"""What a commission's texts may hold in braces, with what it stands for."""


@dataclass(frozen=True)
class FoundPoint:
    """A point of the checklist that needs work, in the city's language."""

    title: str
    explanation: str


@dataclass(frozen=True)
class Request:
    """What is known when an officer asks for completion, in the city's language."""

    city: str
    reference: str
    sections: Sequence[str]
    points: Sequence[FoundPoint]
    until: str
    officer: str
    commission: str

    def places(self, language: str) -> dict[str, str]:
        """The value of each place in a text of that language."""
        return {
            "city": self.city,
            "reference": self.reference,
            "sections": joined(self.sections, language),
            "points": "\n".join(f"– {point.title}: {point.explanation}" for point in self.points)
            or "– …",
            "until": self.until,
            "officer": self.officer,
            "commission": self.commission,
        }


def own_text(language: str) -> str:
    """The portal's text, used where a commission has none of its own."""
    with in_language(language):
        return "\n\n".join(
            [
                _("Dear colleagues of {city},"),
                _("Thank you for application {reference}. Before we can go on, please complete:"),
                "{points}",
                _("Please send the completed application in good time before {until}."),
                "{officer}\n{commission}",
            ]
        )
