"""What people see when something does not work: what happened, and what to do next.

A page for browsers, a notice for htmx, JSON for the API. Never tells a stranger what exists.
"""

import logging
from dataclasses import dataclass

from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.core.codes import new_id
from portal.core.errors import PortalError
from portal.core.i18n import lazy_gettext as _l
from portal.web.htmx import wants_fragment
from portal.web.unsent import page_of_form, typed_texts

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Explanation:
    """Title of an error page, and what its reader can do."""

    title: object
    advice: object


EXPLANATIONS = {
    400: Explanation(
        _l("This request could not be understood"),
        _l("Go back, reload the page and try again."),
    ),
    401: Explanation(
        _l("Please sign in"),
        _l("This page is for people who are signed in."),
    ),
    403: Explanation(
        _l("You may not do this"),
        _l("Your role does not include it. Ask a colleague who holds the right."),
    ),
    404: Explanation(
        _l("This page does not exist"),
        _l(
            "The address may be mistyped, the page may have moved, or it belongs to a space that "
            "is not yours."
        ),
    ),
    405: Explanation(
        _l("This does not work this way"),
        _l("Go back to the page before and use its buttons."),
    ),
    409: Explanation(
        _l("This cannot be done now"),
        _l(
            "Nothing was changed. If a colleague worked here meanwhile, go back and load the page "
            "anew."
        ),
    ),
    410: Explanation(
        _l("This link is no longer valid"),
        _l("It was used already, or has expired. Ask for a new one."),
    ),
    413: Explanation(
        _l("This is too large"),
        _l("Send a smaller file, or several files one after the other."),
    ),
    422: Explanation(
        _l("Something is missing or not right"),
        _l("Go back, correct what is marked, and send it again."),
    ),
    429: Explanation(
        _l("Too many attempts"),
        _l("Wait some minutes, then try again."),
    ),
    500: Explanation(
        _l("Something went wrong on our side"),
        _l(
            "Nothing you entered was at fault. Try again in some minutes. If it happens again, "
            "tell us the number below."
        ),
    ),
    503: Explanation(
        _l("The portal is being looked after"),
        _l("It will be back in some minutes. What you saved is safe."),
    ),
}
_CSRF = Explanation(
    _l("This page was open for too long"),
    _l("For your safety the form was not taken. Open it again and send it once more."),
)
_SIGNED_OUT = Explanation(
    _l("You have been signed out"),
    _l("The form was not taken. Sign in, then send it once more."),
)


def register_error_pages(app: Flask) -> None:
    """Answer every error in plain words."""
    app.register_error_handler(CSRFError, _explain_csrf)
    app.register_error_handler(PortalError, _explain_expected)
    app.register_error_handler(HTTPException, _explain_http)
    app.register_error_handler(Exception, _explain_unexpected)


def _explain_csrf(error: CSRFError) -> ResponseReturnValue:
    return _answer(400, _CSRF) if wants_fragment() else _answer_unsent(400)


def answer_signed_out() -> Response:
    """The answer to a form whose sender is no longer signed in, with the words it held."""
    return _answer_unsent(401)


def _answer_unsent(status: int) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    html = render_template(
        "errors/unsent.html",
        signed_out=_SIGNED_OUT,
        too_old=_CSRF,
        is_for_everybody=getattr(view, "is_public", False),
        texts=typed_texts(),
        back=page_of_form(),
    )
    return make_response(html, status)


def _explain_expected(error: PortalError) -> ResponseReturnValue:
    return _answer(error.status, _explanation(error.status), message=error.message)


def _explain_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error  # a redirect, or an answer that is complete already
    if isinstance(error, SecurityError):  # a host that is not ours: no address can be built here
        return _plain_answer(EXPLANATIONS[400], status=400)
    answer = _answer(error.code, _explanation(error.code))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            answer.headers[name] = value
    return answer


def _explain_unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.testing or current_app.debug:
        raise error
    number = new_id().hex[-12:]
    logger.error("error %s at %s", number, request.endpoint or "unknown address", exc_info=error)
    try:
        return _answer(500, EXPLANATIONS[500], incident=number)
    except Exception:  # the surroundings of a page need what may just be broken
        logger.exception("error %s could not be explained on a full page", number)
        return _plain_answer(EXPLANATIONS[500], incident=number, status=500)


def _explanation(status: int) -> Explanation:
    return EXPLANATIONS.get(status) or EXPLANATIONS[500 if status >= 500 else 400]


def _answer(
    status: int, explanation: Explanation, *, message: object = "", incident: str = ""
) -> Response:
    template = "errors/_notice.html" if wants_fragment() else "errors/page.html"
    html = render_template(
        template, status=status, explanation=explanation, message=message, incident=incident
    )
    response = make_response(html, status)
    response.vary.add("HX-Request")
    if wants_fragment():
        # The fragment which was asked for stays as it is; the notice goes above the page.
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _plain_answer(explanation: Explanation, *, status: int, incident: str = "") -> Response:
    """A page that needs neither database nor visitor."""
    template = current_app.jinja_env.get_template("errors/plain.html")
    html = template.render(explanation=explanation, incident=incident, lang="en", dir="ltr")
    return make_response(html, status)
