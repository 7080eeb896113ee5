"""Who works on a city's application: its delegates see each other and invite co-editors."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import actor_now, reading, requires, space_now, writing
from portal.accounts.forms import CoEditorForm
from portal.accounts.queries import invitations_to_place, members_of_place
from portal.accounts.roles import Permission, Role
from portal.accounts.services.invitations import invite, resend_invitation, revoke_invitation
from portal.accounts.services.memberships import end_membership
from portal.accounts.visitor import Space
from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now

blueprint = Blueprint(
    "city_people",
    "portal.accounts",
    url_prefix="/c/<commission>/my/people",
    template_folder="templates",
)


@blueprint.get("")
@requires(Permission.APPLICATION_EDIT)
def people(commission: str) -> ResponseReturnValue:
    """The city's delegates and the invitations on their way."""
    return _page(CoEditorForm(formdata=None, language=language_now()))


@blueprint.post("")
@requires(Permission.APPLICATION_EDIT)
def invite_co_editor(commission: str) -> ResponseReturnValue:
    """Invite somebody to work on the application as well."""
    space, form = _space(), CoEditorForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with writing() as work:
            invite(
                work,
                email=form.email.data,
                name=form.name.data or "",
                language=form.language.data,
                role=Role.DELEGATE,
                commission_id=space.commission_id,
                city_id=space.city_id,
                office=form.office.data or "",
            )
    except Invalid as error:
        form.add_error(error)
        return _page(form), error.status
    flash(_("The invitation is on its way."), "ok")
    return _back(commission)


@blueprint.post("/<uuid:membership_id>/end")
@requires(Permission.APPLICATION_EDIT)
def end(commission: str, membership_id: uuid.UUID) -> ResponseReturnValue:
    """End somebody's part in the city, with effect at once."""
    with writing() as work:
        is_oneself = end_membership(work, membership_id).person_id == work.actor.person_id
    flash(_("This person no longer works on your city's application."), "ok")
    return redirect(url_for("accounts.home"), code=303) if is_oneself else _back(commission)


@blueprint.post("/invitations/revoke")
@requires(Permission.APPLICATION_EDIT)
def revoke(commission: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with writing() as work:
        revoke_invitation(work, request.form.get("key", ""))
    flash(_("The invitation was taken back. Its link opens nothing any more."), "ok")
    return _back(commission)


@blueprint.post("/invitations/resend")
@requires(Permission.APPLICATION_EDIT)
def resend(commission: str) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    with writing() as work:
        resend_invitation(work, request.form.get("key", ""))
    flash(_("The invitation was sent again. The link before opens nothing any more."), "ok")
    return _back(commission)


def _space() -> Space:
    space = space_now()
    if space is None or space.city_id is None:
        raise NotFound()
    return space


def _page(form: CoEditorForm) -> str:
    space = _space()
    with reading() as work:
        members = members_of_place(work, space.commission_id, city_id=space.city_id)
        invitations = invitations_to_place(work, space.commission_id, city_id=space.city_id)
    return render_template(
        "accounts/city_people.html",
        form=form,
        city_name=space.city_name,
        members=members,
        invitations=invitations,
        commission=space.code,
        me=actor_now().person_id,
        now=clock.now(),
    )


def _back(commission: str) -> ResponseReturnValue:
    return redirect(url_for("city_people.people", commission=commission), code=303)
