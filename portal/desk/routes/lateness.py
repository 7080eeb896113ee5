"""Whether the commission takes in what came after its last day; the city is told by mail."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import requires, writing
from portal.accounts.roles import Permission
from portal.applications.queries.city import application_id
from portal.applications.services.deciding import judge_lateness
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.desk.forms import LONG
from portal.desk.routes.application import show
from portal.desk.routes.blueprint import blueprint, space_here


@blueprint.post("/<reference>/lateness/accept")
@requires(Permission.APPLICATION_RETURN)
def accept_lateness(commission: str, reference: str) -> ResponseReturnValue:
    """Take the late application in."""
    done = _("Taken in. The city is told by mail.")
    return _judge(commission, reference, is_accepted=True, done=done)


@blueprint.post("/<reference>/lateness/refuse")
@requires(Permission.APPLICATION_RETURN)
def refuse_lateness(commission: str, reference: str) -> ResponseReturnValue:
    """Do not take it in, with a reason for the city."""
    done = _("Not taken in. The city reads your reason.")
    return _judge(commission, reference, is_accepted=False, done=done)


def _judge(commission: str, reference: str, *, is_accepted: bool, done: str) -> ResponseReturnValue:
    space_here()
    reason = request.form.get("reason", "")[:LONG]
    try:
        with writing() as work:
            judge_lateness(
                work, application_id(work, reference), is_accepted=is_accepted, reason=reason
            )
    except (Invalid, Conflict) as error:
        return show(reference, problem=error.message, status=error.status)
    flash(done, "ok")
    return redirect(
        url_for("desk.application", commission=commission, reference=reference), code=303
    )
