"""Check and freeze: everything that is missing with a way there, the preview, then the freeze."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.completeness import progress_of, warnings_of
from portal.applications.forms import ActForm
from portal.applications.mandates import mandate_problem, mandate_state, organisation_of
from portal.applications.queries.city import application_head, application_id, city_itself, draft
from portal.applications.queries.papers import attachments
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.routes.steps import CHECK, section_steps
from portal.applications.services.freezing import freeze as freeze_application
from portal.applications.services.freezing import mayor_of
from portal.applications.services.mandating import facts_of, mandate_row
from portal.applications.services.previewing import preview_print
from portal.applications.services.reopening import reopen as reopen_application
from portal.applications.workflow import State
from portal.commissions.consortium import missing_of
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.web.downloads import pdf_response


@blueprint.get("/<reference>/check")
@requires(Permission.DRAFT_READ)
def check(commission: str, reference: str) -> ResponseReturnValue:
    """What is still missing, and the button that freezes the version for the mayor."""
    return _render(reference)


@blueprint.post("/<reference>/check")
@requires(Permission.APPLICATION_FREEZE)
def freeze(commission: str, reference: str) -> ResponseReturnValue:
    """Freeze the version that the mayor will sign."""
    form = ActForm()
    if not form.validate_on_submit():
        return _render(reference), 422
    try:
        with writing() as work:
            freeze_application(
                work, application_id(work, reference), seen_revision=form.seen_revision.data
            )
    except Invalid as error:
        return _render(reference, problem=error.message), 422
    return redirect(url_for("city.mayor", commission=commission, reference=reference), 303)


@blueprint.post("/<reference>/reopen")
@requires(Permission.APPLICATION_FREEZE)
def reopen(commission: str, reference: str) -> ResponseReturnValue:
    """Take the application back to work on it; signatures on it become void."""
    seen = request.form.get("seen_revision", type=int, default=-1)
    with writing() as work:
        reopen_application(work, application_id(work, reference), seen_revision=seen)
    return redirect(url_for("city.task_list", commission=commission, reference=reference), 303)


@blueprint.get("/<reference>/preview.pdf")
@requires(Permission.DRAFT_READ)
def preview(commission: str, reference: str) -> Response:
    """The print as it would be frozen now, marked as a draft."""
    with reading() as work:
        pdf = preview_print(work, reference)
    return pdf_response(pdf, f"{reference}-draft.pdf")


def _render(reference: str, *, problem: object = "") -> str:
    with reading() as work:
        head = application_head(work, reference)
        written = draft(work, head.id)
        files = attachments(work, head.id)
        mandate = facts_of(mandate_row(work, head.id))
        unsaid = missing_of(city_itself(work, head.city_id))
    form = head.form
    language = language_now()
    progress = progress_of(form, written.answers)
    mayor_name, mayor_office = mayor_of(written.answers)
    code = city_here().space.code
    standing = mandate_state(mandate, organisation_of(written.answers), clock.now().date())
    unmandated = mandate_problem(standing, mandate)
    return render_template(
        "applications/check.html",
        place=city_here(),
        head=head,
        steps=section_steps(head, progress, current=CHECK),
        problems=[
            (found, form.section(found.section).field(found.field).label(language))
            for section in progress
            for found in section.problems
        ],
        warnings=[
            (found, form.section(found.section).field(found.field).label(language))
            for found in warnings_of(
                form, written.answers, population_warning=head.population_warning
            )
        ],
        files=files,
        form=ActForm(formdata=None, seen_revision=head.revision),
        mayor_name=mayor_name,
        mayor_office=mayor_office,
        is_frozen=head.state is not State.DRAFT,
        problem=problem,
        other_problems=[
            (sentence, href, label)
            for sentence, href, label in (
                (unsaid, url_for("city.own_city", commission=code), _("Your city")),
                (
                    unmandated,
                    url_for("city.mandate", commission=code, reference=reference),
                    _("The mayor's mandate"),
                ),
            )
            if sentence is not None
        ],
    )
