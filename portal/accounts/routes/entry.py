"""How a browser is let in: what is remembered between password and second factor, and the end.

Nothing is signed in before the last step; the session is a new one each time.
"""

import uuid
from contextlib import suppress
from dataclasses import dataclass

from flask import current_app, g, redirect, request, session, url_for
from flask.wrappers import Response
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeSerializer

from portal.accounts.access import visitor_now
from portal.accounts.devices import name_of_device
from portal.accounts.page_context import keep_language
from portal.accounts.routes.blueprint import settings
from portal.accounts.services.sessions import end_session, open_session, tell_new_device
from portal.accounts.services.signing_in import Candidate, NextStep
from portal.accounts.visitor import Visitor, find_visitor
from portal.core import clock
from portal.core.codes import hash_secret
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.web.page import local_path

_HALF_DONE = "sign_in"
_HALF_DONE_SECONDS = 600
_DEVICE_COOKIE = "known_device"
_DEVICE_SECONDS = 180 * 24 * 3600
_DEVICE_PEOPLE = 5
"""People one browser remembers."""


@dataclass(frozen=True)
class HalfDone:
    """Somebody whose second factor is still to come."""

    person_id: uuid.UUID
    mark: str
    next: str


def remember_half_done(candidate: Candidate, following: str) -> None:
    """Keep who gave the right password, for ten minutes."""
    session[_HALF_DONE] = {
        "person": str(candidate.person_id),
        "mark": candidate.mark,
        "at": int(clock.now().timestamp()),
        "next": following,
    }


def half_done() -> HalfDone | None:
    """Who gave the right password in this browser and is to give the second factor."""
    kept = session.get(_HALF_DONE)
    if not kept or clock.now().timestamp() - kept["at"] > _HALF_DONE_SECONDS:
        return None
    return HalfDone(uuid.UUID(kept["person"]), kept["mark"], kept["next"])


def page_of_step(step: NextStep) -> str:
    """Address of the page that asks for what is missing."""
    page = "accounts.sign_in_code" if step is NextStep.CODE else "accounts.sign_in_set_up"
    return url_for(page)


def open_for(work: Work, person_id: uuid.UUID, *, with_second_factor: bool) -> Visitor:
    """Make the session of a person who gave everything; the one before it ends."""
    before = visitor_now()
    if before is not None:
        with suppress(NotFound):  # it was ended elsewhere
            end_session(work, before.session_id, person_id=before.person_id)
    device = name_of_device(request.user_agent.string)
    if _device_mark(person_id) not in _known_people():
        tell_new_device(work, person_id, device=device)
    secret = open_session(
        work,
        person_id,
        device=device,
        hours=settings().session_hours,
        with_second_factor=with_second_factor,
    )
    visitor = find_visitor(work.session, secret, work.now)
    assert visitor is not None
    return visitor


def let_in(visitor: Visitor, response: Response) -> Response:
    """Sign this browser in; everything kept for it before is forgotten."""
    known = _known_people()
    session.clear()
    g.pop("csrf_token", None)  # the one made for the former session must not reach the page
    login_user(visitor)
    mark = _device_mark(visitor.person_id)
    people = [mark, *(other for other in known if other != mark)][:_DEVICE_PEOPLE]
    response.set_cookie(
        _DEVICE_COOKIE,
        _device_serializer().dumps(people),
        max_age=_DEVICE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    keep_language(response, visitor.language)
    return response


def onward(following: str) -> Response:
    """To where the visitor wanted to go, within the portal, else home."""
    target = local_path(following) or url_for("accounts.home")
    response = redirect(target, code=303)
    assert isinstance(response, Response)
    return response


def _known_people() -> list[str]:
    try:
        people: list[str] = _device_serializer().loads(request.cookies.get(_DEVICE_COOKIE, ""))
    except BadSignature:
        return []
    return people


def _device_mark(person_id: uuid.UUID) -> str:
    return hash_secret(f"device of {person_id}")[:16]


def _device_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
