"""In which languages a city may write its working draft beside the official text.

Source: the official languages of the country in CLDR, then the languages of the commission's space.
"""

from collections.abc import Iterable
from functools import lru_cache

from babel import UnknownLocaleError
from babel.languages import get_official_languages

from portal.core.i18n import direction


def draft_languages(country: str, official: str, offered: Iterable[str]) -> tuple[str, ...]:
    """Codes of the languages to choose from, the likeliest first; never the official text's."""
    return _draft_languages(country, official, tuple(offered))


@lru_cache(maxsize=512)
def _draft_languages(country: str, official: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    spoken = get_official_languages(country, de_facto=True)
    codes = (code.replace("_", "-").split("-")[0] for code in (*spoken, *offered))
    return tuple(dict.fromkeys(code for code in codes if code != official))


def direction_of(language: str) -> str:
    """``rtl`` or ``ltr``; ``auto``, by the first letter written, where CLDR does not know it."""
    try:
        return direction(language)
    except (UnknownLocaleError, ValueError):
        return "auto"
