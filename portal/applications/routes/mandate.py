"""The mayor's mandate: who applies, and the signed document if it is not the city authority."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.forms import MandateForm
from portal.applications.mandates import Applicant, mandate_problem, mandate_state, organisation_of
from portal.applications.queries.city import application_head, draft
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.freezing import mayor_of
from portal.applications.services.mandating import (
    MandateValues,
    facts_of,
    mandate_row,
    set_mandate,
)
from portal.applications.uploads import examined_attachment
from portal.applications.workflow import State
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _


@blueprint.get("/<reference>/mandate")
@requires(Permission.DRAFT_READ)
def mandate(commission: str, reference: str) -> ResponseReturnValue:
    """Who applies, and how the mayor's endorsement stands."""
    return _render(reference)


@blueprint.post("/<reference>/mandate")
@requires(Permission.APPLICATION_EDIT)
def give_mandate(commission: str, reference: str) -> ResponseReturnValue:
    """Keep what the city says of its mandate, with the signed document."""
    form = MandateForm()
    if not form.validate_on_submit():
        return _render(reference, form), 422
    upload = request.files.get("file")
    try:
        data = upload.read() if upload else b""
        file = examined_attachment(data, upload.filename or "") if upload and data else None
        with writing() as work:
            head = application_head(work, reference)
            set_mandate(work, head.id, values=_values(form), file=file)
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _render(reference, form), error.status
    flash(_("Saved. The mandate goes with the next version you freeze."), "ok")
    return redirect(url_for("city.mandate", commission=commission, reference=reference), 303)


def _values(form: MandateForm) -> MandateValues:
    return MandateValues(
        applicant=Applicant(form.applicant.data),
        holder_name=form.holder_name.data or "",
        organisation=form.organisation.data or "",
        mayor_name=form.mayor_name.data or "",
        signed_on=form.signed_on.data,
        valid_until=form.valid_until.data,
    )


def _render(reference: str, form: MandateForm | None = None) -> str:
    with reading() as work:
        head = application_head(work, reference)
        row = mandate_row(work, head.id)
        answers = draft(work, head.id).answers
    facts = facts_of(row)
    today: date = clock.now().date()
    state = mandate_state(facts, organisation_of(answers), today)
    mayor_name, _office = mayor_of(answers)
    return render_template(
        "applications/mandate.html",
        place=city_here(),
        head=head,
        mandate=row,
        state=state.value,
        problem=mandate_problem(state, facts),
        form=form
        or MandateForm(
            formdata=None,
            applicant=row.applicant.value if row else None,
            holder_name=row.holder_name if row else "",
            organisation=row.organisation if row else organisation_of(answers),
            mayor_name=(row.mayor_name if row else "") or mayor_name,
            signed_on=row.signed_on if row else None,
            valid_until=row.valid_until if row else None,
        ),
        may_change=head.state is State.DRAFT
        and Permission.APPLICATION_EDIT in city_here().space.permissions,
        city_name=head.city_name,
    )
