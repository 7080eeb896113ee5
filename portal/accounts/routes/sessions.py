"""Where somebody is signed in, to be ended one by one or all at once."""

import uuid

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from portal.accounts.access import reading, signed_in, visitor_now, writing
from portal.accounts.queries import open_sessions
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint
from portal.accounts.services.sessions import end_other_sessions, end_session
from portal.core.i18n import gettext as _


@blueprint.get("/profile/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """All browsers in which this person is signed in."""
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    with reading(ACCOUNTS) as work:
        found = open_sessions(work, visitor.person_id)
    return render_template("accounts/sessions.html", sessions=found, here=visitor.session_id)


@blueprint.post("/profile/sessions/<uuid:session_id>/end")
@signed_in
def end_one(session_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one browser out."""
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    with writing(ACCOUNTS) as work:
        end_session(work, session_id, person_id=visitor.person_id)
    if session_id == visitor.session_id:
        logout_user()
        session.clear()
        return redirect(url_for("accounts.signed_out"), code=303)
    flash(_("That browser was signed out."), "ok")
    return redirect(url_for("accounts.sessions"), code=303)


@blueprint.post("/profile/sessions/end-others")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign all other browsers out."""
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    with writing(ACCOUNTS) as work:
        end_other_sessions(work, visitor.person_id, keep_session_id=visitor.session_id)
    flash(_("All other browsers were signed out."), "ok")
    return redirect(url_for("accounts.sessions"), code=303)
