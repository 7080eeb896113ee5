"""Which sentences a commission has worded anew, and which of all a search finds."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.commissions.models import Rewording
from portal.core.i18n import catalogue_texts
from portal.core.sentences import sentences
from portal.core.unit_of_work import Work
from portal.desk.queries import rows_of
from portal.desk.wording_words import PLACES

PAGE_SIZE = 50


@dataclass(frozen=True)
class FoundSentence:
    """A sentence of the list: as the portal says it, and as the commission does."""

    key: str
    original: str
    own: str


@dataclass(frozen=True)
class FoundSentences:
    """A page of a search."""

    lines: tuple[FoundSentence, ...]
    total: int
    has_next: bool


def own_wordings(work: Work, commission_id: int, language: str) -> dict[str, tuple[str, ...]]:
    """What the commission says in its own words in a language, by key. One statement."""
    rows = rows_of(
        work,
        select(Rewording.key, Rewording.texts).where(
            Rewording.commission_id == commission_id, Rewording.language == language
        ),
    )
    return {key: tuple(texts) for key, texts in rows if texts}


def find_sentences(
    own: dict[str, tuple[str, ...]],
    *,
    language: str,
    search: str,
    place: str,
    only_own: bool,
    page: int,
) -> FoundSentences:
    """Sentences that hold the words sought, in the portal's words or the commission's."""
    wanted = search.casefold()
    places = PLACES.get(place)
    lines = []
    for sentence in sentences().values():
        if only_own and sentence.key not in own:
            continue
        if places and not places & sentence.places:
            continue
        original = catalogue_texts(
            language, sentence.message, plural=sentence.plural, context=sentence.context
        )[-1]
        mine = own.get(sentence.key, ("",))[-1]
        if not wanted or wanted in f"{sentence.message}\n{original}\n{mine}".casefold():
            lines.append(FoundSentence(sentence.key, original, mine))
    lines.sort(key=lambda line: (not line.own, line.original.casefold(), line.key))
    start = (page - 1) * PAGE_SIZE
    return FoundSentences(
        tuple(lines[start : start + PAGE_SIZE]), len(lines), start + PAGE_SIZE < len(lines)
    )
