"""Texts a commission gives in several languages: which of them a reader is shown."""

from collections.abc import Mapping, Sequence


def wording(texts: Mapping[str, str], languages: Sequence[str], language: str) -> str:
    """The text for a reader; empty only if there is none in any language.

    ``texts`` by language code; ``languages`` are the commission's own, the first is its default.
    In ``language`` if there is one, else in the commission's, else in English, else in any.
    """
    for candidate in (language, *languages, "en"):
        if texts.get(candidate):
            return texts[candidate]
    return next(iter(texts.values()), "")
