"""The switch of languages: of this browser, and of the person if somebody is signed in."""

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, visitor_now, writing
from portal.accounts.page_context import keep_language
from portal.accounts.routes.blueprint import ACCOUNTS
from portal.accounts.services.profiles import choose_language
from portal.core.errors import NotFound
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.web.page import local_path

blueprint = Blueprint("language", __name__)


def register(app: Flask) -> None:
    """Mount the switch. Without a token: on a public page it would set a cookie for everybody.

    A forged switch changes nothing but the words; from another site the session is not even sent.
    """
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)


@blueprint.post("/language")
@public
def choose() -> ResponseReturnValue:
    """Keep the chosen language and go back to the page."""
    chosen = request.form.get("language", "")
    if chosen not in INTERFACE_LANGUAGES:
        raise NotFound()
    visitor = visitor_now()
    if visitor is not None:
        with writing(ACCOUNTS) as work:
            choose_language(work, visitor.person_id, chosen)
    response = redirect(local_path(request.form.get("next")) or "/", code=303)
    keep_language(response, chosen)
    return response
