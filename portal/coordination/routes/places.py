"""Requests of commissions for places beyond their quota: the list, and the answer with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import acting_in, reading, requires
from portal.accounts.roles import Permission
from portal.applications.services.places import answer_request
from portal.coordination.forms import HAMBURG, PlaceAnswerForm
from portal.coordination.place_requests import PlaceLine, place_request, place_requests
from portal.coordination.routes.blueprint import blueprint
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now

ANSWERING = "Answer to a request for one more place"
"""Why an answer opens a commission's space; kept in its history."""


@blueprint.get("/calls/places")
@requires(Permission.CALL_MANAGE)
def places() -> ResponseReturnValue:
    """Requests that wait for an answer, then those that have one."""
    with reading() as work:
        lines = place_requests(work, language=language_now())
    return render_template("coordination/places.html", lines=lines, hamburg=HAMBURG)


@blueprint.get("/calls/places/<space>/<reference>")
@requires(Permission.CALL_MANAGE)
def place(space: str, reference: str) -> ResponseReturnValue:
    """One request, and the form for its answer."""
    with reading() as work:
        line = place_request(work, space, reference, language=language_now())
    return _page(line, PlaceAnswerForm(formdata=None))


@blueprint.post("/calls/places/<space>/<reference>")
@requires(Permission.CALL_MANAGE)
def answer_place(space: str, reference: str) -> ResponseReturnValue:
    """Grant or refuse it; the commission is told by mail."""
    with reading() as work:
        line = place_request(work, space, reference, language=language_now())
    form = PlaceAnswerForm()
    if not form.validate_on_submit():
        return _page(line, form, status=422)
    answer = request.form.get("answer")
    if answer not in ("grant", "refuse"):
        form.add_error(Invalid(_("Choose whether to grant or to refuse it.")))
        return _page(line, form, status=422)
    is_granted = answer == "grant"
    try:
        with acting_in(line.commission_id, ANSWERING) as work:
            answer_request(
                work, line.application_id, is_granted=is_granted, reason=form.reason.data or ""
            )
    except Invalid as error:
        form.add_error(error)
        return _page(line, form, status=error.status)
    except Conflict as error:
        with reading() as work:
            line = place_request(work, space, reference, language=language_now())
        return _page(line, form, problem=error.message, status=error.status)
    flash(
        _("Granted. The commission is told by mail.")
        if is_granted
        else _("Refused. The commission is told by mail and reads your reason."),
        "ok",
    )
    return redirect(url_for(".place", space=space, reference=reference), code=303)


def _page(
    line: PlaceLine, form: PlaceAnswerForm, *, problem: object = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "coordination/place.html", line=line, form=form, problem=problem, hamburg=HAMBURG
    )
    return page, status
