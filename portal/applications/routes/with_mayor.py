"""The version is with the mayor: send the link, show it as a code, or print it; then submit."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.forms import ActForm, HandOverForm, LinkForm, SubmitForm
from portal.applications.queries.city import application_head, application_id
from portal.applications.queries.papers import versions
from portal.applications.queries.signing import mayor_links, submission_signatures
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.mayor_signing import make_mayor_link, revoke_mayor_links
from portal.applications.services.submitting import submit as submit_application
from portal.applications.workflow import State
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.documents.codes_on_paper import qr_svg
from portal.signing.keyring import portal_address


@blueprint.get("/<reference>/mayor")
@requires(Permission.APPLICATION_FREEZE)
def mayor(commission: str, reference: str) -> ResponseReturnValue:
    """The ways to the mayor's signature, and the links that are open."""
    return _render(reference)


@blueprint.post("/<reference>/mayor/link")
@requires(Permission.APPLICATION_FREEZE)
def send_link(commission: str, reference: str) -> ResponseReturnValue:
    """Mail a one-time link to the mayor; earlier links stop working."""
    form = LinkForm()
    if not form.validate_on_submit():
        return _render(reference, link_form=form), 422
    with writing() as work:
        make_mayor_link(
            work,
            application_id(work, reference),
            email=form.email.data,
            language=form.language.data,
        )
    flash(_("The link is on its way to %(email)s.", email=form.email.data), "ok")
    return redirect(url_for("city.mayor", commission=commission, reference=reference), 303)


@blueprint.post("/<reference>/mayor/code")
@requires(Permission.APPLICATION_FREEZE)
def show_link(commission: str, reference: str) -> ResponseReturnValue:
    """Make a link and show it once, to be scanned from this screen."""
    form = HandOverForm()
    if not form.validate_on_submit():
        return _render(reference), 422
    with writing() as work:
        head = application_head(work, reference)
        secret = make_mayor_link(work, head.id, email="", language=form.language.data)
    path = url_for("mayor.open", commission=commission, token=secret)
    address = f"{portal_address()}{path}"
    return render_template(
        "applications/mayor_code.html",
        place=city_here(),
        head=head,
        address=address,
        code=Markup(qr_svg(address)),  # noqa: S704 - drawn by segno from our own address
    )


@blueprint.post("/<reference>/mayor/revoke")
@requires(Permission.APPLICATION_FREEZE)
def revoke_links(commission: str, reference: str) -> ResponseReturnValue:
    """Every open link stops working."""
    with writing() as work:
        revoke_mayor_links(work, application_id(work, reference))
    flash(_("The link no longer opens the application."), "ok")
    return redirect(url_for("city.mayor", commission=commission, reference=reference), 303)


@blueprint.get("/<reference>/submit")
@requires(Permission.APPLICATION_SUBMIT)
def submission(commission: str, reference: str) -> ResponseReturnValue:
    """Before the application goes to the commission: what it is, and until when."""
    return _render_submit(reference)


@blueprint.post("/<reference>/submit")
@requires(Permission.APPLICATION_SUBMIT)
def submit(commission: str, reference: str) -> ResponseReturnValue:
    """Hand the application to the commission."""
    form = SubmitForm()
    if not form.validate_on_submit():
        return _render_submit(reference, form), 422
    try:
        with writing() as work:
            submit_application(
                work,
                application_id(work, reference),
                seen_revision=form.seen_revision.data,
                late_reason=form.late_reason.data or "",
            )
    except Invalid as error:
        form.add_error(error)
        return _render_submit(reference, form), 422
    flash(_("Your application has been submitted. Here is your receipt."), "ok")
    return redirect(url_for("city.tracker", commission=commission, reference=reference), 303)


def _render(reference: str, *, link_form: LinkForm | None = None) -> str:
    with reading() as work:
        head = application_head(work, reference)
        if head.submission_id is None or head.state is State.DRAFT:
            raise Conflict(_("Freeze a version first: it is what the mayor signs."))
        links = mayor_links(work, head.submission_id)
        signatures = submission_signatures(work, head.submission_id)
    language = head.languages[0] if head.languages else language_now()
    return render_template(
        "applications/with_mayor.html",
        place=city_here(),
        head=head,
        links=links,
        open_link=next((link for link in links if link.is_open_at(clock.now())), None),
        signatures=[line for line in signatures if line.voided_at is None],
        link_form=link_form or LinkForm(formdata=None, language=language),
        code_form=HandOverForm(formdata=None, language=language),
        reopen_form=ActForm(formdata=None, seen_revision=head.revision),
        is_waiting=head.state is State.AWAITING_MAYOR,
    )


def _render_submit(reference: str, form: SubmitForm | None = None) -> str:
    with reading() as work:
        head = application_head(work, reference)
        if head.submission_id is None:
            raise Conflict(_("Freeze a version first: it is what the mayor signs."))
        signatures = submission_signatures(work, head.submission_id)
        files = next(iter(versions(work, head.id)), None)
    now = clock.now()
    return render_template(
        "applications/submit.html",
        place=city_here(),
        head=head,
        signatures=[line for line in signatures if line.voided_at is None],
        version=files,
        form=form or SubmitForm(formdata=None, seen_revision=head.revision),
        is_late=now > head.closes_at and head.submitted_at is None,
        is_early=now < head.opens_at,
    )
