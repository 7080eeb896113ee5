"""Documents beside the answers: the list, adding one, removing one."""

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.attached_kinds import kind_label
from portal.applications.completeness import progress_of
from portal.applications.forms import AttachmentForm
from portal.applications.queries.city import (
    ApplicationHead,
    Draft,
    application_head,
    application_id,
    draft,
)
from portal.applications.queries.papers import AttachmentLine, UploadLine, open_uploads
from portal.applications.queries.papers import attachments as attached_files
from portal.applications.queries.sheets import open_version
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.routes.steps import ATTACHMENTS, section_steps
from portal.applications.services.attaching import (
    LARGEST_FILE_MIB,
    MOST_FILES,
    add_attachment,
    remove_attachment,
)
from portal.applications.services.gathering import SentFile, add_paper
from portal.applications.services.uploading import discard_upload, uploaded_file
from portal.applications.uploads import examined_attachment
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now


@blueprint.get("/<reference>/attachments")
@requires(Permission.DRAFT_READ)
def attachments(commission: str, reference: str) -> ResponseReturnValue:
    """The documents beside the answers."""
    page = _page(reference)
    return _render(page, AttachmentForm(formdata=None, document_kinds=page.kinds))


@blueprint.post("/<reference>/attachments")
@requires(Permission.APPLICATION_EDIT)
def attach(commission: str, reference: str) -> ResponseReturnValue:
    """Add a document: a file of this form, or one that came in parts before."""
    page = _page(reference)
    form = AttachmentForm(document_kinds=page.kinds)
    if not form.validate_on_submit():
        return _render(page, form), 422
    upload_id = uuid.UUID(form.upload.data) if form.upload.data else None
    try:
        data, file_name = _sent_file(page.head.id, upload_id)
        file = examined_attachment(data, file_name)
        with writing() as work:
            printed = open_version(work, file.codes)
            if printed is None:
                title, kind = form.title.data, form.kind.data
                add_attachment(work, page.head.id, title=title, kind=kind, file=file)
            else:
                sent = SentFile(file.data, file.file_name, file.media_type)
                add_paper(work, printed.application_id, [sent], led_from=reference)
            if upload_id:
                discard_upload(work, page.head.id, upload_id)
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _render(_page(reference), form), error.status
    if printed is not None:
        flash(
            _(
                "This is the signed print of %(reference)s. It was put here, not among the"
                " documents.",
                reference=printed.reference,
            ),
            "info",
        )
        address = url_for("city.paper", commission=commission, reference=printed.reference)
        return redirect(address, 303)
    return redirect(url_for("city.attachments", commission=commission, reference=reference), 303)


def _sent_file(application_id: uuid.UUID, upload_id: uuid.UUID | None) -> tuple[bytes, str]:
    if upload_id is None:
        sent = request.files["file"]
        return sent.read(), sent.filename or ""
    with writing() as work:
        return uploaded_file(work, application_id, upload_id)


@blueprint.post("/<reference>/attachments/<uuid:attachment_id>/remove")
@requires(Permission.APPLICATION_EDIT)
def detach(commission: str, reference: str, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a document from the draft."""
    with writing() as work:
        remove_attachment(work, application_id(work, reference), attachment_id)
    return redirect(url_for("city.attachments", commission=commission, reference=reference), 303)


@dataclass(frozen=True)
class _Page:
    """What the page of the documents is made from."""

    head: ApplicationHead
    files: tuple[AttachmentLine, ...]
    uploads: tuple[UploadLine, ...]
    written: Draft

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Keys and names of the kinds to choose from: the commission's first, then the form's."""
        asked = [(name, name) for name in self.head.national_documents or ()]
        language = language_now()
        return asked + [(kind.key, kind.label(language)) for kind in self.head.form.document_kinds]


def _page(reference: str) -> _Page:
    with reading() as work:
        head = application_head(work, reference)
        return _Page(
            head=head,
            files=attached_files(work, head.id),
            uploads=open_uploads(work, head.id),
            written=draft(work, head.id),
        )


def _render(page: _Page, form: AttachmentForm) -> str:
    head, language = page.head, language_now()
    attached = {file.kind for file in page.files}
    return render_template(
        "applications/attachments.html",
        place=city_here(),
        head=head,
        files=page.files,
        kind_of={file.id: kind_label(head.form, file.kind, language) for file in page.files},
        uploads=page.uploads,
        asked=[(name, name in attached) for name in head.national_documents or ()],
        form=form,
        steps=section_steps(
            head, progress_of(head.form, page.written.answers), current=ATTACHMENTS
        ),
        is_full=len(page.files) >= MOST_FILES,
        most_files=MOST_FILES,
        largest_mib=LARGEST_FILE_MIB,
        is_frozen=head.state is not State.DRAFT,
    )
