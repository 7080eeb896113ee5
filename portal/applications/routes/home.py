"""A city's first page: what this is, the dates, its applications; and beginning one."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.queries.city import own_applications, own_city
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.starting import ENDED, start_application
from portal.applications.workflow import HOLDERS, Holder
from portal.calls.queries import next_call, open_calls
from portal.core.errors import NotFound


@blueprint.get("")
@requires(Permission.DRAFT_READ)
def start(commission: str) -> ResponseReturnValue:
    """What joining means, which calls are open, and what the city has begun."""
    here = city_here()
    with reading() as work:
        city = own_city(work, here.city_id)
        applications = own_applications(work)
        calls = open_calls(work, here.commission_id)
        upcoming = None if calls else next_call(work, here.commission_id)
    taken = {line.call_id for line in applications if line.state not in ENDED}
    return render_template(
        "applications/start.html",
        place=here,
        city=city,
        current=[line for line in applications if HOLDERS[line.state] is not Holder.NOBODY],
        earlier=[line for line in applications if HOLDERS[line.state] is Holder.NOBODY],
        calls=[call for call in calls if call.id not in taken],
        upcoming=upcoming,
    )


@blueprint.post("/start")
@requires(Permission.APPLICATION_EDIT)
def begin(commission: str) -> ResponseReturnValue:
    """Start an application in the chosen call."""
    here = city_here()
    code = request.form.get("call", "")
    with writing() as work:
        calls = open_calls(work, here.commission_id)
        call = next((call for call in calls if call.code == code), None)
        if call is None:
            raise NotFound()
        application = start_application(
            work,
            here.commission_id,
            city_id=here.city_id,
            call_id=call.id,
            copy_answers="copy" in request.form,
        )
        reference = application.reference
    return redirect(url_for("city.task_list", commission=commission, reference=reference), 303)
