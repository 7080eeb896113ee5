"""The Coordination Team itself: its coordinators see each other, invite and take leave."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import NETWORK, actor_now, reading, requires, writing
from portal.accounts.forms import CoordinatorForm
from portal.accounts.queries import coordinators, coordinators_invited
from portal.accounts.roles import Permission, Role
from portal.accounts.services.invitations import invite, resend_invitation, revoke_invitation
from portal.accounts.services.memberships import end_membership
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now

blueprint = Blueprint(
    "coordination_team",
    "portal.accounts",
    url_prefix="/coordination/team",
    template_folder="templates",
)


@blueprint.get("")
@requires(Permission.COMMISSION_MANAGE)
def people() -> ResponseReturnValue:
    """The coordinators and the invitations on their way."""
    return _page(CoordinatorForm(formdata=None, language=language_now()))


@blueprint.post("")
@requires(Permission.COMMISSION_MANAGE)
def invite_coordinator() -> ResponseReturnValue:
    """Invite somebody to the team."""
    form = CoordinatorForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with writing(NETWORK) as work:
            invite(
                work,
                email=form.email.data,
                name=form.name.data or "",
                language=form.language.data,
                role=Role.COORDINATOR,
                office=form.office.data or "",
            )
    except Invalid as error:
        form.add_error(error)
        return _page(form), error.status
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "ok")
    return _back()


@blueprint.post("/<uuid:membership_id>/end")
@requires(Permission.COMMISSION_MANAGE)
def end(membership_id: uuid.UUID) -> ResponseReturnValue:
    """End somebody's part in the team, with effect at once."""
    try:
        with writing(NETWORK) as work:
            is_oneself = end_membership(work, membership_id).person_id == work.actor.person_id
    except Conflict as error:
        flash(str(error.message), "warn")
        return _back()
    flash(_("The role has ended. What the person did stays in the history."), "ok")
    return redirect(url_for("accounts.home"), code=303) if is_oneself else _back()


@blueprint.post("/invitations/revoke")
@requires(Permission.COMMISSION_MANAGE)
def revoke() -> ResponseReturnValue:
    """Take an invitation back."""
    with writing(NETWORK) as work:
        revoke_invitation(work, request.form.get("key", ""))
    flash(_("The invitation has been taken back. Its link opens nothing any more."), "ok")
    return _back()


@blueprint.post("/invitations/resend")
@requires(Permission.COMMISSION_MANAGE)
def resend() -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    with writing(NETWORK) as work:
        resend_invitation(work, request.form.get("key", ""))
    flash(_("The invitation is on its way again. The earlier link opens nothing any more."), "ok")
    return _back()


def _page(form: CoordinatorForm) -> str:
    with reading(NETWORK) as work:
        team, invited = coordinators(work), coordinators_invited(work)
    return render_template(
        "accounts/coordination_team.html",
        form=form,
        members=team,
        invitations=invited,
        me=actor_now().person_id,
        now=clock.now(),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("coordination_team.people"), code=303)
