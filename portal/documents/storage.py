"""Where files lie: under their own SHA-256, written once, verified when read.

A local folder by default, or any S3-compatible store by address. Nothing is ever overwritten but
parts of uploads and archives that are made anew, which stand apart, and no name that somebody sent
becomes a path.
"""

import hashlib
import os
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, from_url

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE_BYTES = 1 << 20


class MissingFileError(LookupError):
    """No file with that digest is stored."""


class DamagedFileError(RuntimeError):
    """The stored bytes are not those that were put: the disk or the store is at fault."""


class Storage:
    """Content-addressed files. Cheap to make; connects in the process that first uses it."""

    def __init__(self, place: str | Path) -> None:
        """``place`` is a folder, or an address such as ``s3://bucket/prefix``."""
        self._place = place
        self._store: Any = None
        self._process = 0

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their SHA-256. The same bytes again are fine."""
        digest = hashlib.sha256(content).hexdigest()
        try:
            obstore.put(self._connected(), _path(digest), content, mode="create")
        except AlreadyExistsError:
            return digest
        return digest

    def open(self, sha256: str) -> bytes:
        """The bytes with that SHA-256. Raises MissingFileError or DamagedFileError."""
        try:
            content = bytes(obstore.get(self._connected(), _path(sha256)).bytes())
        except FileNotFoundError:
            raise MissingFileError(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFileError(sha256)
        return content

    def exists(self, sha256: str) -> bool:
        """Whether a file with that SHA-256 is stored."""
        try:
            obstore.head(self._connected(), _path(sha256))
        except FileNotFoundError:
            return False
        return True

    def put_part(self, upload: uuid.UUID, offset: int, content: bytes) -> None:
        """Keep a part of a file that is still on its way; a part that comes again replaces it."""
        obstore.put(self._connected(), _part_path(upload, offset), content)

    def joined_parts(self, upload: uuid.UUID, sizes: Sequence[int]) -> bytes:
        """The parts of an upload in their order. Raises DamagedFileError if one is not whole."""
        return b"".join(self.part(upload, offset, size) for offset, size in _offsets(sizes))

    def part(self, upload: uuid.UUID, offset: int, size: int) -> bytes:
        """One part. Raises DamagedFileError if it is not whole."""
        try:
            found = bytes(obstore.get(self._connected(), _part_path(upload, offset)).bytes())
        except FileNotFoundError:
            raise DamagedFileError(str(upload)) from None
        if len(found) != size:
            raise DamagedFileError(str(upload))
        return found

    def drop_parts(self, upload: uuid.UUID, sizes: Sequence[int]) -> None:
        """Remove the parts of an upload; those that are gone already do not matter."""
        for offset, _size in _offsets(sizes):
            with suppress(FileNotFoundError):
                obstore.delete(self._connected(), _part_path(upload, offset))

    def archive_writer(self, archive: uuid.UUID) -> Any:
        """A file to write to piece by piece; closing puts it there, in place of one before."""
        return obstore.open_writer(self._connected(), _archive_path(archive))

    def archive_pieces(self, archive: uuid.UUID) -> Iterator[bytes]:
        """The bytes of an archive, piece by piece. Raises MissingFileError, at once."""
        try:
            found = obstore.get(self._connected(), _archive_path(archive))
        except FileNotFoundError:
            raise MissingFileError(str(archive)) from None
        return (bytes(piece) for piece in found.stream(min_chunk_size=_PIECE_BYTES))

    def drop_archive(self, archive: uuid.UUID) -> None:
        """Remove an archive; one that is gone already does not matter."""
        with suppress(FileNotFoundError):
            obstore.delete(self._connected(), _archive_path(archive))

    def _connected(self) -> Any:
        """The store of this process; its threads do not survive a fork, so a child makes one."""
        if self._store is None or self._process != os.getpid():
            self._store, self._process = _connect(self._place), os.getpid()
        return self._store


def _connect(place: str | Path) -> Any:
    if isinstance(place, str) and "://" in place:
        return from_url(place)
    folder = Path(place)
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(prefix=str(folder.resolve()))


def _part_path(upload: uuid.UUID, offset: int) -> str:
    return f"uploads/{upload}-{offset:012d}"


def _archive_path(archive: uuid.UUID) -> str:
    return f"archives/{archive}"


def _offsets(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each part begins, and its size."""
    offset = 0
    for size in sizes:
        yield offset, size
        offset += size


def _path(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise MissingFileError(digest)
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
