"""What the commission proposes to all its cities in a call: answers and kinds of documents."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.answer_input import read_answers
from portal.applications.queries.national import Proposals, proposals
from portal.applications.section_page import FieldView, field_views
from portal.applications.services.national import propose_to_cities
from portal.calls.form import Section
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.desk.routes.blueprint import blueprint, space_here

LONGEST_INPUT = 4000


@blueprint.get("/settings/national-values")
@requires(Permission.COMMISSION_SETTINGS)
def national_values(commission: str) -> ResponseReturnValue:
    """What is proposed now."""
    found = _proposals()
    return _page(found, found.answers if found else {}, found.document_kinds if found else ())


@blueprint.post("/settings/national-values")
@requires(Permission.COMMISSION_SETTINGS)
def save_national_values(commission: str) -> ResponseReturnValue:
    """Propose anew; what cities have begun stays as it is, and they see the new proposal."""
    _space, commission_id = space_here()
    found = _proposals()
    if found is None:
        raise NotFound()
    answers = read_answers(_section(found), request.form, language=language_now())
    kinds = request.form.get("document_kinds", "")[:LONGEST_INPUT].splitlines()
    try:
        with writing() as work:
            propose_to_cities(
                work, commission_id, found.call.id, answers=answers, document_kinds=kinds
            )
    except Invalid as error:
        return _page(found, answers, tuple(kinds), problem=error), error.status
    flash(_("Saved. Your cities find it in the form from now on."), "ok")
    return redirect(url_for("desk.national_values", commission=commission), code=303)


def _proposals() -> Proposals | None:
    _space, commission_id = space_here()
    with reading() as work:
        return proposals(work, commission_id)


def _section(found: Proposals) -> Section:
    """The national fields of the form, as if they were one section."""
    return Section("national", {"en": ""}, {}, found.form.national_fields())


def _page(
    found: Proposals | None,
    answers: dict[str, Any],
    kinds: tuple[str, ...],
    *,
    problem: Invalid | None = None,
) -> str:
    space, _commission_id = space_here()
    views: tuple[FieldView, ...] = ()
    offered: list[str] = []
    if found is not None:
        views = field_views(
            _section(found), answers, {}, language=language_now(), version=found.form.version
        )
        offered = [kind.label(language_now()) for kind in found.form.document_kinds]
    return render_template(
        "desk/national_values.html",
        commission=space.code,
        found=found,
        views=views,
        kinds="\n".join(kinds),
        offered=offered,
        problem=problem,
    )
