"""The people of a city: who works on its applications, and inviting a colleague."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, visitor_now, writing
from portal.accounts.roles import CITY_ROLES, Permission, Role
from portal.accounts.services.invitations import invite as invite_person
from portal.accounts.services.invitations import revoke_invitation
from portal.accounts.services.joining import let_join, turn_down
from portal.accounts.services.memberships import change_role, end_membership
from portal.accounts.words import CITY_ROLE_HINTS, ROLE_NAMES
from portal.applications.forms import InviteForm
from portal.applications.queries.people import asking, colleagues, open_invitations
from portal.applications.routes.blueprint import blueprint, city_here
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now


@blueprint.get("/people")
@requires(Permission.DRAFT_READ)
def people(commission: str) -> ResponseReturnValue:
    """Who works on the city's applications."""
    return _render()


@blueprint.post("/people")
@requires(Permission.TEAM_MANAGE)
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
                role=Role(form.role.data),
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
    return _back(commission)


@blueprint.post("/people/<uuid:membership_id>/end")
@requires(Permission.DRAFT_READ)
def let_go(commission: str, membership_id: uuid.UUID) -> ResponseReturnValue:
    """End a colleague's access with effect at once."""
    try:
        with writing() as work:
            end_membership(work, membership_id)
    except Conflict as error:
        return _render(problem=error.message), error.status
    return _back(commission)


@blueprint.post("/people/<uuid:membership_id>/role")
@requires(Permission.TEAM_MANAGE)
def give_role(commission: str, membership_id: uuid.UUID) -> ResponseReturnValue:
    """Give a colleague another role, with effect at once."""
    try:
        with writing() as work:
            change_role(work, membership_id, _sent_role())
    except (Conflict, Invalid) as error:
        return _render(problem=error.message), error.status
    flash(_("The role is changed, with effect at once."), "ok")
    return _back(commission)


@blueprint.post("/people/joining/<key>")
@requires(Permission.TEAM_MANAGE)
def answer_joining(commission: str, key: str) -> ResponseReturnValue:
    """Let somebody who asked into the team, in a role, or turn the request down."""
    if "no" in request.form:
        with writing() as work:
            turn_down(work, key)
        flash(_("The request is turned down. The person sees nothing of the city."), "ok")
        return _back(commission)
    try:
        with writing() as work:
            person = let_join(work, key, role=_sent_role())
    except Invalid as error:
        return _render(problem=error.message), error.status
    flash(_("%(name)s is in the team now.", name=person.name), "ok")
    return _back(commission)


@blueprint.post("/people/invitation/revoke")
@requires(Permission.TEAM_MANAGE)
def revoke(commission: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with writing() as work:
        revoke_invitation(work, request.form.get("key", ""))
    return _back(commission)


def _sent_role() -> Role | None:
    """The role a form names; None if it names none of a city's."""
    sent = request.form.get("role", "")
    return next((role for role in CITY_ROLES if role.value == sent), None)


def _back(commission: str) -> ResponseReturnValue:
    return redirect(url_for("city.people", commission=commission), 303)


def _render(form: InviteForm | None = None, *, problem: object = "") -> str:
    place = city_here()
    with reading() as work:
        present = colleagues(work, place.commission_id, place.city_id)
        invited = open_invitations(work, place.commission_id, place.city_id)
        wishes = asking(work, place.commission_id, place.city_id)
    visitor = visitor_now()
    return render_template(
        "applications/people.html",
        place=place,
        colleagues=present,
        invited=invited,
        asking=wishes,
        form=form or InviteForm(formdata=None),
        roles=[(role.value, ROLE_NAMES[role], CITY_ROLE_HINTS[role]) for role in CITY_ROLES],
        role_names=ROLE_NAMES,
        own_id=visitor.person_id if visitor else None,
        problem=problem,
    )
