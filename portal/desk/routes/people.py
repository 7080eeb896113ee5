"""Colleagues, invitations and cities: who is let in, and whose role has ended."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.city_fields import Suggestions, suggestions_for
from portal.accounts.queries import country_of
from portal.accounts.roles import Permission, Role
from portal.accounts.services.cities import add_city, confirm_city, refuse_city
from portal.accounts.services.invitations import invite, resend_invitation, revoke_invitation
from portal.accounts.services.memberships import end_membership
from portal.commissions.models import CityKind, CityStatus
from portal.commissions.words import kind_name
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.unit_of_work import Work
from portal.desk.people_forms import InviteCityForm, InviteColleagueForm, RefuseCityForm
from portal.desk.queries.space import Colleague, cities, colleagues, invitations
from portal.desk.routes.blueprint import blueprint, space_here
from portal.web.htmx import fragment


@blueprint.get("/people")
@requires(Permission.PEOPLE_MANAGE)
def people(commission: str) -> ResponseReturnValue:
    """Everybody who serves here, open invitations, and the cities."""
    return _page()


@blueprint.post("/people/invite")
@requires(Permission.PEOPLE_MANAGE)
def invite_colleague(commission: str) -> ResponseReturnValue:
    """Invite somebody to the desk."""
    space, commission_id = space_here()
    form = InviteColleagueForm(languages=space.languages)
    if not form.validate_on_submit():
        return _page(colleague=form, status=422)
    try:
        with writing() as work:
            invite(
                work,
                email=form.email.data,
                role=Role(form.role.data),
                name=form.name.data,
                language=form.language.data,
                commission_id=commission_id,
                office=form.office.data or "",
            )
    except Invalid as error:
        form.add_error(error)
        return _page(colleague=form, status=422)
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "ok")
    return _back(commission, "invitations")


@blueprint.post("/people/invite-city")
@requires(Permission.CITY_CONFIRM)
def invite_city(commission: str) -> ResponseReturnValue:
    """Enter a city and invite its delegate, in one act."""
    space, commission_id = space_here()
    form = InviteCityForm(languages=space.languages)
    country = _country(commission_id)
    if "look" in request.form:
        return _page(city=form, found=form.suggestions(country, space.languages))
    if "choose" in request.form:
        form.choose(country, request.form["choose"])
        return _page(city=form)
    if not form.validate_on_submit() or form.proposes_latin_name():
        return _page(city=form, status=422)
    facts = form.city_facts(country)
    try:
        with writing() as work:
            city_id = add_city(work, commission_id, city=facts)
            invite(
                work,
                email=form.email.data,
                role=Role.DELEGATE,
                name=form.name.data,
                language=form.language.data,
                commission_id=commission_id,
                city_id=city_id,
            )
    except Invalid as error:
        form.add_error(error)
        return _page(city=form, status=422)
    flash(
        _(
            "%(city)s has been entered; the invitation is on its way to %(email)s.",
            city=form.city_name.data,
            email=form.email.data,
        ),
        "ok",
    )
    return _back(commission, "invitations")


@blueprint.get("/people/places")
@requires(Permission.CITY_CONFIRM)
def places(commission: str) -> ResponseReturnValue:
    """Places whose name begins like what is being written: a part of the form."""
    space, commission_id = space_here()
    typed = request.args.get("city_name", "")
    found = suggestions_for(typed, _country(commission_id), space.languages)
    return fragment("accounts/_city_places.html", found=found)


@blueprint.post("/people/<uuid:membership_id>/end")
@requires(Permission.PEOPLE_MANAGE)
def end_role(commission: str, membership_id: uuid.UUID) -> ResponseReturnValue:
    """End a role, with effect at once."""
    return _do(
        commission,
        "colleagues",
        lambda work: end_membership(work, membership_id),
        _("The role has ended. What the person did stays in the history."),
    )


@blueprint.post("/people/invitations/<key>/revoke")
@requires(Permission.PEOPLE_MANAGE)
def take_invitation_back(commission: str, key: str) -> ResponseReturnValue:
    """Take an invitation back."""
    return _do(
        commission,
        "invitations",
        lambda work: revoke_invitation(work, key),
        _("The invitation has been taken back. Its link opens nothing any more."),
    )


@blueprint.post("/people/invitations/<key>/resend")
@requires(Permission.PEOPLE_MANAGE)
def send_invitation_again(commission: str, key: str) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    return _do(
        commission,
        "invitations",
        lambda work: resend_invitation(work, key),
        _("The invitation is on its way again. The earlier link opens nothing any more."),
    )


@blueprint.post("/people/cities/<uuid:city_id>/confirm")
@requires(Permission.CITY_CONFIRM)
def let_city_in(commission: str, city_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm a city that registered itself."""
    return _do(
        commission,
        "cities",
        lambda work: confirm_city(work, city_id),
        _("The city is confirmed. Its people can begin their application."),
    )


@blueprint.post("/people/cities/<uuid:city_id>/refuse")
@requires(Permission.CITY_CONFIRM)
def turn_city_away(commission: str, city_id: uuid.UUID) -> ResponseReturnValue:
    """Refuse a registration, with a reason."""
    form = RefuseCityForm()
    if not form.validate_on_submit():
        return _page(refusal=(city_id, form), status=422)
    return _do(
        commission,
        "cities",
        lambda work: refuse_city(work, city_id, form.reason.data),
        _("The registration is refused. The person who registered reads your reason."),
    )


def _do(
    commission: str, anchor: str, service: Callable[[Work], object], done: str
) -> ResponseReturnValue:
    try:
        with writing() as work:
            service(work)
    except (Conflict, Invalid) as error:
        return _page(problem=error.message, status=error.status)
    flash(done, "ok")
    return _back(commission, anchor)


def _page(
    *,
    colleague: InviteColleagueForm | None = None,
    city: InviteCityForm | None = None,
    found: Suggestions | None = None,
    refusal: tuple[uuid.UUID, RefuseCityForm] | None = None,
    problem: object = "",
    status: int = 200,
) -> ResponseReturnValue:
    space, commission_id = space_here()
    with reading() as work:
        serving = colleagues(work, commission_id)
        invited = invitations(work, commission_id)
        known = cities(work)
    return (
        render_template(
            "desk/people.html",
            commission=space.code,
            staff=[person for person in serving if person.city_id is None],
            delegates=_by_city(serving),
            invitations=invited,
            pending=[row for row in known if row.status is CityStatus.PENDING],
            cities=[row for row in known if row.status is CityStatus.CONFIRMED],
            kinds={kind: kind_name(kind) for kind in CityKind},
            colleague_form=colleague
            or InviteColleagueForm(formdata=None, languages=space.languages),
            city_form=city or InviteCityForm(formdata=None, languages=space.languages),
            found=found,
            refused_id=refusal[0] if refusal else None,
            refusal_form=refusal[1] if refusal else RefuseCityForm(formdata=None),
            may_confirm=Permission.CITY_CONFIRM in space.permissions,
            problem=problem,
            now=clock.now(),
        ),
        status,
    )


def _country(commission_id: int) -> str:
    with reading() as work:
        return country_of(work, commission_id)


def _by_city(serving: list[Colleague]) -> dict[uuid.UUID, list[Colleague]]:
    found: dict[uuid.UUID, list[Colleague]] = {}
    for person in serving:
        if person.city_id is not None:
            found.setdefault(person.city_id, []).append(person)
    return found


def _back(commission: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("desk.people", commission=commission, _anchor=anchor), code=303)
