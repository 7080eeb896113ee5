"""What people say about themselves, and their password."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, signed_in, visitor_now, writing
from portal.accounts.forms import ChangePasswordForm, ProfileForm
from portal.accounts.page_context import keep_language
from portal.accounts.queries import open_sessions, recovery_codes_left
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint
from portal.accounts.services.passwords import change_password
from portal.accounts.services.profiles import change_profile
from portal.accounts.visitor import Visitor
from portal.accounts.words import ROLE_NAMES
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import in_language, language_now


@blueprint.get("/profile")
@signed_in
def profile() -> ResponseReturnValue:
    """Name, language, security, and where somebody serves."""
    visitor = _visitor()
    return _page(ProfileForm(data={"name": visitor.name, "language": visitor.language}))


@blueprint.post("/profile")
@signed_in
def change() -> ResponseReturnValue:
    """Keep name and language."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with writing(ACCOUNTS) as work:
            change_profile(
                work, _visitor().person_id, name=form.name.data, language=form.language.data
            )
    except Invalid as error:
        form.add_error(error)
        return _page(form), error.status
    with in_language(form.language.data):
        flash(_("Saved."), "ok")
    response = redirect(url_for("accounts.profile"), code=303)
    keep_language(response, form.language.data)
    return response


@blueprint.get("/profile/password")
@signed_in
def password() -> ResponseReturnValue:
    """Ask for the present password and a new one."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@blueprint.post("/profile/password")
@signed_in
def set_new_password() -> ResponseReturnValue:
    """Set the new password; all other browsers are signed out."""
    visitor = _visitor()
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 422
    try:
        with writing(ACCOUNTS) as work:
            change_password(
                work,
                visitor.person_id,
                current=form.current.data,
                new=form.new.data,
                keep_session_id=visitor.session_id,
            )
    except Invalid as error:
        form.add_error(error)
        return render_template("accounts/password.html", form=form), error.status
    flash(_("Your password was changed. All other browsers were signed out."), "ok")
    return redirect(url_for("accounts.profile"), code=303)


def _visitor() -> Visitor:
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    return visitor


def _page(form: ProfileForm) -> str:
    visitor = _visitor()
    with reading(ACCOUNTS) as work:
        sessions = open_sessions(work, visitor.person_id)
        codes_left = recovery_codes_left(work, visitor.person_id)
    language = language_now()
    places = [
        (
            space.city_name or space.commission_name(language) or _("Coordination Team"),
            [ROLE_NAMES[role] for role in sorted(space.roles)],
            space.office,
        )
        for space in visitor.spaces
    ]
    return render_template(
        "accounts/profile.html",
        form=form,
        email=visitor.email,
        has_second_factor=visitor.has_second_factor,
        codes_left=codes_left,
        sessions=len(sessions),
        places=places,
    )
