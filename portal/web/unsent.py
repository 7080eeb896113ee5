"""Long texts on their way from a form to the database: told when taken, shown when not.

The browser keeps what is typed (``assets/js/drafts.js``) until the answer to the form names it in
a cookie. Where a form cannot be taken because the session has ended, its words are shown again.
"""

import re
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask.wrappers import Response

from portal.web.htmx import wants_fragment
from portal.web.page import local_path

COOKIE = "taken"
_COOKIE_SECONDS = 300
_MARK = re.compile(r"[0-9a-f]{16}")
_SECRET = re.compile(r"password|secret|code|token|signature|sha256")


def register(app: Flask) -> None:
    """Tell the browser which of its drafts an answer has taken."""
    app.after_request(_tell)


def not_taken() -> None:
    """The answer to this request leads away and takes nothing of the form."""
    g.is_not_taken = True


def page_of_form() -> str | None:
    """The address within the portal from which this form was sent."""
    origin = urlsplit(request.referrer or "")
    if origin.netloc != request.host:
        return None
    return local_path(origin.path + (f"?{origin.query}" if origin.query else ""))


def typed_texts() -> list[str]:
    """The words of a form that was sent from our own pages, in its order; never a secret."""
    if not _is_from_our_page():
        return []
    return [
        value
        for name, value in request.form.items(multi=True)
        if re.search(r"\s", value.strip()) and not _SECRET.search(name)
    ]


def _is_from_our_page() -> bool:
    """Whether no other site has sent this form to put its words on our page."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(sender).netloc == request.host


def _tell(response: Response) -> Response:
    if request.method != "POST" or response.status_code >= 400:
        return response
    if g.get("is_not_taken") or wants_fragment():
        return response
    mark = request.form.get("draft", "")
    if _MARK.fullmatch(mark):
        response.set_cookie(
            COOKIE,
            mark,
            max_age=_COOKIE_SECONDS,
            samesite="Lax",
            httponly=False,  # read and deleted by drafts.js; it says nothing about anybody
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    return response
