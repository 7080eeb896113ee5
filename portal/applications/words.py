"""Counts words the way the language does: Unicode text segmentation (UAX #29), carried out by ICU.

Thai, Lao, Khmer, Burmese, Chinese and Japanese do not mark words; ICU finds them with its
dictionaries. Browsers count with ICU too, of another version: the number found here decides.
"""

from functools import lru_cache

import regex
from icu4py.breakers import WordBreaker

_IN_A_WORD = regex.compile(r"[\p{L}\p{N}]")


@lru_cache(maxsize=256)
def count_words(text: str, language: str = "en") -> int:
    """Segments between word boundaries of the language that hold a letter or a digit."""
    return sum(1 for segment in word_segments(text, language) if _IN_A_WORD.search(segment))


def word_segments(text: str, language: str = "en") -> list[str]:
    """Words, and what stands between them: joined they are the text again."""
    readable = text.encode("utf-8", "replace").decode()  # ICU takes no lone surrogates
    return list(WordBreaker(readable, language))


def length_in_browsers(text: str) -> int:
    """Length as JavaScript has it, in UTF-16 units: tells a page whether a text was counted."""
    return len(text.encode("utf-16-le", "replace")) // 2
