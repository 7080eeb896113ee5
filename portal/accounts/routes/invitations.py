"""Taking up an invitation. Opening the page shows it; only the button uses it up."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading, visitor_now, writing
from portal.accounts.forms import NewcomerForm
from portal.accounts.queries import commission_name
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint
from portal.accounts.routes.joining import Reader, arrive, enter_space, reader_of
from portal.accounts.services.invitations import (
    Newcomer,
    accept_as,
    accept_as_newcomer,
    look_at_invitation,
)
from portal.accounts.words import ROLE_NAMES
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.web.security_headers import secret_address


@dataclass(frozen=True)
class Offer:
    """What an invitation offers, as its page shows it."""

    email: str
    name: str
    language: str
    role: object
    office: str
    place: str
    reader: Reader


@blueprint.get("/invitation/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Show the invitation and what it takes to accept it."""
    offer = _offer(token)
    form = NewcomerForm(formdata=None, name=offer.name, language=offer.language)
    return render_template("accounts/invitation.html", offer=offer, form=form)


@blueprint.post("/invitation/<token>")
@public
def take_up(token: str) -> ResponseReturnValue:
    """Accept: as who is signed in, or with a new account."""
    offer = _offer(token)
    visitor = visitor_now()
    if visitor is not None:
        with writing(ACCOUNTS) as work:
            link = look_at_invitation(work, token)
            accept_as(work, token, person_id=visitor.person_id)
            enter_space(work, visitor, commission_id=link.commission_id, city_id=link.city_id)
        flash(_("Welcome. This is your new space."), "ok")
        return redirect(url_for("accounts.home"), code=303)
    if offer.reader is Reader.KNOWN:
        here = url_for("accounts.accept", token=token)
        return redirect(url_for("accounts.sign_in", next=here), code=303)
    form = NewcomerForm()
    if not form.validate_on_submit():
        return render_template("accounts/invitation.html", offer=offer, form=form), 422
    newcomer = Newcomer(
        name=form.name.data, language=form.language.data, password=form.password.data
    )
    try:
        with writing(ACCOUNTS) as work:
            arrival = arrive(work, accept_as_newcomer(work, token, newcomer))
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return render_template("accounts/invitation.html", offer=offer, form=form), error.status
    return arrival.answer()


def _offer(token: str) -> Offer:
    secret_address()
    with reading(ACCOUNTS) as work:
        link = look_at_invitation(work, token)
        g.language = link.language
        place = link.city_name
        if not place and link.commission_id is not None:
            place = commission_name(work, link.commission_id, language_now())
        assert link.role is not None  # an invitation has a role
        return Offer(
            email=link.email,
            name=link.name,
            language=link.language,
            role=ROLE_NAMES[link.role],
            office=link.office,
            place=place or _("Coordination Team"),
            reader=reader_of(work, link.email),
        )
