"""Looking at a file that somebody sent, before anything else touches it.

The file is parsed in a child process with limits. People are shown only what the child painted
anew; the original is kept untouched and never opened here.
"""

import enum
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.documents.codes_on_paper import Corners
from portal.documents.refusals import Refusal, RefusedFile

_MIB = 1 << 20
_FRAME_LENGTH = 4
_CONFINES = Confines(
    cpu_seconds=5, cpu_total_seconds=90, wall_seconds=120, memory_mib=1200, output_mib=160
)
_HEIC_THREADS = 16
"""The decoder of HEIC works in threads of its own and fails where it may not start any."""
_KIND_NAMES = {"heic": "HEIC", "tiff": "TIFF", "webp": "WebP"}
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "tiff": "image/tiff",
}


Area = tuple[float, float, float, float]
"""Left, top, right and bottom of a part, as shares of the whole."""


class Purpose(enum.StrEnum):
    """What a file is sent for."""

    SCAN = "scan"
    """A signed print on paper: PDF, JPEG, PNG, HEIC or TIFF."""
    ATTACHMENT = "attachment"
    """A supporting document: PDF, JPEG or PNG."""
    SIGNATURE_PICTURE = "signature_picture"
    STAMP_PICTURE = "stamp_picture"
    """A stamp: a picture of it, or a scan or photograph it is cut from."""

    @property
    def is_picture(self) -> bool:
        """Whether only a picture makes sense; its paper becomes transparent."""
        return self in (Purpose.SIGNATURE_PICTURE, Purpose.STAMP_PICTURE)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of files that are accepted for it."""
        if self in (Purpose.SCAN, Purpose.STAMP_PICTURE):
            return frozenset(MEDIA_TYPES)
        return frozenset({"jpeg", "png"} if self.is_picture else {"pdf", "jpeg", "png"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be."""

    size_bytes: int = 25 * _MIB
    pages: int = 60
    megapixels: int = 60
    dots_per_inch: int = 150


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A QR or DataMatrix code on a page, where it lies on the page's image."""

    page: int
    text: str
    is_qr: bool
    corners: Corners


@dataclass(frozen=True, slots=True)
class Inspection:
    """An accepted file: its facts and its pages painted anew."""

    kind: str
    """``pdf``, ``jpeg``, ``png``, ``heic`` or ``tiff``"""
    media_type: str
    size_bytes: int
    sha256: str
    pages: int
    page_images: tuple[bytes, ...]
    """JPEG, without any metadata, upright if a code says so; empty for a picture's purposes."""
    thumbnails: tuple[bytes, ...] = ()
    """The same pages small, only of a scan."""
    codes: tuple[FoundCode, ...] = ()
    picture: bytes | None = None
    """PNG with transparent paper, for signatures and stamps."""


def inspect(
    data: bytes, purpose: Purpose, limits: Limits = Limits(), *, area: Area | None = None
) -> Inspection:
    """Examine a file and paint its pages. Raises RefusedFile with the reason; never hangs.

    ``area``: the part of a stamp's scan that shows the stamp; None for all of it.
    """
    kind = kind_at_the_door(data, purpose, limits)
    arguments: dict[str, object] = {"kind": kind, "purpose": purpose.value, **asdict(limits)}
    arguments["area"] = area
    confines = replace(_CONFINES, threads=_HEIC_THREADS) if kind == "heic" else _CONFINES
    try:
        answer = run_confined(
            "portal.documents.intake_child", data, arguments=arguments, confines=confines
        )
        header, frames = _frames(answer)
    except (ConfinedError, ValueError):
        raise RefusedFile(Refusal.TOO_COMPLEX) from None
    if "refusal" in header:
        raise RefusedFile(Refusal(header["refusal"]), **header.get("parameters", {}))
    pages = int(header["pages"])
    return Inspection(
        kind=kind,
        media_type=MEDIA_TYPES[kind],
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        page_images=() if purpose.is_picture else frames[:pages],
        thumbnails=() if purpose.is_picture else frames[pages:],
        codes=tuple(
            FoundCode(int(page), str(text), bool(is_qr), _corners(corners))
            for page, text, is_qr, corners in header["codes"]
        ),
        picture=frames[0] if purpose.is_picture else None,
    )


def kind_of(data: bytes) -> str | None:
    """The kind of a file by its first bytes: the name and what the sender says do not count."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] in (b"II*\0", b"MM\0*"):
        return "tiff"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "heic"
    return None


def kind_at_the_door(data: bytes, purpose: Purpose, limits: Limits = Limits()) -> str:
    """What can be said at once, without parsing anything. Raises RefusedFile."""
    if not data:
        raise RefusedFile(Refusal.EMPTY)
    if len(data) > limits.size_bytes:
        size, limit = -(-len(data) // _MIB), limits.size_bytes // _MIB
        raise RefusedFile(Refusal.TOO_LARGE, size=size, limit=limit)
    kind = kind_of(data)
    if kind is None:
        raise RefusedFile(Refusal.UNKNOWN_TYPE)
    if purpose is Purpose.SIGNATURE_PICTURE and kind == "pdf":
        raise RefusedFile(Refusal.WRONG_KIND)
    if kind not in purpose.kinds:
        raise RefusedFile(Refusal.NOT_ACCEPTED_HERE, kind=_KIND_NAMES[kind])
    if _has_second_file(data, kind):
        raise RefusedFile(Refusal.POLYGLOT)
    return kind


def _has_second_file(data: bytes, kind: str) -> bool:
    """A page, a PDF or an archive hidden in a file of another type."""
    beginning, end = data[:1024].lower(), data[-65_558:]
    is_archive = b"PK\x05\x06" in end and b"PK\x01\x02" in data
    has_page = any(mark in beginning for mark in (b"<html", b"<script", b"<svg", b"<!doctype"))
    return is_archive or has_page or (kind != "pdf" and b"%pdf-" in beginning)


def _corners(found: list[list[float]]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in found)
    return (first, second, third, fourth)


def _frames(answer: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """What ``intake_child`` wrote: length and text of a JSON header, then the images."""
    length = int.from_bytes(answer[:_FRAME_LENGTH], "big")
    if not 0 < length <= len(answer) - _FRAME_LENGTH:
        raise ValueError("no answer")
    position = _FRAME_LENGTH + length
    header = json.loads(answer[_FRAME_LENGTH:position])
    frames = []
    for size in header.get("frames", []):
        frames.append(answer[position : position + int(size)])
        position += int(size)
    if position != len(answer):
        raise ValueError("the answer was cut short")
    return header, tuple(frames)
