"""What a city changed: its draft beside the last version, or two frozen versions side by side."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires
from portal.accounts.roles import Permission
from portal.applications.differences import answer_differences, file_differences
from portal.applications.queries.city import ApplicationHead, application_head, draft
from portal.applications.queries.papers import ComparedVersion, attachments, frozen_answers
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.workflow import State
from portal.core.errors import NotFound
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work


@blueprint.get("/<reference>/changes")
@requires(Permission.APPLICATION_EDIT)
def draft_changes(commission: str, reference: str) -> ResponseReturnValue:
    """What the draft says otherwise than the last frozen version."""
    with reading() as work:
        head = application_head(work, reference)
        if head.state is not State.DRAFT:
            raise NotFound()
        older = frozen_answers(work, head.id, head.submission_number)
        newer = _draft(work, head)
    return _compared(head, older, newer)


@blueprint.get("/<reference>/changes/<int:number>")
@requires(Permission.APPLICATION_EDIT)
def changes(commission: str, reference: str, number: int) -> ResponseReturnValue:
    """What a frozen version says otherwise than the one before it."""
    with reading() as work:
        head = application_head(work, reference)
        older = frozen_answers(work, head.id, number - 1)
        newer = frozen_answers(work, head.id, number)
    return _compared(head, older, newer)


def _draft(work: Work, head: ApplicationHead) -> ComparedVersion:
    files = [{"title": file.title, "sha256": file.sha256} for file in attachments(work, head.id)]
    return ComparedVersion(None, draft(work, head.id).answers, files)


def _compared(head: ApplicationHead, older: ComparedVersion, newer: ComparedVersion) -> str:
    return render_template(
        "applications/changes.html",
        place=city_here(),
        head=head,
        older=older,
        newer=newer,
        differences=answer_differences(
            head.form, older.answers, newer.answers, language=language_now()
        ),
        files=file_differences(older.attachments, newer.attachments),
    )
