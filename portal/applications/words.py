"""Counts words the way the language does: Unicode text segmentation, UAX #29.

Scripts that do not mark words (Thai, Khmer, Chinese …) are counted sign by sign; the limit is
applied to the official text only, which is in English or French.
"""

from functools import lru_cache

import regex

_BOUNDARY = regex.compile(r"\b", regex.V1 | regex.WORD)
_IN_A_WORD = regex.compile(r"[\p{L}\p{N}]")


@lru_cache(maxsize=256)
def count_words(text: str) -> int:
    """Segments between word boundaries that hold a letter or a digit."""
    return sum(1 for segment in _BOUNDARY.split(text) if _IN_A_WORD.search(segment))
