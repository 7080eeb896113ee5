"""What the process that prepares the data hands to the one that measures: a small file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cast:
    """What the requests need: signed cookies, references, links, digests."""

    form_token: str
    """Proves that a form comes from the session of any of the cookies."""
    coordinator: str
    officer: str = ""
    draft: Mapping[str, str] | None = None
    """Reference and cookie of a draft's delegate."""
    reference: str = ""
    """Of a submitted application; ``print_id`` and ``code`` are its print and its code."""
    print_id: str = ""
    code: str = ""
    submits: tuple[Mapping[str, str], ...] = ()
    """Reference, revision and delegate's cookie of applications ready to be submitted."""
    signatures: tuple[Mapping[str, str], ...] = ()
    """Secret of the mayor's link, and digest of the document, of applications to be signed."""


def read_cast(path: Path) -> Cast:
    """The cast another process wrote."""
    return Cast(**json.loads(path.read_text()))


def write_cast(path: Path, cast: Cast) -> None:
    """Write it for the owner's eyes only: it opens sessions."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(cast)))
