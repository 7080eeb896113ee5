"""What the query string of an address asks for; what is not understood counts as not chosen."""

from enum import StrEnum
from typing import TypeVar

Kind = TypeVar("Kind", bound=StrEnum)
_LONGEST_SEARCH = 80
_MOST_DIGITS = 5


def chosen(kind: type[Kind], given: str | None) -> Kind | None:
    """The member of an enumeration that was asked for; None if there is none of that name."""
    try:
        return kind(given or "")
    except ValueError:
        return None


def page_number(given: str | None) -> int:
    """The page of a list that was asked for, from 1 on."""
    if not given or not given.isdecimal() or len(given) > _MOST_DIGITS:
        return 1
    return max(1, int(given))


def search_text(given: str | None) -> str:
    """The words that were searched for, no more than anybody types."""
    return (given or "").strip()[:_LONGEST_SEARCH]
