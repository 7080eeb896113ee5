"""Filling in offline: the form as PDF, the file that comes back, its answers beside the draft's."""

import uuid
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.answer_texts import local_lines, official_lines
from portal.applications.forms import FilledFormForm
from portal.applications.offline_comparison import ComparedAnswer, Standing, has_content
from portal.applications.offline_form import languages_of
from portal.applications.queries.city import Draft, application_head, draft
from portal.applications.queries.offline import filled_lines, paper_lines
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.filling_offline import (
    Choice,
    MisdirectedForm,
    application_form,
    compared,
    filled_form,
    receive_filled_form,
    take_over,
)
from portal.applications.workflow import State
from portal.calls.form import FieldKind
from portal.commissions.models import Commission
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import endonym, language_now, ngettext
from portal.core.i18n import gettext as _
from portal.documents.offline_reading import read_offline_form
from portal.web.downloads import file_response


@dataclass(frozen=True)
class ShownAnswer:
    """One answer of a file beside the draft's, as lines of text."""

    name: str
    section: str
    label: str
    standing: str
    present: tuple[str, ...]
    offered: tuple[str, ...]
    seen: int
    takes: bool | None
    """What is chosen now; None: nothing yet."""


@blueprint.get("/<reference>/offline")
@requires(Permission.APPLICATION_EDIT)
def offline(commission: str, reference: str) -> ResponseReturnValue:
    """Take the form away, and send it back filled in."""
    return _page(reference, FilledFormForm(formdata=None))


@blueprint.get("/<reference>/offline/form.pdf")
@requires(Permission.APPLICATION_EDIT)
def offline_form(commission: str, reference: str) -> Response:
    """The form with fields, filled with the answers of the draft."""
    return _form(reference, by_hand=False)


@blueprint.get("/<reference>/offline/form-by-hand.pdf")
@requires(Permission.APPLICATION_EDIT)
def offline_by_hand(commission: str, reference: str) -> Response:
    """The form with lines and boxes, to print."""
    return _form(reference, by_hand=True)


@blueprint.post("/<reference>/offline")
@requires(Permission.APPLICATION_EDIT)
def offline_return(commission: str, reference: str) -> ResponseReturnValue:
    """Read a filled form that comes back; nothing is taken over yet."""
    form = FilledFormForm()
    if not form.validate_on_submit():
        return _page(reference, form), 422
    upload = request.files["file"]
    data = upload.read()
    try:
        read = read_offline_form(data)
        with writing() as work:
            head = application_head(work, reference)
            filled = receive_filled_form(
                work, head.id, read=read, data=data, file_name=upload.filename or "form.pdf"
            )
            filled_id = filled.id
    except (Invalid, Conflict) as error:
        form.add_error(error)
        elsewhere = error.reference if isinstance(error, MisdirectedForm) else None
        return _page(reference, form, elsewhere=elsewhere), error.status
    return redirect(
        url_for(
            "city.offline_answers", commission=commission, reference=reference, filled_id=filled_id
        ),
        303,
    )


@blueprint.get("/<reference>/offline/<uuid:filled_id>")
@requires(Permission.APPLICATION_EDIT)
def offline_answers(commission: str, reference: str, filled_id: uuid.UUID) -> ResponseReturnValue:
    """The answers of a filled form beside the draft's, to choose one by one."""
    return _comparison(reference, filled_id)


@blueprint.post("/<reference>/offline/<uuid:filled_id>")
@requires(Permission.APPLICATION_EDIT)
def offline_take_over(commission: str, reference: str, filled_id: uuid.UUID) -> ResponseReturnValue:
    """Take the chosen answers over into the draft."""
    try:
        with writing() as work:
            head = application_head(work, reference)
            taken = take_over(work, head.id, filled_id, choices=_choices())
    except (Invalid, Conflict) as error:
        return _comparison(reference, filled_id, problem=error.message), error.status
    if taken:
        flash(
            ngettext("%(num)s answer was taken over.", "%(num)s answers were taken over.", taken),
            "ok",
        )
    else:
        flash(_("Nothing was taken over: the draft is as it was."), "info")
    return redirect(url_for("city.task_list", commission=commission, reference=reference), 303)


def _form(reference: str, *, by_hand: bool) -> Response:
    with reading() as work:
        head = application_head(work, reference)
        wished = request.args.get("language", language_now())
        pdf = application_form(work, head.id, language=wished, by_hand=by_hand)
    name = f"{reference}-{'by-hand' if by_hand else 'form'}.pdf"
    return file_response(pdf, name, "application/pdf", is_inline=by_hand)


def _page(reference: str, form: FilledFormForm, *, elsewhere: str | None = None) -> str:
    with reading() as work:
        head = application_head(work, reference)
        filled = filled_lines(work, head.id)
        papers = paper_lines(work, head.id)
        commission = work.session.get_one(Commission, head.commission_id)
    return render_template(
        "applications/offline.html",
        place=city_here(),
        head=head,
        form=form,
        filled=filled,
        papers=papers,
        elsewhere=elsewhere,
        form_languages=[(code, endonym(code)) for code in languages_of(commission)],
        is_frozen=head.state is not State.DRAFT,
    )


def _comparison(reference: str, filled_id: uuid.UUID, *, problem: object = "") -> str:
    with reading() as work:
        head = application_head(work, reference)
        written = draft(work, head.id)
        filled = filled_form(work, head.id, filled_id)
        answers = compared(head.form, written.answers, filled)
        work.session.expunge(filled)
    shown = [_shown(answer, written, is_sent=bool(problem)) for answer in answers if answer.is_open]
    return render_template(
        "applications/offline_answers.html",
        place=city_here(),
        head=head,
        filled=filled,
        added=[answer for answer in shown if answer.standing == "added"],
        conflicts=[answer for answer in shown if answer.standing == "conflict"],
        same=sum(answer.standing is Standing.SAME for answer in answers),
        untouched=[
            answer.field.label(language_now())
            for answer in answers
            if answer.standing is Standing.UNTOUCHED
        ],
        is_older=filled.form_version_id != head.form.version,
        is_frozen=head.state is not State.DRAFT,
        problem=problem,
    )


def _shown(answer: ComparedAnswer, written: Draft, *, is_sent: bool) -> ShownAnswer:
    language = language_now()
    chosen = request.form.get(f"choice.{answer.name}") if is_sent else None
    takes = None if chosen is None else chosen == "take"
    if takes is None and answer.standing is Standing.ADDED:
        takes = True
    present = _lines(answer, answer.present, language)
    offered = _lines(answer, answer.offered, language)
    if answer.field.kind is FieldKind.MATRIX:  # of many rows only those that differ
        present, offered = (
            tuple(line for line in present if line not in offered),
            tuple(line for line in offered if line not in present),
        )
    return ShownAnswer(
        name=answer.name,
        section=answer.section.title(language),
        label=answer.field.label(language),
        standing=answer.standing.value,
        present=present,
        offered=offered,
        seen=written.revisions.get(answer.section.key, {}).get(answer.field.key, 0),
        takes=takes,
    )


def _lines(answer: ComparedAnswer, value: object, language: str) -> tuple[str, ...]:
    if not has_content(value):
        return ()
    return (
        *official_lines(answer.field, value, language),
        *local_lines(answer.field, value),
    )


def _choices() -> dict[tuple[str, str], Choice]:
    """What was chosen for each answer, with the revision that was shown."""
    found = {}
    for name, value in request.form.items():
        kind, _dot, answer = name.partition(".")
        section, dot, field = answer.partition(".")
        if kind == "choice" and dot and value in ("take", "keep"):
            seen = request.form.get(f"seen.{answer}", type=int, default=0)
            found[section, field] = Choice(takes=value == "take", seen=seen)
    return found
