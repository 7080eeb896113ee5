"""Keeps files of applications: bytes first into the storage, then the row into the transaction.

Bytes that no row points to are harmless; a row without bytes must never exist.
"""

import uuid
from dataclasses import dataclass

from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.documents.storage import MissingFileError, Storage

_storage: Storage | None = None


def use_storage(storage: Storage) -> None:
    """Tell where bytes are kept; called once at start."""
    global _storage
    _storage = storage


def storage() -> Storage:
    """The storage of this process. Raises RuntimeError if the application was not started."""
    if _storage is None:
        raise RuntimeError("create_app() has not been called: there is no storage")
    return _storage


@dataclass(frozen=True)
class Owner:
    """Whose file it is: the keys of an application and, if any, of its submission."""

    commission_id: int
    city_id: uuid.UUID
    application_id: uuid.UUID
    submission_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Content:
    """A file before it is kept."""

    kind: DocumentKind
    title: str
    media_type: str
    data: bytes
    pages: int | None = None
    shown_pages: tuple[bytes, ...] = ()
    """Re-rendered pages to show instead of a foreign file."""


def keep(work: Work, owner: Owner, content: Content) -> Document:
    """Store the bytes and add the row; it becomes shared when its submission is."""
    files = storage()
    sha256 = files.put(content.data)
    document = Document(
        commission_id=owner.commission_id,
        city_id=owner.city_id,
        application_id=owner.application_id,
        submission_id=owner.submission_id,
        kind=content.kind,
        title=content.title,
        media_type=content.media_type,
        size_bytes=len(content.data),
        pages=content.pages,
        sha256=sha256,
        shown_sha256s=[files.put(page) for page in content.shown_pages],
        created_at=work.now,
        created_by=work.actor.name,
    )
    work.session.add(document)
    return document


def read(sha256: str) -> bytes:
    """The bytes of a digest, verified against it. Raises NotFound."""
    try:
        return storage().open(sha256)
    except MissingFileError as error:
        raise NotFound() from error
