"""Uploads that go on after a cut line: parts arrive in order, each at the place the last one ended.

Nothing here opens a file; a complete one is examined before it becomes a document.
"""

import hashlib
import re
import uuid
from datetime import timedelta

from sqlalchemy import select

from portal.applications.attachment_models import Upload
from portal.applications.services.attaching import LARGEST_FILE_MIB, draft_to_change
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.shelf import storage

LARGEST_FILE_BYTES = LARGEST_FILE_MIB << 20
LARGEST_PART_BYTES = 1 << 20
MOST_UPLOADS = 5
"""Unfinished uploads of one city at a time: at most this many times the largest file is kept."""
KEPT_FOR = timedelta(days=3)
"""After the last part; then an unfinished upload is forgotten."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


class WrongPlace(Conflict):
    """A part that does not begin where the last one ended; ``received`` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(_l("The upload goes on at another place."))
        self.received = received


def begin_upload(
    work: Work, application_id: uuid.UUID, *, file_name: str, size_bytes: int, sha256: str = ""
) -> Upload:
    """Make room for a file, or find the unfinished upload of the same file again.

    ``sha256``: what the sender says the whole file has; empty if it cannot tell. Raises Invalid if
    the file is empty or too large, Conflict beyond the most unfinished uploads of the city.
    """
    application = draft_to_change(work, application_id)
    if not 0 < size_bytes <= LARGEST_FILE_BYTES:
        raise Invalid(
            _l("A document may have up to %(limit)s MB.", limit=LARGEST_FILE_MIB), field="file"
        )
    digest = sha256 if _DIGEST.fullmatch(sha256) else ""
    mine = list(
        work.session.scalars(
            select(Upload).where(Upload.city_id == application.city_id).order_by(Upload.begun_at)
        )
    )
    for upload in mine:
        is_same = (upload.application_id, upload.sha256, upload.size_bytes) == (
            application_id,
            digest,
            size_bytes,
        )
        if digest and is_same:
            return upload
    if len(mine) >= MOST_UPLOADS:
        raise Conflict(
            _l(
                "There are %(count)s unfinished uploads. Finish or discard one of them first.",
                count=len(mine),
            ),
            field="file",
        )
    upload = Upload(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application_id,
        file_name=file_name[-200:],
        size_bytes=size_bytes,
        sha256=digest,
        part_sizes=[],
        begun_at=work.now,
        begun_by=work.actor.name,
        touched_at=work.now,
    )
    work.session.add(upload)
    work.session.flush()
    return upload


def add_part(
    work: Work, application_id: uuid.UUID, upload_id: uuid.UUID, *, offset: int, data: bytes
) -> int:
    """Keep the next part; returns how many bytes are there now.

    Raises WrongPlace if it does not begin where the last one ended, Invalid if it is empty, too
    large or goes beyond the end of the file.
    """
    upload = _upload(work, application_id, upload_id)
    received = upload.received_bytes
    if offset != received:
        raise WrongPlace(received)
    if not 0 < len(data) <= LARGEST_PART_BYTES or received + len(data) > upload.size_bytes:
        raise Invalid(_l("This part does not belong to the file."), field="file")
    storage().put_part(upload.id, offset, data)
    upload.part_sizes = [*upload.part_sizes, len(data)]
    upload.touched_at = work.now
    work.session.flush()
    return received + len(data)


def uploaded_file(work: Work, application_id: uuid.UUID, upload_id: uuid.UUID) -> tuple[bytes, str]:
    """Bytes and name of an upload that is whole.

    Raises Invalid if parts are missing, or if it is not the file the sender announced.
    """
    upload = _upload(work, application_id, upload_id)
    if upload.received_bytes != upload.size_bytes:
        raise Invalid(
            _l("The file has not arrived whole. Choose it again; the upload goes on by itself."),
            field="file",
        )
    data = storage().joined_parts(upload.id, upload.part_sizes)
    if upload.sha256 and hashlib.sha256(data).hexdigest() != upload.sha256:
        raise Invalid(
            _l("The file arrived damaged. Discard this upload and send it again."), field="file"
        )
    return data, upload.file_name


def discard_upload(work: Work, application_id: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Forget an upload, finished or not; its parts go after the commit."""
    _forget(work, _upload(work, application_id, upload_id))


def forget_old_uploads(work: Work) -> int:
    """Forget what nobody has gone on with for three days; returns how many there were."""
    old = list(
        work.session.scalars(
            select(Upload)
            .where(Upload.touched_at < work.now - KEPT_FOR)
            .order_by(Upload.id)
            .with_for_update(skip_locked=True)
        )
    )
    for upload in old:
        _forget(work, upload)
    return len(old)


def _upload(work: Work, application_id: uuid.UUID, upload_id: uuid.UUID) -> Upload:
    """The upload, locked: of two parts that arrive at once, one comes after the other."""
    draft_to_change(work, application_id)
    upload = work.session.scalars(
        select(Upload)
        .where(Upload.application_id == application_id, Upload.id == upload_id)
        .with_for_update()
    ).first()
    if upload is None:
        raise NotFound()
    return upload


def _forget(work: Work, upload: Upload) -> None:
    upload_id, sizes = upload.id, list(upload.part_sizes)
    work.session.delete(upload)
    work.session.flush()
    work.after_commit.append(lambda: storage().drop_parts(upload_id, sizes))
