"""Safe placeholders: ``{city}`` in a commission's text becomes plain text, and nothing else does.

For every letter and mail that people may word: ``check`` what they write when it is saved, ``fill``
it when the letter is made. A text is never a format string; only names of a closed list count.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.core.errors import Invalid
from portal.core.i18n import joined
from portal.core.i18n import lazy_gettext as _l

_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Placeholder:
    """A name that stands for a fact of the letter's application."""

    name: str
    """Latin letters, the same in every language."""
    meaning: object
    """What it stands for, in the reader's language."""

    def __str__(self) -> str:
        return f"{{{self.name}}}"


CITY = Placeholder("city", _l("Name of the city"))
COUNTRY = Placeholder("country", _l("Name of the country"))
COMMISSION = Placeholder("commission", _l("Name of the commission"))
REFERENCE = Placeholder("reference", _l("Reference of the application"))
CALL = Placeholder("call", _l("Name of the call"))
DATE = Placeholder("date", _l("Day of the letter"))
SIGNATORY = Placeholder("signatory", _l("Who signs for the commission"))
OFFICE = Placeholder("office", _l("Office of the signatory"))
MAYOR = Placeholder("mayor", _l("Head of the city who signed"))
MAYOR_OFFICE = Placeholder("mayor_office", _l("Office of the head of the city"))


def check(text: str, allowed: Iterable[Placeholder], *, field: str | None = None) -> None:
    """Raise Invalid naming the first placeholder that is unknown, or a brace that stands alone."""
    known = {each.name for each in allowed}
    for found in _IN_BRACES.finditer(text):
        if found[1] not in known:
            raise Invalid(
                _l(
                    "“%(unknown)s” stands for nothing here. You can write: %(known)s.",
                    unknown=found[0],
                    known=joined(f"{{{name}}}" for name in sorted(known)),
                ),
                field=field,
            )
    if stray := re.search(r"[{}]", _IN_BRACES.sub("", text)):
        raise Invalid(
            _l(
                "A brace “%(brace)s” stands alone. Write placeholders as {name}, or leave the"
                " brace out.",
                brace=stray[0],
            ),
            field=field,
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each known name replaced by its value; values are not looked into."""
    return "".join(piece for piece, _is_value in pieces(text, values))


def pieces(text: str, values: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The same in pieces, each with whether it is a value: those keep their own direction."""
    end = 0
    for found in _IN_BRACES.finditer(text):
        if found[1] not in values:
            continue
        if found.start() > end:
            yield text[end : found.start()], False
        yield values[found[1]], True
        end = found.end()
    if end < len(text):
        yield text[end:], False
