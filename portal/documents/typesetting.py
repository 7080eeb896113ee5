"""From plain values to PDF bytes with typst: same input, same bytes.

User text travels as data and is never read as markup. Templates lie in ``typst/``; the compiler
sees that folder (or a private copy with the given images) and nothing else, and has no network.
Runs in the press (``core.press``), which alone loads typst.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from portal.documents.fonts import REPLACEMENT, families, font_set, may_justify, printable

TEMPLATES = Path(__file__).parent / "typst"
Standard = Literal["a-2a", "a-3a", "ua-1"]
ARCHIVE: tuple[Standard, ...] = ("a-3a", "ua-1")
"""PDF/A-3 with embedded files, and PDF/UA: readable in decades and by a screen reader."""
PLAIN_ARCHIVE: tuple[Standard, ...] = ("a-2a", "ua-1")
"""The same without embedded files."""

_UNSHOWABLE = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS = 12


class TypesettingError(RuntimeError):
    """A template is broken or its values do not fit; never the fault of a reader's text."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF, and the characters that no typeface could show."""

    pdf: bytes
    replaced: frozenset[str]


def typeset(
    template: str,
    values: Mapping[str, object],
    *,
    language: str,
    direction: str,
    at: datetime,
    standards: tuple[Standard, ...] = ARCHIVE,
    attached_text: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Typeset:
    """Set a template of ``typst/`` with values (strings, numbers, lists, dicts).

    ``attached_text`` reaches the template verbatim in ``sys.inputs``; ``files`` lie beside it under
    the given names. Characters no font can show become boxes and are reported.
    """
    replaced: set[str] = set()
    data: dict[str, object] = {
        **{key: _cleaned(value, replaced) for key, value in values.items()},
        "language": language.split("-")[0],
        "region": {"zh-Hant": "TW", "zh": "CN"}.get(language),
        "is_rtl": direction == "rtl",
        "families": families(language),
        "justify": may_justify(language),
    }
    if not files:
        pdf = _compile(TEMPLATES, template, data, attached_text or {}, standards, at, replaced)
        return Typeset(pdf, frozenset(replaced))
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        root = Path(folder)
        for source in TEMPLATES.glob("*.typ"):
            shutil.copy(source, root / source.name)
        for name, content in files.items():
            (root / name).write_bytes(content)
        pdf = _compile(root, template, data, attached_text or {}, standards, at, replaced)
    return Typeset(pdf, frozenset(replaced))


def _cleaned(value: object, replaced: set[str]) -> object:
    if isinstance(value, str):
        text, missing = printable(value)
        replaced |= missing
        return text
    if isinstance(value, Mapping):
        return {key: _cleaned(item, replaced) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item, replaced) for item in value]
    return value


def _compile(
    root: Path,
    template: str,
    data: dict[str, object],
    attached_text: Mapping[str, str],
    standards: tuple[Standard, ...],
    at: datetime,
    replaced: set[str],
) -> bytes:
    """Compile; a cluster that no single font can show is replaced and the page set again."""
    import typst

    text = json.dumps(data, ensure_ascii=False)
    for _ in range(_ATTEMPTS):
        try:
            pdf = typst.compile(
                str(root / template),
                root=str(root),
                font_paths=font_set(),
                sys_inputs={**attached_text, "data": text},
                pdf_standards=list(standards),
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as error:
            cluster = _unshowable(str(error))
            if cluster is None or cluster not in text:
                raise TypesettingError(f"{template}: {error}") from error
            replaced |= set(cluster)
            text = text.replace(cluster, REPLACEMENT)
        else:
            return bytes(pdf)
    raise TypesettingError(f"{template}: too many characters that cannot be shown")


def _unshowable(message: str) -> str | None:
    found = _UNSHOWABLE.search(message)
    if found is None:
        return None
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found["text"])
