"""A file in parts, so that a cut line costs one part and not the whole: the core of tus 1.0.

POST announces a file, GET and HEAD tell how much is there, PATCH brings the next part. The form of
the documents then names the upload instead of a file. Source: tus.io, resumable upload protocol.
"""

import base64
import binascii
import uuid

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.queries.city import application_id
from portal.applications.queries.papers import open_upload
from portal.applications.routes.blueprint import blueprint
from portal.applications.services.uploading import (
    LARGEST_PART_BYTES,
    WrongPlace,
    add_part,
    begin_upload,
    discard_upload,
)
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l

PROTOCOL = "1.0.0"
PART_TYPE = "application/offset+octet-stream"


@blueprint.post("/<reference>/uploads")
@requires(Permission.APPLICATION_EDIT)
def announce_upload(commission: str, reference: str) -> ResponseReturnValue:
    """Announce a file; the answer names its address and how much of it is there already."""
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        with writing() as work:
            upload = begin_upload(
                work,
                application_id(work, reference),
                file_name=metadata.get("filename", ""),
                size_bytes=_whole_number(request.headers.get("Upload-Length")),
                sha256=metadata.get("sha256", ""),
            )
            upload_id, received = upload.id, upload.received_bytes
    except (Invalid, Conflict) as error:
        return _refusal(error)
    answer = _answer(201, received)
    answer.headers["Location"] = url_for(
        "city.upload", commission=commission, reference=reference, upload_id=upload_id
    )
    answer.headers["Upload-Id"] = str(upload_id)
    return answer


@blueprint.get("/<reference>/uploads/<uuid:upload_id>")
@requires(Permission.APPLICATION_EDIT)
def upload(commission: str, reference: str, upload_id: uuid.UUID) -> ResponseReturnValue:
    """How much of the file is there."""
    with reading() as work:
        found = open_upload(work, application_id(work, reference), upload_id)
    answer = _answer(204, found.received_bytes)
    answer.headers["Upload-Length"] = str(found.size_bytes)
    return answer


@blueprint.patch("/<reference>/uploads/<uuid:upload_id>")
@requires(Permission.APPLICATION_EDIT)
def add_to_upload(commission: str, reference: str, upload_id: uuid.UUID) -> ResponseReturnValue:
    """Take the next part; 409 with the right place if it begins elsewhere."""
    with reading() as work:
        file_id = application_id(work, reference)
        open_upload(work, file_id, upload_id)
    length = request.content_length
    if length is None or length > LARGEST_PART_BYTES or request.mimetype != PART_TYPE:
        return _refusal(Invalid(_l("This part does not belong to the file.")))
    data = request.get_data(cache=False)
    if len(data) != length:
        return _refusal(Invalid(_l("This part does not belong to the file.")))
    offset = _whole_number(request.headers.get("Upload-Offset"))
    try:
        with writing() as work:
            received = add_part(work, file_id, upload_id, offset=offset, data=data)
    except WrongPlace as place:
        return _answer(409, place.received)
    except (Invalid, Conflict) as error:
        return _refusal(error)
    return _answer(204, received)


@blueprint.post("/<reference>/uploads/<uuid:upload_id>/discard")
@requires(Permission.APPLICATION_EDIT)
def discard(commission: str, reference: str, upload_id: uuid.UUID) -> ResponseReturnValue:
    """Forget an unfinished upload."""
    with writing() as work:
        discard_upload(work, application_id(work, reference), upload_id)
    return redirect(url_for("city.attachments", commission=commission, reference=reference), 303)


def _answer(status: int, received: int) -> Response:
    answer = Response(status=status)
    answer.headers["Tus-Resumable"] = PROTOCOL
    answer.headers["Upload-Offset"] = str(received)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refusal(error: Invalid | Conflict) -> Response:
    """A sentence for the person who sends, as plain text."""
    answer = Response(str(error.message), status=error.status, mimetype="text/plain")
    answer.headers["Tus-Resumable"] = PROTOCOL
    return answer


def _metadata(header: str) -> dict[str, str]:
    """``name base64, name base64``; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return found


def _whole_number(text: str | None) -> int:
    """-1 for anything else."""
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if is_number and text is not None else -1
