"""Copies, the forwarded queue, one dossier with its files, and the question to a commission."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import acting_in, reading, requires, space_now
from portal.accounts.roles import Permission
from portal.applications.answer_texts import local_lines, official_lines
from portal.applications.attached_kinds import frozen_kind, kind_label
from portal.applications.services.coordinating import ask as ask_commission
from portal.applications.workflow import State, available
from portal.calls.form import Field
from portal.commissions.models import Region
from portal.coordination import queues
from portal.coordination.dossiers import Dossier
from portal.coordination.dossiers import dossier as read_dossier
from portal.coordination.forms import AskForm
from portal.coordination.routes.blueprint import blueprint
from portal.coordination.routes.dashboard import chosen_region
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import language_now
from portal.documents.shelf import read
from portal.web.downloads import file_response
from portal.web.query_string import chosen, page_number, search_text

CHECKING = "Completeness check of a forwarded dossier"
"""Why a question opens a commission's space; kept in its history."""


@blueprint.get("/copies")
@requires(Permission.APPLICATION_READ_ALL)
def copies() -> ResponseReturnValue:
    """What cities submitted and no commission has forwarded yet."""
    with reading() as work:
        page = queues.copies(
            work,
            language=language_now(),
            region=chosen_region(),
            search=search_text(request.args.get("q")),
            state=chosen(State, request.args.get("state")),
            page=page_number(request.args.get("page")),
        )
    return render_template(
        "coordination/copies.html", page=page, states=queues.COPY_STATES[3:], **_filters()
    )


@blueprint.get("/forwarded")
@requires(Permission.APPLICATION_READ_ALL)
def forwarded() -> ResponseReturnValue:
    """Dossiers that wait for the Coordination Team, oldest first."""
    with reading() as work:
        page = queues.queue(
            work,
            language=language_now(),
            region=chosen_region(),
            search=search_text(request.args.get("q")),
            state=chosen(State, request.args.get("state")),
            page=page_number(request.args.get("page")),
        )
    states = (*queues.QUEUE_STATES, *queues.DECIDED_STATES)
    return render_template("coordination/forwarded.html", page=page, states=states, **_filters())


@blueprint.get("/applications/<space>/<reference>")
@requires(Permission.APPLICATION_READ_ALL)
def application(space: str, reference: str) -> ResponseReturnValue:
    """One dossier: answers, files, signatures, history, and what can be done."""
    with reading() as work:
        dossier = read_dossier(work, space, reference, language=language_now())
    return _application(dossier, AskForm(seen_revision=dossier.revision))


@blueprint.post("/applications/<space>/<reference>/question")
@requires(Permission.APPLICATION_ASK)
def ask(space: str, reference: str) -> ResponseReturnValue:
    """Ask the commission for a completion."""
    with reading() as work:
        dossier = read_dossier(work, space, reference, language=language_now())
    form = AskForm()
    if not form.validate_on_submit():
        return _application(dossier, form, status=422)
    try:
        with acting_in(dossier.commission_id, CHECKING) as work:
            ask_commission(
                work,
                dossier.id,
                seen_revision=form.seen_revision.data,
                question=form.question.data,
            )
    except Invalid as error:
        form.question.errors = [error.message]
        return _application(dossier, form, status=error.status)
    except Conflict as error:
        return _application(dossier, form, status=error.status, problem=error.message)
    return redirect(url_for(".application", space=space, reference=reference), code=303)


@blueprint.get("/applications/<space>/<reference>/files/<sha256>")
@requires(Permission.APPLICATION_READ_ALL)
def file(space: str, reference: str, sha256: str) -> ResponseReturnValue:
    """A file of a dossier, always as a download."""
    with reading() as work:
        dossier = read_dossier(work, space, reference, language=language_now())
    if not dossier.holds_file(sha256):
        raise NotFound()
    media_type, name = _described(dossier, sha256)
    return file_response(read(sha256), name, media_type, is_inline=False)


def _application(
    dossier: Dossier, form: AskForm, *, status: int = 200, problem: object = ""
) -> ResponseReturnValue:
    space = space_now()
    actions = available(
        dossier.state, space.permissions if space else frozenset(), dossier.practices
    )
    page = render_template(
        "coordination/application.html",
        dossier=dossier,
        sections=_sections(dossier),
        kind_of=lambda file: kind_label(dossier.form, frozen_kind(file), language_now()),
        form=form,
        actions=[str(action) for action in actions],
        problem=problem,
    )
    return page, status


def _sections(dossier: Dossier) -> list[tuple[str, list[tuple[str, tuple[str, ...], object]]]]:
    """Title, then label, official lines and the city's own wording, of each section."""
    language = language_now()
    return [
        (
            section.title(language),
            [
                (field.label(language), *_lines(field, dossier, section.key, language))
                for field in section.fields
            ],
        )
        for section in dossier.form.sections
    ]


def _lines(
    field: Field, dossier: Dossier, section: str, language: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    value = dossier.version.answers.get(section, {}).get(field.key)
    return official_lines(field, value, language), local_lines(field, value)


def _described(dossier: Dossier, sha256: str) -> tuple[str, str]:
    """Media type and name of a file of the dossier."""
    for kept in dossier.files:
        if kept.sha256 == sha256:
            return kept.media_type, kept.title
    for attachment in dossier.version.attachments:
        if attachment["sha256"] == sha256:
            return attachment["media_type"], attachment.get("file_name") or attachment["title"]
    return "image/jpeg", "page.jpg"


def _filters() -> dict[str, object]:
    return {
        "region": chosen_region(),
        "regions": tuple(Region),
        "search": search_text(request.args.get("q")),
        "state": chosen(State, request.args.get("state")),
    }
