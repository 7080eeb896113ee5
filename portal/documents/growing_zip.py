"""A ZIP that grows file by file into a writer: never whole in memory, however many files it gets.

Each file is listed in ``manifest.json`` with its SHA-256; the digest of the whole is known at the
end. Source: docs/decisions/0023-seasons-end.md.
"""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Protocol, Self

_KEPT_IN_MEMORY = 1 << 20
_CHUNK = 1 << 16
_PACKED = (".json", ".csv", ".txt")
"""Endings of files that get smaller; all others are stored as they are."""


class Target(Protocol):
    """Where the bytes go, in their order."""

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A finished archive."""

    sha256: str
    size_bytes: int
    files: int


class _Counted(io.RawIOBase):
    """Passes on what is written, and counts and digests it."""

    def __init__(self, target: Target) -> None:
        self.digest = hashlib.sha256()
        self.size_bytes = 0
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._target.write(piece)
        self.digest.update(piece)
        self.size_bytes += len(piece)
        return len(piece)


class GrowingZip:
    """An archive to add files to, as a context manager; ``finish`` adds the manifest."""

    def __init__(self, target: Target, *, at: datetime) -> None:
        """``at``: the time that stands beside each file."""
        self._out = _Counted(target)
        self._archive = zipfile.ZipFile(self._out, "w")
        self._manifest = tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+b")  # noqa: SIM115 - until finish
        self._at = at.astimezone(UTC).timetuple()[:6]
        self._names: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._manifest.close()
        self._archive.close()

    def add(self, name: str, content: bytes, *, kind: str) -> None:
        """Add a file; ``kind`` tells in the manifest what it is. A name counts once."""
        self.add_stream(name, io.BytesIO(content), kind=kind)

    def add_stream(self, name: str, source: IO[bytes], *, kind: str) -> None:
        """Add a file from its beginning to its end, piece by piece."""
        if name in self._names:
            raise ValueError(f"{name} is in the archive already")
        source.seek(0)
        digest, size_bytes = self._copy(name, source)
        entry = {"name": name, "kind": kind, "sha256": digest, "size_bytes": size_bytes}
        separator = b",\n" if self._names else b""
        self._manifest.write(separator + json.dumps(entry, ensure_ascii=False).encode())
        self._names.add(name)

    def finish(self, facts: Mapping[str, object]) -> Whole:
        """Add ``manifest.json`` with these facts and the list of files, and end the ZIP."""
        head = json.dumps(facts, ensure_ascii=False)[:-1]
        with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+b") as manifest:
            manifest.write(f'{head}, "files": [\n'.encode())
            self._manifest.seek(0)
            while piece := self._manifest.read(_CHUNK):
                manifest.write(piece)
            manifest.write(b"\n]}\n")
            manifest.seek(0)
            self._copy("manifest.json", manifest)
        self._archive.close()
        return Whole(self._out.digest.hexdigest(), self._out.size_bytes, len(self._names))

    def _copy(self, name: str, source: IO[bytes]) -> tuple[str, int]:
        info = zipfile.ZipInfo(name, self._at)
        info.external_attr = 0o644 << 16
        info.create_system = 3
        is_packed = name.endswith(_PACKED)
        info.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
        digest, size_bytes = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as target:
            while piece := source.read(_CHUNK):
                target.write(piece)
                digest.update(piece)
                size_bytes += len(piece)
        return digest.hexdigest(), size_bytes
