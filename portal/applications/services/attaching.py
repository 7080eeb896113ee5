"""Files beside the answers: added and removed while the application is a draft.

Whoever calls this has had the file examined: nothing here opens it.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.accounts.roles import Permission
from portal.applications.attached_kinds import OTHER
from portal.applications.attachment_models import Attachment
from portal.applications.models import Application
from portal.applications.services.moving import lock
from portal.applications.workflow import State
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.shelf import storage

MOST_FILES = 10
LARGEST_FILE_MIB = 20
LONGEST_TITLE = 160


@dataclass(frozen=True)
class ExaminedFile:
    """An upload that ``documents.intake`` accepted."""

    data: bytes
    file_name: str
    media_type: str
    pages: int
    shown_pages: tuple[bytes, ...]
    """Pages painted anew, JPEG: what people are shown instead of the file."""
    codes: tuple[str, ...] = ()
    """Texts of the codes on its pages."""


def add_attachment(
    work: Work, application_id: uuid.UUID, *, title: str, file: ExaminedFile, kind: str = OTHER
) -> Attachment:
    """Put a file beside the answers.

    Raises Invalid without a title or beyond the tenth file, Conflict if it is there already or
    the application is not a draft.
    """
    application = draft_to_change(work, application_id)
    title = " ".join(title.split())
    if not title:
        raise Invalid(_l("Give the document a title, as readers should see it."), field="title")
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            _l("Shorten the title to %(limit)s characters.", limit=LONGEST_TITLE), field="title"
        )
    count = work.session.scalar(
        select(func.count()).where(Attachment.application_id == application_id)
    )
    if int(count or 0) >= MOST_FILES:
        raise Invalid(
            _l("There are %(limit)s documents already. Remove one first.", limit=MOST_FILES),
            field="file",
        )
    sha256 = storage().put(file.data)
    _check_new(work, application_id, sha256)
    attachment = Attachment(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application_id,
        title=title,
        kind=kind,
        file_name=file.file_name[-200:],
        media_type=file.media_type,
        size_bytes=len(file.data),
        pages=file.pages,
        sha256=sha256,
        shown_sha256s=[storage().put(page) for page in file.shown_pages],
        added_at=work.now,
        added_by=work.actor.name,
    )
    work.session.add(attachment)
    work.session.flush()
    return attachment


def remove_attachment(work: Work, application_id: uuid.UUID, attachment_id: uuid.UUID) -> str:
    """Take a file away from the draft; returns its title. Frozen versions keep theirs."""
    draft_to_change(work, application_id)
    attachment = work.session.scalars(
        select(Attachment).where(
            Attachment.application_id == application_id, Attachment.id == attachment_id
        )
    ).first()
    if attachment is None:
        raise NotFound()
    title = attachment.title
    work.session.delete(attachment)
    work.session.flush()
    return title


def draft_to_change(work: Work, application_id: uuid.UUID) -> Application:
    """The application, locked, if its documents may change now.

    Raises NotAllowed, NotFound, or Conflict if it is not a draft.
    """
    if Permission.APPLICATION_EDIT not in work.actor.permissions:
        raise NotAllowed(_l("Only the city's delegates change its documents."))
    application = lock(work, application_id)
    if application.state is not State.DRAFT:
        raise Conflict(
            _l("The application is frozen with its documents. Take it back to change them.")
        )
    return application


def _check_new(work: Work, application_id: uuid.UUID, sha256: str) -> None:
    title = work.session.scalar(
        select(Attachment.title).where(
            Attachment.application_id == application_id, Attachment.sha256 == sha256
        )
    )
    if title is not None:
        raise Conflict(_l("This file is there already: %(title)s.", title=title), field="file")
