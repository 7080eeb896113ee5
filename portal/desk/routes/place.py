"""One more place in a call: asked for from the very application for which none is left."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.queries.places import asked_place, place_holders
from portal.applications.services.places import ask_for_place
from portal.applications.state_words import state_label
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.desk.forms import LONG
from portal.desk.queries.file import file_head
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.web.forms import PortalForm


class PlaceForm(PortalForm):
    """Why one more city should be forwarded."""

    reason = TextAreaField(
        _l("Why should one more city be forwarded?"),
        description=_l("The Coordination Team reads it and answers with a reason."),
        validators=[
            DataRequired(_l("Say why one more city should be forwarded.")),
            Length(max=LONG),
        ],
    )


@blueprint.get("/<reference>/place")
@requires(Permission.APPLICATION_READ)
def place(commission: str, reference: str) -> ResponseReturnValue:
    """Who has the places, the request and what became of it."""
    return _page(reference, PlaceForm(formdata=None))


@blueprint.post("/<reference>/place")
@requires(Permission.APPLICATION_READ)
def request_place(commission: str, reference: str) -> ResponseReturnValue:
    """Ask the Coordination Team; the service knows who may."""
    form = PlaceForm()
    if not form.validate_on_submit():
        return _page(reference, form, status=422)
    try:
        with writing() as work:
            head = file_head(work, reference)
            ask_for_place(work, head.id, reason=form.reason.data or "")
    except Invalid as error:
        form.add_error(error)
        return _page(reference, form, status=error.status)
    except Conflict as error:
        return _page(reference, form, problem=error.message, status=error.status)
    flash(_("Asked. You are told by mail as soon as the Coordination Team answers."), "ok")
    return redirect(url_for("desk.place", commission=commission, reference=reference), code=303)


def _page(
    reference: str, form: PlaceForm, *, problem: object = "", status: int = 200
) -> ResponseReturnValue:
    space, commission_id = space_here()
    with reading() as work:
        head = file_head(work, reference)
        asked = asked_place(work, head.id)
        holders = place_holders(work, commission_id, head.call_id) if head.places else ()
    return (
        render_template(
            "desk/place.html",
            commission=space.code,
            head=head,
            form=form,
            asked=asked,
            holders=holders,
            problem=problem,
            state_label=state_label,
            **days_in(head.time_zone),
        ),
        status,
    )
