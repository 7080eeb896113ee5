"""From address and visitor to scope: who may open which view. Deny by default.

Each view is marked ``@requires(permission)``, ``@signed_in`` or ``@public``; one with no mark is
refused. A stranger to a space gets 404, a colleague without the right 403.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from portal.accounts.models import SignInSession
from portal.accounts.roles import Permission
from portal.accounts.visitor import Space, Visitor, visitor_of
from portal.commissions.rewording import wordings_of
from portal.core import clock
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import use_wordings
from portal.core.unit_of_work import Actor, Work, unit_of_work
from portal.tenancy.scope import City, Commission, Coordination, Network, Nobody, Scope
from portal.web.error_pages import answer_signed_out
from portal.web.htmx import wants_fragment
from portal.web.unsent import not_taken, page_of_form, typed_texts

View = TypeVar("View", bound=Callable[..., Any])
ANONYMOUS = Actor(name="", office="anyone")
SEEN_EVERY_SECONDS = 300


def requires(permission: Permission) -> Callable[[View], View]:
    """The view needs this permission in the space its address names."""

    def mark(view: View) -> View:
        view.required_permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """The view needs a signed-in person, in no particular space."""
    view.needs_sign_in = True  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anybody may open the view."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def start_access(app: Flask) -> None:
    """Register the guard that runs before each view."""
    manager = LoginManager(app)
    manager.session_protection = None  # sessions live in the database and can be ended there

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Visitor | None:
        return _load_visitor(token)

    app.before_request(_guard)


def visitor_now() -> Visitor | None:
    """The signed-in visitor of this request, if any."""
    user = current_user._get_current_object()
    return user if isinstance(user, Visitor) else None


def space_now() -> Space | None:
    """The space this request acts in."""
    space: Space | None = g.get("space")
    return space


@contextmanager
def reading(scope: Scope | None = None) -> Iterator[Work]:
    """A unit of work in the request's scope that changes nothing."""
    with unit_of_work(scope or _scope_now(), actor_now(), read_only=True) as work:
        yield work


@contextmanager
def writing(scope: Scope | None = None) -> Iterator[Work]:
    """A unit of work in the request's scope that commits at its end.

    Raises Conflict in a commission's space that has been closed: it is read only.
    """
    space = space_now()
    if space and space.closes_on and clock.now().date() > space.closes_on:
        raise Conflict(_l("This space has been closed. It can be read, nothing can be changed."))
    with unit_of_work(scope or _scope_now(), actor_now()) as work:
        yield work


@contextmanager
def acting_in(commission_id: int, reason: str) -> Iterator[Work]:
    """A coordinator writes in one commission's space; the reason lands in its history."""
    visitor = visitor_now()
    space = space_now()
    if visitor is None or space is None or space.commission_id is not None:
        raise NotAllowed(_l("Only the Coordination Team acts in another space."))
    actor = actor_now()
    actor = Actor(
        name=actor.name,
        office=actor.office,
        person_id=actor.person_id,
        permissions=actor.permissions,
        title=actor.title,
        on_behalf_of=reason,
    )
    with unit_of_work(Commission(commission_id), actor) as work:
        yield work


def actor_now() -> Actor:
    """Who acts in this request, in the office of its space."""
    visitor, space = visitor_now(), space_now()
    if visitor is None:
        return ANONYMOUS
    if space is None:
        return Actor(name=visitor.name, office="person", person_id=visitor.person_id)
    return Actor(
        name=visitor.name,
        office=str(space.role),
        person_id=visitor.person_id,
        permissions=frozenset(str(permission) for permission in space.permissions),
        title=space.office,
    )


def speak_as(commission_id: int | None, wording_revision: int) -> None:
    """From now on in this request, say sentences as a commission words them, if it does."""
    if commission_id is not None and wording_revision:
        use_wordings(wordings_of(commission_id, wording_revision))


def home_of(space: Space) -> str:
    """Address of a space's first page."""
    if space.commission_id is None:
        return url_for("coordination.dashboard")
    if space.city_id is not None:
        return url_for("city.start", commission=space.code)
    return url_for("desk.index", commission=space.code)


def current_space(visitor: Visitor) -> Space | None:
    """The space last used, else the first."""
    chosen = visitor.space(session.get("space", ""))
    return chosen or (visitor.spaces[0] if visitor.spaces else None)


def _load_visitor(token: str) -> Visitor | None:
    now = clock.now()
    visitor = visitor_of(token, now)
    if visitor and (now - visitor.last_seen_at).total_seconds() > SEEN_EVERY_SECONDS:
        with unit_of_work(Nobody(), ANONYMOUS) as work:
            row = work.session.get_one(SignInSession, visitor.session_id)
            row.last_seen_at = now
    return visitor


def _guard() -> ResponseReturnValue | None:
    """Refuse what is not marked; find the space and check the permission."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "is_public", False) or request.endpoint == "static":
        return None
    permission = getattr(view, "required_permission", None)
    if permission is None and not getattr(view, "needs_sign_in", False):
        raise NotFound(f"{request.endpoint} is not marked @requires, @signed_in or @public")
    visitor = visitor_now()
    if visitor is None:
        return _lead_to_sign_in()
    if permission is None:
        return None
    g.space = _space_for(visitor, permission)
    speak_as(g.space.commission_id, g.space.wording_revision)
    if session.get("space") != g.space.key:  # else each answer would sign and send the cookie anew
        session["space"] = g.space.key
    if g.space.needs_second_factor and not visitor.has_second_factor:
        not_taken()
        return redirect(url_for("accounts.second_factor"), code=303)
    return None


def _lead_to_sign_in() -> ResponseReturnValue:
    """To the page to sign in and back; a form that held words shows them first."""
    back: str | None
    if request.method == "GET":
        back = request.full_path.rstrip("?")
    elif not wants_fragment() and typed_texts():
        return answer_signed_out()
    else:
        not_taken()
        back = page_of_form()
    return redirect(url_for("accounts.sign_in", next=back), code=303)


def _space_for(visitor: Visitor, permission: Permission) -> Space:
    code = (request.view_args or {}).get("commission")
    here = [space for space in visitor.spaces if (space.code or None) == code]
    if not here:
        raise NotFound()
    allowed = [space for space in here if permission in space.permissions]
    if not allowed:
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    chosen = session.get("space")
    return next((space for space in allowed if space.key == chosen), allowed[0])


def _scope_now() -> Scope:
    space = space_now()
    if space is None:
        return Nobody()
    if space.commission_id is None:
        return Coordination()
    if space.city_id is not None:
        return City(space.commission_id, uuid.UUID(str(space.city_id)))
    return Commission(space.commission_id)


NETWORK = Network()
"""Scope of the Coordination Team's own records; views that need CALL_MANAGE and the like."""
