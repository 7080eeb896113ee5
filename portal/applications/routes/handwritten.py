"""Forms filled in by hand, for the city: added as evidence, typed in, or confirmed."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.forms import PaperFormForm
from portal.applications.queries.city import application_head
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.routes.typing import (
    Typing,
    add_pages,
    paper_page,
    sent_files,
    tell_of_pages,
)
from portal.applications.services.typing_from_paper import add_paper_form, confirm_typed_text
from portal.applications.uploads import examined_paper_form
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _


@blueprint.get("/<reference>/by-hand")
@requires(Permission.APPLICATION_EDIT)
def handwritten_forms(commission: str, reference: str) -> ResponseReturnValue:
    """Add a form that was filled in by hand."""
    return _page(reference, PaperFormForm(formdata=None))


@blueprint.post("/<reference>/by-hand")
@requires(Permission.APPLICATION_EDIT)
def add_handwritten(commission: str, reference: str) -> ResponseReturnValue:
    """Take in the scan, to be typed by the city or by its commission."""
    form = PaperFormForm()
    if not form.validate_on_submit():
        return _page(reference, form), 422
    is_for_commission = form.typist.data == "commission"
    try:
        received = examined_paper_form(sent_files())
        with writing() as work:
            head = application_head(work, reference)
            paper_id = add_paper_form(
                work, head.id, form=received, is_for_commission=is_for_commission
            ).id
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _page(reference, form), error.status
    tell_of_pages(received)
    if is_for_commission:
        flash(_("The form has been added, and your commission has been asked to type it."), "ok")
        return redirect(url_for("city.offline", commission=commission, reference=reference), 303)
    return redirect(_typing(reference, paper_id).address("handwritten"), 303)


@blueprint.post("/<reference>/by-hand/<uuid:paper_id>/confirm")
@requires(Permission.APPLICATION_EDIT)
def confirm_handwritten(
    commission: str, reference: str, paper_id: uuid.UUID
) -> ResponseReturnValue:
    """Confirm what the commission typed for the city."""
    typing = _typing(reference, paper_id)
    try:
        with writing() as work:
            head = application_head(work, reference)
            confirm_typed_text(work, head.id, paper_id)
    except (Invalid, Conflict) as error:
        return paper_page(typing, problem=error.message), error.status
    flash(_("You have confirmed the typed text."), "ok")
    return redirect(url_for("city.task_list", commission=commission, reference=reference), 303)


def _typing(reference: str, paper_id: uuid.UUID) -> Typing:
    return Typing("city", city_here().space, reference, paper_id)


add_pages(blueprint, "/<reference>/by-hand/<uuid:paper_id>", Permission.APPLICATION_EDIT, _typing)


def _page(reference: str, form: PaperFormForm) -> str:
    with reading() as work:
        head = application_head(work, reference)
    return render_template(
        "applications/handwritten_upload.html",
        place=city_here(),
        head=head,
        form=form,
        is_frozen=head.state is not State.DRAFT,
    )
