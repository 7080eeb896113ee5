"""Accompanying a city: its draft as it writes it, with remarks beside the fields."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.answer_texts import local_lines, official_lines
from portal.applications.queries.city import application_id, draft
from portal.applications.queries.remarks import talks_of
from portal.applications.services.remarking import answer_remark, remark, resolve_remark
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work
from portal.desk.accompanying import accompanies
from portal.desk.queries.file import file_head
from portal.desk.routes.blueprint import blueprint, space_here


@blueprint.get("/<reference>/draft")
@requires(Permission.APPLICATION_CHECK)
def draft_in_progress(commission: str, reference: str) -> ResponseReturnValue:
    """The draft as it is now."""
    return _page(commission, reference)


@blueprint.post("/<reference>/draft/<section>/<field>")
@requires(Permission.APPLICATION_CHECK)
def add_remark(commission: str, reference: str, section: str, field: str) -> ResponseReturnValue:
    """Remark on a field."""

    def write(work: Work, text: str, at_once: bool) -> uuid.UUID:
        here = application_id(work, reference)
        return remark(work, here, section=section, field=field, text=text, at_once=at_once).id

    return _write(commission, reference, write, place=(section, field))


@blueprint.post("/<reference>/draft/remarks/<uuid:remark_id>")
@requires(Permission.APPLICATION_CHECK)
def answer_city(commission: str, reference: str, remark_id: uuid.UUID) -> ResponseReturnValue:
    """Answer in a talk, or say that it is done."""
    space_here()
    if request.form.get("act") in ("resolve", "reopen"):
        with writing() as work:
            resolve_remark(
                work,
                application_id(work, reference),
                remark_id,
                is_resolved=request.form["act"] == "resolve",
            )
        return _back(commission, reference, remark_id)

    def write(work: Work, text: str, at_once: bool) -> uuid.UUID:
        here = application_id(work, reference)
        answer_remark(work, here, remark_id, text=text, at_once=at_once)
        return remark_id

    return _write(commission, reference, write, place=remark_id)


def _write(
    commission: str,
    reference: str,
    write: Callable[[Work, str, bool], uuid.UUID],
    *,
    place: object,
) -> ResponseReturnValue:
    space_here()
    text, at_once = request.form.get("text", ""), request.form.get("tell") == "now"
    try:
        with writing() as work:
            talk = write(work, text, at_once)
    except Invalid as error:
        return _page(commission, reference, place=place, text=text, problem=error)
    flash(
        _("The city is told by mail now.")
        if at_once
        else _("The city sees it at once; a mail gathers the day's comments in the evening."),
        "ok",
    )
    return _back(commission, reference, talk)


def _back(commission: str, reference: str, talk: uuid.UUID) -> ResponseReturnValue:
    return redirect(
        url_for(
            "desk.draft_in_progress",
            commission=commission,
            reference=reference,
            _anchor=f"talk-{talk}",
        ),
        code=303,
    )


def _page(
    commission: str,
    reference: str,
    *,
    place: object = None,
    text: str = "",
    problem: Invalid | None = None,
) -> ResponseReturnValue:
    """The page; ``place``: the field or the talk of a text that was refused."""
    space_here()
    with reading() as work:
        head = file_head(work, reference)
        if not accompanies(head):
            return redirect(
                url_for("desk.application", commission=commission, reference=reference), code=303
            )
        written = draft(work, head.id)
        talks = talks_of(work, head.id)
    language = language_now()
    sections = [
        (
            section,
            [
                (
                    field,
                    official_lines(field, value, language),
                    local_lines(field, value),
                    talks.get((section.key, field.key), []),
                )
                for field in section.fields
                for value in [written.answers.get(section.key, {}).get(field.key)]
            ],
        )
        for section in head.form.sections
    ]
    return (
        render_template(
            "desk/draft.html",
            commission=commission,
            head=head,
            sections=sections,
            saved_at=written.saved_at,
            saved_by=written.saved_by,
            open_count=sum(talk.resolved_at is None for found in talks.values() for talk in found),
            place=place,
            text=text,
            problem=problem,
        ),
        422 if problem else 200,
    )
