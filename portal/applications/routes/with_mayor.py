"""The version is with the mayor: send the link, show it as a code, or print it; then submit."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.forms import ActForm, HandOverForm, LinkForm, SubmitForm
from portal.applications.queries.chronicle import mayors_refusal
from portal.applications.queries.city import application_head, application_id
from portal.applications.queries.papers import versions
from portal.applications.queries.signing import LinkLine, mayor_links, submission_signatures
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.mayor_links import (
    make_mayor_link,
    remind_mayor,
    reminder_obstacle,
    revoke_mayor_links,
)
from portal.applications.services.submitting import submit as submit_application
from portal.applications.workflow import State
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now, moment
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


@blueprint.post("/<reference>/mayor/remind")
@requires(Permission.APPLICATION_EDIT)
def remind(commission: str, reference: str) -> ResponseReturnValue:
    """Mail the mayor once more; the link that is open goes on working."""
    try:
        with writing() as work:
            remind_mayor(work, application_id(work, reference))
    except Conflict as error:
        flash(str(error.message), "warn")
    else:
        flash(_("The reminder is on its way. The earlier link goes on working."), "ok")
    return redirect(url_for("city.mayor", commission=commission, reference=reference), 303)


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
        refusal = mayors_refusal(work, head.id, head.submission_number)
    now = clock.now()
    open_links = [link for link in links if link.is_open_at(now)]
    obstacle = reminder_obstacle(links, now)
    language = head.languages[0] if head.languages else language_now()
    return render_template(
        "applications/with_mayor.html",
        place=city_here(),
        head=head,
        links=links,
        now=now,
        open_link=open_links[0] if open_links else None,
        opened_at=min((link.opened_at for link in open_links if link.opened_at), default=None),
        link_facts=partial(_link_facts, zone=head.time_zone),
        may_remind=obstacle is None,
        reminding=obstacle
        or _("A reminder carries a further link, in the mayor's language. Once a day at most."),
        refusal=None if open_links else refusal,
        signatures=[line for line in signatures if line.voided_at is None],
        link_form=link_form or LinkForm(formdata=None, language=language),
        code_form=HandOverForm(formdata=None, language=language),
        reopen_form=ActForm(formdata=None, seen_revision=head.revision),
        is_waiting=head.state is State.AWAITING_MAYOR,
    )


def _link_facts(link: LinkLine, *, zone: str) -> list[tuple[str, str]]:
    """What happened to a link, and until when it works."""
    told = (
        (_("Sent") if link.email else _("Made"), link.created_at),
        (_("Opened"), link.opened_at),
        (_("Used"), link.used_at),
        (_("Closed"), link.revoked_at),
        (_("Works until"), None if link.used_at or link.revoked_at else link.expires_at),
    )
    return [(word, moment(at, zone=zone)) for word, at in told if at]


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
