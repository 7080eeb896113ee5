"""All sentences of the portal as its own source says them, with the part of the portal they are in.

Read once from templates and modules, when somebody first looks for a sentence to word anew.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

PORTAL = Path(__file__).parents[1]
_CALLS = {"_": 1, "_l": 1, "gettext": 1, "lazy_gettext": 1, "ngettext": 2, "pgettext": 2}
"""What marks a sentence, and how many texts it takes."""
_IN_TEMPLATE = re.compile(
    r"""\b(_|ngettext|pgettext)\(\s*("(?:[^"\\]|\\.)*")(?:\s*,\s*("(?:[^"\\]|\\.)*"))?"""
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Sentence:
    """One sentence; of a plural also its other form in the source language."""

    message: str
    plural: str
    context: str
    places: frozenset[str]
    """Names of the features that say it."""

    @property
    def key(self) -> str:
        """Names the sentence in an address."""
        return key_of(self.context, self.message)

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What stands for a value, as it is written: ``%(city)s``."""
        return tuple(dict.fromkeys(placeholders_of(self.message) + placeholders_of(self.plural)))


def key_of(context: str, message: str) -> str:
    """A short name of a sentence."""
    return sha256(f"{context}\x04{message}".encode()).hexdigest()[:32]


def placeholders_of(text: str) -> tuple[str, ...]:
    """The placeholders of a text, in its order."""
    return tuple(match[0] for match in PLACEHOLDER.finditer(text))


@lru_cache(maxsize=1)
def sentences() -> dict[str, Sentence]:
    """Every sentence that can be worded anew, by its key.

    Not those with markup or a percent sign of their own: there a slip would break a page.
    """
    found: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for path in sorted(PORTAL.rglob("*")):
        if path.suffix == ".py":
            said = _in_module(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            said = _in_template(path)
        else:
            continue
        place = path.relative_to(PORTAL).parts[0]
        for context, message, plural in said:
            _plural, places = found.setdefault((context, message), (plural, set()))
            places.add(place)
    return {
        sentence.key: sentence
        for (context, message), (plural, places) in found.items()
        if _can_be_worded(message, plural)
        for sentence in [Sentence(message, plural, context, frozenset(places))]
    }


def _can_be_worded(message: str, plural: str) -> bool:
    rest = PLACEHOLDER.sub("", message + plural)
    return bool(message.strip()) and not set(rest) & set("<>%")


def _in_module(path: Path) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [
            argument.value
            for argument in node.args[: _CALLS.get(node.func.id, 0)]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if texts and len(texts) == _CALLS[node.func.id]:
            yield _said(node.func.id, texts)


def _in_template(path: Path) -> Iterator[tuple[str, str, str]]:
    for name, first, second in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
        texts = [ast.literal_eval(text) for text in (first, second) if text]
        if len(texts) >= _CALLS[name]:
            yield _said(name, texts[: _CALLS[name]])


def _said(name: str, texts: list[str]) -> tuple[str, str, str]:
    """Context, sentence and plural."""
    if name == "pgettext":
        return texts[0], texts[1], ""
    return "", texts[0], texts[1] if len(texts) > 1 else ""
