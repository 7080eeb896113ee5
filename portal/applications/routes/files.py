"""Files of an application: fetched only in the reader's scope, never served as active content."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, Response
from sqlalchemy import select

from portal.accounts.access import reading, requires
from portal.accounts.roles import Permission
from portal.applications.attachment_models import Attachment
from portal.applications.models import Submission
from portal.applications.offline_models import PaperForm
from portal.applications.team_models import Mandate
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.web.downloads import file_response

blueprint = Blueprint("files", __name__, url_prefix="/c/<commission>/files")
OWN_KINDS = frozenset(
    {
        DocumentKind.PRINT,
        DocumentKind.SIGNED,
        DocumentKind.RECEIPT,
        DocumentKind.ENDORSED,
        DocumentKind.SEALED,
        DocumentKind.CERTIFICATE,
        DocumentKind.LETTER,
    }
)
"""Files the portal made itself: shown in the browser. All others are only downloaded."""


@blueprint.get("/<uuid:document_id>")
@requires(Permission.APPLICATION_READ)
def download(commission: str, document_id: uuid.UUID) -> Response:
    """A document of a submission, or a file of a draft: attachment, mandate, form on paper."""
    with reading() as work:
        sha256, media_type, name, is_own = _file(work, document_id)
    return file_response(read(sha256), name, media_type, is_inline=is_own)


@blueprint.get("/<uuid:document_id>/pages/<int:page>")
@requires(Permission.APPLICATION_READ)
def page_image(commission: str, document_id: uuid.UUID, page: int) -> Response:
    """A page of a foreign file, painted anew by the portal. Pages count from 1."""
    with reading() as work:
        pages = _pages(work, document_id)
    return painted_page(pages, page)


@blueprint.get("/submissions/<uuid:submission_id>/<int:number>")
@requires(Permission.APPLICATION_READ)
def attachment(commission: str, submission_id: uuid.UUID, number: int) -> Response:
    """An attachment of a frozen submission. They count from 1, as in the list."""
    with reading() as work:
        found = _frozen_attachment(work, submission_id, number)
    return file_response(
        read(found["sha256"]),
        _file_name(found["title"], found["media_type"]),
        found["media_type"],
        is_inline=False,
    )


@blueprint.get("/submissions/<uuid:submission_id>/<int:number>/pages/<int:page>")
@requires(Permission.APPLICATION_READ)
def attachment_page(commission: str, submission_id: uuid.UUID, number: int, page: int) -> Response:
    """A page of an attachment of a frozen submission, painted anew. Pages count from 1."""
    with reading() as work:
        pages = _frozen_attachment(work, submission_id, number).get("shown") or []
    return painted_page(pages, page)


def painted_page(pages: Sequence[str], page: int) -> Response:
    """One of the pages that intake painted anew, by digest. They count from 1. Raises NotFound."""
    if not 1 <= page <= len(pages):
        raise NotFound()
    return file_response(read(pages[page - 1]), f"{page}.jpg", "image/jpeg", is_inline=True)


def register(app: Flask) -> None:
    """Mount the files."""
    app.register_blueprint(blueprint)


def _file(work: Work, file_id: uuid.UUID) -> tuple[str, str, str, bool]:
    """Digest, media type, name and whether the portal made it. Raises NotFound."""
    document = work.session.execute(
        select(Document.sha256, Document.media_type, Document.title, Document.kind).where(
            Document.id == file_id
        )
    ).first()
    if document is not None:
        is_own = document.kind in OWN_KINDS and document.media_type == "application/pdf"
        name = _file_name(document.title, document.media_type)
        return document.sha256, document.media_type, name, is_own
    attached = work.session.execute(
        select(Attachment.sha256, Attachment.media_type, Attachment.title)
        .where(Attachment.id == file_id)
        .union_all(
            select(Mandate.sha256, Mandate.media_type, Mandate.file_name).where(
                Mandate.id == file_id, Mandate.sha256.is_not(None)
            ),
            select(PaperForm.sha256, PaperForm.media_type, PaperForm.file_name).where(
                PaperForm.id == file_id
            ),
        )
    ).first()
    if attached is None:
        raise NotFound()
    return (
        attached.sha256,
        attached.media_type,
        _file_name(attached.title, attached.media_type),
        False,
    )


def _pages(work: Work, file_id: uuid.UUID) -> list[str]:
    for model in (Document, Attachment, Mandate, PaperForm):
        pages: list[str] | None = work.session.scalar(
            select(model.shown_sha256s).where(model.id == file_id)
        )
        if pages is not None:
            return list(pages)
    raise NotFound()


def _frozen_attachment(work: Work, submission_id: uuid.UUID, number: int) -> dict[str, Any]:
    attached = work.session.scalar(
        select(Submission.attachments).where(Submission.id == submission_id)
    )
    if attached is None or not 1 <= number <= len(attached):
        raise NotFound()
    found: dict[str, Any] = attached[number - 1]
    return found


def _file_name(title: str, media_type: str) -> str:
    """A name with the ending its content deserves, whatever the title says."""
    ending = {
        "application/pdf": ".pdf",
        "image/jpeg": ".jpg",
        "image/png": ".png",
        "image/heic": ".heic",
        "image/tiff": ".tif",
        "application/zip": ".zip",
    }.get(media_type, "")
    name = " ".join(title.replace("/", "-").replace("\\", "-").split())[:120]
    return name if name.lower().endswith(ending) else f"{name}{ending}"
