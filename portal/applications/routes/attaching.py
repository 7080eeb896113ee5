"""Documents beside the answers: the list, adding one, removing one."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.completeness import progress_of
from portal.applications.forms import AttachmentForm
from portal.applications.queries.city import application_head, application_id, draft
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
from portal.applications.uploads import examined_attachment
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _


@blueprint.get("/<reference>/attachments")
@requires(Permission.DRAFT_READ)
def attachments(commission: str, reference: str) -> ResponseReturnValue:
    """The documents beside the answers."""
    return _render(reference, AttachmentForm(formdata=None))


@blueprint.post("/<reference>/attachments")
@requires(Permission.APPLICATION_EDIT)
def attach(commission: str, reference: str) -> ResponseReturnValue:
    """Add a document."""
    form = AttachmentForm()
    if not form.validate_on_submit():
        return _render(reference, form), 422
    upload = request.files["file"]
    try:
        file = examined_attachment(upload.read(), upload.filename or "")
        with writing() as work:
            printed = open_version(work, file.codes)
            if printed is None:
                here = application_id(work, reference)
                add_attachment(work, here, title=form.title.data, file=file)
            else:
                sent = SentFile(file.data, file.file_name, file.media_type)
                add_paper(work, printed.application_id, [sent], led_from=reference)
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _render(reference, form), error.status
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


@blueprint.post("/<reference>/attachments/<uuid:attachment_id>/remove")
@requires(Permission.APPLICATION_EDIT)
def detach(commission: str, reference: str, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a document from the draft."""
    with writing() as work:
        remove_attachment(work, application_id(work, reference), attachment_id)
    return redirect(url_for("city.attachments", commission=commission, reference=reference), 303)


def _render(reference: str, form: AttachmentForm) -> str:
    with reading() as work:
        head = application_head(work, reference)
        files = attached_files(work, head.id)
        written = draft(work, head.id)
    form_of_call = head.form
    return render_template(
        "applications/attachments.html",
        place=city_here(),
        head=head,
        files=files,
        form=form,
        steps=section_steps(
            head, form_of_call, progress_of(form_of_call, written.answers), current=ATTACHMENTS
        ),
        is_full=len(files) >= MOST_FILES,
        most_files=MOST_FILES,
        largest_mib=LARGEST_FILE_MIB,
        is_frozen=head.state is not State.DRAFT,
    )
