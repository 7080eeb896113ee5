"""A new password by mail. Every answer is the same whether the address is known or not."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading, writing
from portal.accounts.forms import ForgottenForm, NewPasswordForm
from portal.accounts.jobs import ask_reset
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint, network_address
from portal.accounts.services.resetting import check_reset_link, reset_password
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.web.security_headers import secret_address


@blueprint.get("/forgotten-password")
@public
def forgotten() -> ResponseReturnValue:
    """Ask which address is to receive a link."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@blueprint.post("/forgotten-password")
@public
def send_link() -> ResponseReturnValue:
    """Let the worker send a link; say the same in every case."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), 422
    try:
        with writing(ACCOUNTS) as work:
            ask_reset(
                work,
                email=form.email.data,
                language=language_now(),
                address=network_address(),
            )
    except Invalid as error:
        form.add_error(error)
        return render_template("accounts/forgotten.html", form=form), error.status
    return redirect(url_for("accounts.link_sent"), code=303)


@blueprint.get("/forgotten-password/sent")
@public
def link_sent() -> ResponseReturnValue:
    """Say that the mail is on its way if the address is known."""
    return render_template("accounts/link_sent.html")


@blueprint.get("/reset/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """Ask for the new password. Opening this page does not use the link up."""
    secret_address()
    with reading(ACCOUNTS) as work:
        email = check_reset_link(work, token)
    return render_template("accounts/reset.html", form=NewPasswordForm(), email=email)


@blueprint.post("/reset/<token>")
@public
def use_reset(token: str) -> ResponseReturnValue:
    """Set the new password and use the link up."""
    secret_address()
    form = NewPasswordForm()
    with reading(ACCOUNTS) as work:
        email = check_reset_link(work, token)
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form, email=email), 422
    try:
        with writing(ACCOUNTS) as work:
            reset_password(work, token, password=form.password.data)
    except Invalid as error:
        form.add_error(error)
        return render_template("accounts/reset.html", form=form, email=email), error.status
    flash(_("Your new password is set. Sign in with it."), "ok")
    return redirect(url_for("accounts.sign_in"), code=303)
