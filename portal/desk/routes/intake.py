"""Intake for others: forms on paper that the commission types for its cities."""

import uuid

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from portal.accounts.access import reading, requires, writing
from portal.accounts.city_fields import Suggestions, suggestions_for
from portal.accounts.queries import country_of
from portal.accounts.roles import Permission
from portal.applications.queries.offline import waiting_papers
from portal.applications.routes.typing import (
    Typing,
    add_pages,
    sent_files,
    tell_of_pages,
)
from portal.applications.services.intake_for_others import Claimant, enter_for_city
from portal.applications.uploads import examined_paper_form
from portal.calls.queries import CallDates, open_calls
from portal.commissions.models import CityStatus
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.desk.intake_form import IntakeForm
from portal.desk.queries.space import cities
from portal.desk.routes.blueprint import blueprint, space_here
from portal.web.htmx import fragment


@blueprint.get("/intake")
@requires(Permission.APPLICATION_TYPE)
def intake(commission: str) -> ResponseReturnValue:
    """Papers to type, and the way to enter another one."""
    space, _commission_id = space_here()
    with reading() as work:
        papers = waiting_papers(work)
    return render_template(
        "desk/intake.html", commission=commission, papers=papers, zone=space.time_zone
    )


@blueprint.get("/intake/new")
@requires(Permission.APPLICATION_TYPE)
def intake_new(commission: str) -> ResponseReturnValue:
    """Enter a form on paper for a city."""
    form, calls = _form(is_given=False)
    return _again(commission, form, calls)


@blueprint.get("/intake/new/places")
@requires(Permission.APPLICATION_TYPE)
def intake_places(commission: str) -> ResponseReturnValue:
    """Places whose name begins like what is being written: a part of the form."""
    space, commission_id = space_here()
    with reading() as work:
        country = country_of(work, commission_id)
    found = suggestions_for(request.args.get("city_name", ""), country, space.languages)
    return fragment("accounts/_city_places.html", found=found)


@blueprint.post("/intake/new")
@requires(Permission.APPLICATION_TYPE)
def intake_enter(commission: str) -> ResponseReturnValue:
    """Add the scan to the city's application, and invite the city."""
    form, calls = _form(is_given=True)
    space, commission_id = space_here()
    with reading() as work:
        country = country_of(work, commission_id)
    if "look" in request.form:
        return _again(commission, form, calls, form.suggestions(country, space.languages))
    if "choose" in request.form:
        form.choose(country, request.form["choose"])
        form.city.data = ""
        return _again(commission, form, calls)
    is_new = not form.city.data
    if not form.validate_on_submit() or (is_new and form.proposes_latin_name()):
        return _again(commission, form, calls), 422
    try:
        received = examined_paper_form(sent_files())
        with writing() as work:
            entered = enter_for_city(
                work,
                commission_id,
                call_id=next(call.id for call in calls if call.code == form.call.data),
                city=form.city_facts(country) if is_new else uuid.UUID(form.city.data),
                claimant=Claimant(
                    name=form.name.data or "",
                    email=form.email.data or "",
                    language=form.language.data,
                ),
                form=received,
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _again(commission, form, calls), error.status
    tell_of_pages(received)
    if form.email.data:
        flash(
            _(
                "The form has been added; an invitation is on its way to %(email)s.",
                email=form.email.data,
            ),
            "ok",
        )
    else:
        flash(_("The form has been added."), "ok")
    return redirect(_typing(entered.reference, entered.paper_id).address("handwritten"), 303)


def _typing(reference: str, paper_id: uuid.UUID) -> Typing:
    return Typing("desk", space_here()[0], reference, paper_id)


add_pages(blueprint, "/intake/<reference>/<uuid:paper_id>", Permission.APPLICATION_TYPE, _typing)


def _form(*, is_given: bool) -> tuple[IntakeForm, tuple[CallDates, ...]]:
    space, commission_id = space_here()
    with reading() as work:
        known = [row for row in cities(work) if row.status is CityStatus.CONFIRMED]
        calls = open_calls(work, commission_id)
    arguments = {} if is_given else {"formdata": None}
    form = IntakeForm(languages=space.languages, **arguments)
    form.city.choices = [
        SelectChoice("", _("A city that is not in the list")),
        *(SelectChoice(str(row.city_id), row.name) for row in known),
    ]
    form.call.choices = [SelectChoice(call.code, call.title(language_now())) for call in calls]
    return form, calls


def _again(
    commission: str,
    form: IntakeForm,
    calls: tuple[CallDates, ...],
    found: Suggestions | None = None,
) -> str:
    return render_template(
        "desk/intake_new.html", commission=commission, form=form, calls=calls, found=found
    )
