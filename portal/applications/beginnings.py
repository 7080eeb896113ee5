"""How each answer of a section begins: copied, proposed, known of the city, or offered to confirm.

Pure. An offer is never taken by itself: a person presses its button.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.answer_texts import official_lines
from portal.applications.carrying_over import (
    FieldChange,
    copied_answers,
    form_changes,
    proposed_statistics,
)
from portal.applications.completeness import is_answered
from portal.applications.known_of_city import known_answers, known_figures
from portal.applications.queries.last_file import LastFile
from portal.calls.form import Form, Section
from portal.commissions.models import City

LAST_FILE = "last"
COMMISSION = "commission"
CITY = "city"


@dataclass(frozen=True)
class Offer:
    """An answer to take over with one press."""

    source: str
    """``LAST_FILE``, ``COMMISSION`` or ``CITY``."""
    value: Any
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Beginning:
    """Where the answer to one field comes from, what is offered, what is new in the question."""

    origin: str = ""
    """``LAST_FILE``, ``COMMISSION`` or ``CITY`` while nobody has changed the answer; else empty."""
    offers: tuple[Offer, ...] = ()
    change: FieldChange | None = None

    def offered(self, source: str) -> Offer | None:
        """The offer of a source."""
        return next((offer for offer in self.offers if offer.source == source), None)


NOTHING = Beginning()


def beginnings(
    form: Form,
    section: Section,
    answers: Mapping[str, Any],
    seen: Mapping[str, int],
    *,
    last: LastFile | None,
    national: Mapping[str, Any] | None,
    city: City | None,
    language: str,
) -> dict[str, Beginning]:
    """``{field: beginning}`` of a section; fields without anything to say are left out.

    ``seen``: stored revisions, 0 where nobody has written. ``national``: what the commission
    proposes, by field. ``city``: its record, from which it began or may take over.
    """
    copied = copied_answers(last.form, form, last.answers) if last else {}
    figures = proposed_statistics(last.form, form, last.answers) if last else {}
    known = known_answers(city) if city else {}
    counted = known_figures(city) if city else {}
    changes = {each.field.key: each for each in form_changes(last.form, form)} if last else {}
    found = {}
    for field in section.fields:
        key, value = field.key, answers.get(field.key)
        proposed = (national or {}).get(key) if field.is_national else None
        origin, offers = "", []
        if proposed is not None and value == proposed:
            origin = COMMISSION
        elif value is not None and value == copied.get(section.key, {}).get(key):
            origin = "" if seen.get(key) else LAST_FILE
        elif value is not None and value == known.get(key):
            origin = "" if seen.get(key) else CITY
        if proposed is not None and value != proposed:
            offers.append(Offer(COMMISSION, proposed, official_lines(field, proposed, language)))
        if key in known and value != known[key]:
            offers.append(Offer(CITY, known[key], official_lines(field, known[key], language)))
        for source, offered in ((LAST_FILE, figures), (CITY, counted)):
            if key in offered and not is_answered(field, value):
                lines = official_lines(field, offered[key], language)
                offers.append(Offer(source, offered[key], lines))
        beginning = Beginning(origin, tuple(offers), changes.get(key))
        if beginning != NOTHING:
            found[key] = beginning
    return found
