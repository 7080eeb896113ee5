"""The people of a city: who works on its applications, and inviting a colleague."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission, Role
from portal.accounts.services.invitations import invite as invite_person
from portal.accounts.services.invitations import revoke_invitation
from portal.accounts.services.memberships import end_membership
from portal.applications.forms import InviteForm
from portal.applications.queries.people import colleagues, open_invitations
from portal.applications.routes.blueprint import blueprint, city_here
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now


@blueprint.get("/people")
@requires(Permission.APPLICATION_EDIT)
def people(commission: str) -> ResponseReturnValue:
    """Who works on the city's applications."""
    return _render(InviteForm(formdata=None))


@blueprint.post("/people")
@requires(Permission.APPLICATION_EDIT)
def invite(commission: str) -> ResponseReturnValue:
    """Invite a colleague; the mail carries a one-time link."""
    place = city_here()
    form = InviteForm()
    if not form.validate_on_submit():
        return _render(form), 422
    try:
        with writing() as work:
            invite_person(
                work,
                email=form.email.data,
                role=Role.DELEGATE,
                name=form.name.data,
                language=language_now(),
                commission_id=place.commission_id,
                city_id=place.city_id,
                city_name=place.space.city_name,
                office=form.office.data or "",
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _render(form), error.status
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "ok")
    return redirect(url_for("city.people", commission=commission), 303)


@blueprint.post("/people/<uuid:membership_id>/end")
@requires(Permission.APPLICATION_EDIT)
def let_go(commission: str, membership_id: uuid.UUID) -> ResponseReturnValue:
    """End a colleague's access with effect at once."""
    with writing() as work:
        end_membership(work, membership_id)
    return redirect(url_for("city.people", commission=commission), 303)


@blueprint.post("/people/invitation/revoke")
@requires(Permission.APPLICATION_EDIT)
def revoke(commission: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with writing() as work:
        revoke_invitation(work, request.form.get("key", ""))
    return redirect(url_for("city.people", commission=commission), 303)


def _render(form: InviteForm) -> str:
    place = city_here()
    with reading() as work:
        present = colleagues(work, place.commission_id, place.city_id)
        invited = open_invitations(work, place.commission_id, place.city_id)
    return render_template(
        "applications/people.html", place=place, colleagues=present, invited=invited, form=form
    )
