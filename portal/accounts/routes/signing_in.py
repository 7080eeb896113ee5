"""Signing in, step by step, and out."""

from contextlib import suppress

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from portal.accounts.access import public, reading, visitor_now, writing
from portal.accounts.forms import CodeForm, SetUpForm, SignInForm
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint, network_address
from portal.accounts.routes.entry import (
    HalfDone,
    half_done,
    let_in,
    onward,
    open_for,
    page_of_step,
    remember_half_done,
)
from portal.accounts.routes.pictures import qr_of
from portal.accounts.services.second_factor import (
    Enrolment,
    begin_enrolment,
    confirm_second_factor,
    enrol,
    resume_enrolment,
)
from portal.accounts.services.sessions import end_session
from portal.accounts.services.signing_in import Candidate, NextStep, check_password, resume
from portal.core.errors import Conflict, Invalid, NotFound


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    if visitor_now() is not None:
        return onward(request.args.get("next", ""))
    form = SignInForm(formdata=None, next=request.args.get("next", ""))
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-in")
@public
def check_sign_in() -> ResponseReturnValue:
    """Check the password; sign in, or lead on to the second factor."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    try:
        with writing(ACCOUNTS) as work:
            candidate = check_password(
                work,
                email=form.email.data,
                password=form.password.data,
                address=network_address(),
            )
            visitor = (
                open_for(work, candidate.person_id, with_second_factor=False)
                if candidate.next_step is NextStep.NOTHING
                else None
            )
    except Invalid as error:
        form.add_error(error)
        return render_template("accounts/sign_in.html", form=form), error.status
    following = form.next.data or ""
    if visitor is None:
        remember_half_done(candidate, following)
        return redirect(page_of_step(candidate.next_step), code=303)
    return let_in(visitor, onward(following))


@blueprint.get("/sign-in/code")
@public
def sign_in_code() -> ResponseReturnValue:
    """Ask for the second factor."""
    if half_done() is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    return render_template("accounts/sign_in_code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@public
def check_sign_in_code() -> ResponseReturnValue:
    """Check the second factor and sign in."""
    begun = half_done()
    form = CodeForm()
    if begun is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    if not form.validate_on_submit():
        return render_template("accounts/sign_in_code.html", form=form), 422
    try:
        with writing(ACCOUNTS) as work:
            candidate = resume(work, begun.person_id, mark=begun.mark)
            confirm_second_factor(work, candidate.person_id, form.given)
            visitor = open_for(work, candidate.person_id, with_second_factor=True)
    except Conflict:
        return _begin_anew()
    except Invalid as error:
        form.add_error(error)
        return render_template("accounts/sign_in_code.html", form=form), error.status
    return let_in(visitor, onward(begun.next))


@blueprint.get("/sign-in/set-up")
@public
def sign_in_set_up() -> ResponseReturnValue:
    """Show the secret of a second factor that the person's role needs."""
    begun = half_done()
    candidate = _to_set_up(begun) if begun else None
    if candidate is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    enrolment = begin_enrolment(candidate.person_id, candidate.email)
    return _set_up_page(SetUpForm(formdata=None, sealed=enrolment.sealed), enrolment)


@blueprint.post("/sign-in/set-up")
@public
def check_sign_in_set_up() -> ResponseReturnValue:
    """Check the first code, sign in, and show the recovery codes this once."""
    begun = half_done()
    candidate = _to_set_up(begun) if begun else None
    if begun is None or candidate is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    form = SetUpForm()
    enrolment = resume_enrolment(
        candidate.person_id, candidate.email, sealed=form.sealed.data or ""
    )
    if not form.validate_on_submit():
        return _set_up_page(form, enrolment), 422
    try:
        with writing(ACCOUNTS) as work:
            codes = enrol(work, candidate.person_id, sealed=enrolment.sealed, code=form.code.data)
            visitor = open_for(work, candidate.person_id, with_second_factor=True)
    except Invalid as error:
        form.add_error(error)
        return _set_up_page(form, enrolment), error.status
    following = onward(begun.next).location
    response = let_in(visitor, make_response())
    response.set_data(
        render_template("accounts/recovery_codes.html", codes=codes, following=following)
    )
    return response


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    visitor = visitor_now()
    if visitor is not None:
        # It may have been ended elsewhere meanwhile.
        with suppress(NotFound), writing(ACCOUNTS) as work:
            end_session(work, visitor.session_id, person_id=visitor.person_id)
    logout_user()
    session.clear()
    return redirect(url_for("accounts.signed_out"), code=303)


@blueprint.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """Say that nobody is signed in here any more."""
    return render_template("accounts/signed_out.html")


def _to_set_up(begun: HalfDone) -> Candidate | None:
    """The candidate whose role needs a second factor and who has none."""
    try:
        with reading(ACCOUNTS) as work:
            candidate = resume(work, begun.person_id, mark=begun.mark)
    except Conflict:
        return None
    return candidate if candidate.next_step is NextStep.SET_UP else None


def _begin_anew() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("accounts.sign_in"), code=303)


def _set_up_page(form: SetUpForm, enrolment: Enrolment) -> str:
    return render_template(
        "accounts/sign_in_set_up.html",
        form=form,
        enrolment=enrolment,
        qr=qr_of(enrolment.uri),
    )
