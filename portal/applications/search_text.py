"""Names as people type them: folded to lower case without accents, in their script and in Latin."""

import unicodedata

from anyascii import anyascii


def fold(text: str) -> str:
    """The text in lower case, without accents, spaces in a row made one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.split())


def search_text(*texts: str) -> str:
    """What a search looks in: each text folded, and its Latin spelling where it differs."""
    found: list[str] = []
    for text in texts:
        for form in (fold(text), fold(anyascii(text))):
            if form and form not in found:
                found.append(form)
    return " ".join(found)
