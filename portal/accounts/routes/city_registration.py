"""A city registers itself at its commission: form, mail, link, account, then the officer's word."""

from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import ANONYMOUS, public, reading, speak_as, visitor_now
from portal.accounts.city_fields import Suggestions, suggestions_for
from portal.accounts.forms import CityRegistrationForm, NewcomerForm
from portal.accounts.page_context import commission_space
from portal.accounts.queries import CommissionFacts, commission_by_code
from portal.accounts.routes.blueprint import network_address
from portal.accounts.routes.joining import Reader, arrive, reader_of
from portal.accounts.services.cities import (
    Registrant,
    confirm_as,
    confirm_as_newcomer,
    look_at_registration,
    register_city,
)
from portal.accounts.services.invitations import Newcomer
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.core.unit_of_work import Actor, unit_of_work
from portal.tenancy.scope import Nobody, Worker
from portal.web.htmx import fragment
from portal.web.page import PageSpace
from portal.web.security_headers import secret_address

blueprint = Blueprint(
    "city_registration",
    "portal.accounts",
    url_prefix="/c/<commission>/register",
    template_folder="templates",
)


@dataclass(frozen=True)
class Pending:
    """A registration whose address is to be confirmed, as its page shows it."""

    email: str
    name: str
    language: str
    city_name: str
    reader: Reader


@blueprint.get("")
@public
def register(commission: str) -> ResponseReturnValue:
    """Ask for the city and the person."""
    facts = _facts(commission)
    return _page(CityRegistrationForm(formdata=None, language=language_now()), facts)


@blueprint.post("")
@public
def send(commission: str) -> ResponseReturnValue:
    """Send the link that proves the address; the answer is the same for each address."""
    facts = _facts(commission)
    form = CityRegistrationForm()
    if "look" in request.form:
        return _page(form, facts, form.suggestions(facts.country, facts.languages))
    if "choose" in request.form:
        form.choose(facts.country, request.form["choose"])
        return _page(form, facts)
    if not form.validate_on_submit() or form.proposes_latin_name():
        return _page(form, facts), 422
    actor = Actor(name=form.name.data, office=ANONYMOUS.office)
    try:
        with unit_of_work(Worker(facts.commission_id), actor) as work:
            register_city(
                work,
                facts.commission_id,
                city=form.city_facts(facts.country),
                registrant=Registrant(
                    name=form.name.data,
                    office=form.office.data,
                    email=form.email.data,
                    language=form.language.data,
                ),
                address=network_address(),
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _page(form, facts), error.status
    return redirect(url_for("city_registration.sent", commission=commission), code=303)


@blueprint.get("/places")
@public
def places(commission: str) -> ResponseReturnValue:
    """Places whose name begins like what is being written: a part of the form."""
    facts = _facts(commission)
    found = suggestions_for(request.args.get("city_name", ""), facts.country, facts.languages)
    return fragment("accounts/_city_places.html", found=found)


@blueprint.get("/sent")
@public
def sent(commission: str) -> ResponseReturnValue:
    """Say that the link is on its way."""
    facts = _facts(commission)
    return render_template("accounts/registration_sent.html", commission=facts, space=_space(facts))


@blueprint.get("/<token>")
@public
def confirm(commission: str, token: str) -> ResponseReturnValue:
    """Show the registration and ask for a password. Opening the page uses nothing up."""
    facts, pending = _facts(commission), _pending(commission, token)
    form = NewcomerForm(formdata=None, name=pending.name, language=pending.language)
    return _confirm_page(form, facts, pending)


@blueprint.post("/<token>")
@public
def hand_in(commission: str, token: str) -> ResponseReturnValue:
    """Hand the registration to the commission: as who is signed in, or with a new account."""
    facts, pending = _facts(commission), _pending(commission, token)
    visitor = visitor_now()
    if visitor is not None:
        actor = Actor(name=visitor.name, office="person", person_id=visitor.person_id)
        with unit_of_work(Worker(facts.commission_id), actor) as work:
            confirm_as(work, token, person_id=visitor.person_id)
        flash(_("Your registration is with the commission."), "ok")
        return redirect(url_for("accounts.home"), code=303)
    if pending.reader is Reader.KNOWN:
        here = url_for("city_registration.confirm", commission=commission, token=token)
        return redirect(url_for("accounts.sign_in", next=here), code=303)
    form = NewcomerForm()
    if not form.validate_on_submit():
        return _confirm_page(form, facts, pending), 422
    newcomer = Newcomer(
        name=form.name.data, language=form.language.data, password=form.password.data
    )
    actor = Actor(name=form.name.data, office=ANONYMOUS.office)
    try:
        with unit_of_work(Worker(facts.commission_id), actor) as work:
            arrival = arrive(work, confirm_as_newcomer(work, token, newcomer))
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _confirm_page(form, facts, pending), error.status
    return arrival.answer()


def _facts(code: str) -> CommissionFacts:
    with reading(Nobody()) as work:
        facts = commission_by_code(work, code)
    g.space_languages = facts.languages
    speak_as(facts.commission_id, facts.wording_revision)
    return facts


def _pending(code: str, token: str) -> Pending:
    secret_address()
    facts = _facts(code)
    with reading(Nobody()) as work:
        link = look_at_registration(work, token, commission_id=facts.commission_id)
        g.language = link.language
        return Pending(
            email=link.email,
            name=link.name,
            language=link.language,
            city_name=link.city_name,
            reader=reader_of(work, link.email),
        )


def _space(facts: CommissionFacts) -> PageSpace:
    return commission_space(
        facts.names,
        facts.languages,
        brand_color=facts.brand_color,
        home_href=url_for("public.apply", commission=facts.code),
    )


def _page(
    form: CityRegistrationForm, facts: CommissionFacts, found: Suggestions | None = None
) -> str:
    return render_template(
        "accounts/register.html",
        form=form,
        found=found,
        commission=facts,
        commission_name=facts.name_in(language_now()),
        space=_space(facts),
    )


def _confirm_page(form: NewcomerForm, facts: CommissionFacts, pending: Pending) -> str:
    return render_template(
        "accounts/registration_confirm.html",
        form=form,
        pending=pending,
        commission=facts,
        commission_name=facts.name_in(language_now()),
        space=_space(facts),
    )
