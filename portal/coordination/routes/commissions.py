"""The directory: list, add, close on a date, reopen, invite the first officer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import NETWORK, reading, requires, writing
from portal.accounts.roles import Permission, Role
from portal.accounts.services.invitations import invite as invite_person
from portal.commissions import directory
from portal.commissions.models import Region, Standing
from portal.coordination.commission_list import (
    Closing,
    SetUp,
    Wanted,
    commission_line,
    commission_lines,
)
from portal.coordination.forms import AddForm, CloseForm, InviteForm, ReopenForm
from portal.coordination.routes.blueprint import blueprint
from portal.coordination.routes.dashboard import chosen_region
from portal.core import clock
from portal.core.errors import PortalError
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.web.query_string import chosen, page_number, search_text

PAGE_SIZE = 50


@blueprint.get("/commissions")
@requires(Permission.COMMISSION_MANAGE)
def commissions() -> ResponseReturnValue:
    """All commissions with the state of their set-up."""
    wanted = Wanted(
        search=search_text(request.args.get("q")),
        region=chosen_region(),
        standing=chosen(Standing, request.args.get("standing")),
        set_up=chosen(SetUp, request.args.get("set_up")),
        closing=chosen(Closing, request.args.get("closing")),
    )
    with reading(NETWORK) as work:
        lines = commission_lines(work, wanted, language=language_now(), today=clock.now().date())
    page = page_number(request.args.get("page"))
    start = (page - 1) * PAGE_SIZE
    return render_template(
        "coordination/commissions.html",
        lines=lines[start : start + PAGE_SIZE],
        total=len(lines),
        page=page,
        has_next=start + PAGE_SIZE < len(lines),
        wanted=wanted,
        regions=tuple(Region),
        standings=tuple(Standing),
        set_ups=tuple(SetUp),
        closings=tuple(Closing),
        today=clock.now().date(),
    )


@blueprint.get("/commissions/new")
@requires(Permission.COMMISSION_MANAGE)
def new_commission() -> ResponseReturnValue:
    """The form for a commission that the directory does not know."""
    return render_template("coordination/commission_new.html", form=AddForm())


@blueprint.post("/commissions/new")
@requires(Permission.COMMISSION_MANAGE)
def add_commission() -> ResponseReturnValue:
    """Add it."""
    form = AddForm()
    if not form.validate_on_submit():
        return render_template("coordination/commission_new.html", form=form), 422
    try:
        with writing(NETWORK) as work:
            directory.add_commission(
                work,
                form.code.data,
                country=form.country.data,
                name=form.name.data,
                region=Region(form.region.data),
                standing=Standing(form.standing.data),
                languages=tuple(form.languages.data.split()),
                official_language=form.official_language.data,
                time_zone=form.time_zone.data,
            )
    except PortalError as error:
        form.add_error(error)
        return render_template("coordination/commission_new.html", form=form), error.status
    flash(_("The commission was added. Invite its first officer now."))
    return redirect(url_for(".commission", space=form.code.data.strip().lower()), code=303)


@blueprint.get("/commissions/<space>")
@requires(Permission.COMMISSION_MANAGE)
def commission(space: str) -> ResponseReturnValue:
    """One commission: facts, people, its end if it has one."""
    return _page(space)


@blueprint.post("/commissions/<space>/close")
@requires(Permission.COMMISSION_MANAGE)
def close_commission(space: str) -> ResponseReturnValue:
    """Make the space read only after a day."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(space, close_form=form, status=422)
    try:
        with writing(NETWORK) as work:
            directory.close_commission(
                work,
                commission_line(work, space, language=language_now()).commission_id,
                closes_on=form.closes_on.data,
                reason=form.reason.data,
            )
    except PortalError as error:
        form.add_error(error)
        return _page(space, close_form=form, status=error.status)
    return redirect(url_for(".commission", space=space), code=303)


@blueprint.post("/commissions/<space>/reopen")
@requires(Permission.COMMISSION_MANAGE)
def reopen_commission(space: str) -> ResponseReturnValue:
    """Take the closing back."""
    form = ReopenForm()
    if not form.validate_on_submit():
        return _page(space, status=422)
    try:
        with writing(NETWORK) as work:
            directory.reopen_commission(
                work, commission_line(work, space, language=language_now()).commission_id
            )
    except PortalError as error:
        return _page(space, status=error.status, problem=error.message)
    return redirect(url_for(".commission", space=space), code=303)


@blueprint.post("/commissions/<space>/invite")
@requires(Permission.COMMISSION_MANAGE)
def invite_officer(space: str) -> ResponseReturnValue:
    """Invite an officer, who then invites the others."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(space, invite_form=form, status=422)
    try:
        with writing(NETWORK) as work:
            line = commission_line(work, space, language=language_now())
            invite_person(
                work,
                email=form.email.data,
                name=form.name.data,
                role=Role.OFFICER,
                commission_id=line.commission_id,
                office=form.office.data,
                language=form.language.data,
            )
    except PortalError as error:
        form.add_error(error)
        return _page(space, invite_form=form, status=error.status)
    flash(_("The invitation is on its way. The link in it is valid for 14 days."))
    return redirect(url_for(".commission", space=space), code=303)


def _page(
    space: str,
    *,
    close_form: CloseForm | None = None,
    invite_form: InviteForm | None = None,
    status: int = 200,
    problem: object = "",
) -> ResponseReturnValue:
    with reading(NETWORK) as work:
        line = commission_line(work, space, language=language_now())
    page = render_template(
        "coordination/commission.html",
        line=line,
        close_form=close_form or CloseForm(formdata=None),
        invite_form=invite_form or InviteForm(formdata=None, language=language_now()),
        today=clock.now().date(),
        problem=problem,
    )
    return page, status
