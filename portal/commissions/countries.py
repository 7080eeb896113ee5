"""Names of countries as UNESCO writes them, else as CLDR does, in the reader's language.

Source of the exceptions: UNESCO's list of Member States and Associate Members.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import cast

from babel import Locale, UnknownLocaleError

_NAMES = Path(__file__).with_name("unesco_names.json")
_NATIVE_NAMES = Path(__file__).with_name("native_names.json")
"""Names in the official languages of each country and in Chinese, Portuguese, Russian, Spanish.

Source: CLDR by way of Babel. Kept here because loading a hundred locales takes seconds.
"""
_SAME_SIGN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ة": "ه", "ى": "ي", "ـ": ""}
    | dict.fromkeys("-‐‑–/.,()", " ")
)
"""Signs that no decomposition takes apart, written as people type them."""


def country_name(country_iso2: str, language: str) -> str:
    """The country's name in a language; in English where the language has none."""
    own = _tables()["countries"].get(country_iso2, {})
    if language in own:
        return str(own[language])
    name = _territories(language).get(country_iso2)
    if name:
        return name
    return str(own.get("en") or _territories("en").get(country_iso2, country_iso2))


def commission_name(country_iso2: str, language: str) -> str:
    """A commission's name in English, French or Arabic where no other is known."""
    country = country_name(country_iso2, language)
    if language == "fr":
        of_country = _tables()["of_country_fr"].get(country_iso2)
        if of_country:
            return f"Commission nationale {of_country} pour l’UNESCO"
        return f"Commission nationale pour l’UNESCO ({country})"
    if language == "ar":
        return f"اللجنة الوطنية لليونسكو في {country.split(' (')[0]}"
    known = _tables()["commissions_en"].get(country_iso2)
    return str(known or f"{country_name(country_iso2, 'en')} National Commission for UNESCO")


def sort_key(name: str) -> str:
    """Orders names as people expect: accents and case do not matter, nor does the apostrophe."""
    if name.isascii():
        return name.casefold().replace("'", "")
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in folded if not unicodedata.combining(sign) and sign not in "’'")


def search_key(words: str) -> str:
    """Words as one compares them with what somebody typed: no accents, hyphens or double spaces."""
    return " ".join(sort_key(words).translate(_SAME_SIGN).split())


@cache
def search_names(country_iso2: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """All names by which somebody may look for a country, as search keys.

    In the given languages and in those that are spoken there, each in its own script.
    """
    names = [country_name(country_iso2, language) for language in languages]
    names += _native_names().get(country_iso2, [])
    return tuple({search_key(name): None for name in names})


@cache
def _native_names() -> dict[str, list[str]]:
    return cast(dict[str, list[str]], json.loads(_NATIVE_NAMES.read_text(encoding="utf-8")))


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    return cast(
        dict[str, dict[str, dict[str, str]]], json.loads(_NAMES.read_text(encoding="utf-8"))
    )


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}
    return {code: name.replace(" & ", " and ") for code, name in locale.territories.items()}
