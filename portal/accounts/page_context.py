"""What stands around every page for this reader: language, space, navigation, account menu.

The shapes are ``portal.web.page``'s; here they are filled, for the web layer knows no accounts.
"""

from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from portal.accounts.access import current_space, space_now, visitor_now
from portal.accounts.visitor import Space, Visitor
from portal.core.codes import hash_secret
from portal.core.i18n import INTERFACE_LANGUAGES, language_now
from portal.core.i18n import lazy_gettext as _l
from portal.web.page import NavItem, PageSpace, PageVisitor, SpaceLink
from portal.web.theme import theme_href

LANGUAGE_COOKIE = "language"
_ONE_YEAR = 365 * 24 * 3600

Entries = tuple[tuple[object, str], ...]

_CITY_NAV: Entries = (
    (_l("My application"), "city.start"),
    (_l("People"), "city.people"),
)
_DESK_NAV: Entries = (
    (_l("Applications"), "desk.index"),
    (_l("People and cities"), "desk.people"),
    (_l("Seasons"), "desk.seasons"),
    (_l("Settings"), "desk.settings"),
)
_COORDINATION_NAV: Entries = (
    (_l("Overview"), "coordination.dashboard"),
    (_l("Copies"), "coordination.copies"),
    (_l("Forwarded"), "coordination.forwarded"),
    (_l("Register of members"), "members.register"),
    (_l("Commissions"), "coordination.commissions"),
    (_l("Calls"), "coordination.calls"),
    (_l("Team"), "coordination_team.people"),
)
_PUBLIC_NAV: Entries = (
    (_l("The network"), "public.home"),
    (_l("Members"), "members.directory"),
    (_l("Verify a document"), "verification.verify"),
)


def register(app: Flask) -> None:
    """Give every template its surroundings."""
    app.context_processor(_surroundings)


def choose_locale() -> str | None:
    """Language of this request: the visitor's, the one chosen here, the page's, the browser's.

    A page suggests one by ``g.language`` (an invitation in the language of the invited).
    """
    if not has_request_context():
        return None
    visitor = visitor_now()
    space = space_now()
    if visitor and visitor.language in INTERFACE_LANGUAGES:
        return visitor.language
    wanted = (
        request.cookies.get(LANGUAGE_COOKIE),
        g.get("language"),
        request.accept_languages.best_match(INTERFACE_LANGUAGES),
        *(space.languages if space else ()),
    )
    return next((code for code in wanted if code in INTERFACE_LANGUAGES), INTERFACE_LANGUAGES[0])


def keep_language(response: Response, language: str) -> None:
    """Remember the language in this browser, for the pages before sign-in."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_ONE_YEAR,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def _surroundings() -> dict[str, object]:
    visitor = visitor_now()
    space = _space_of_page(visitor)
    return {
        "space": _page_space(space) if space else None,
        "nav": _nav(space),
        "visitor": _page_visitor(visitor, space) if visitor else None,
        "switch_href": url_for("accounts.switch"),
    }


def _space_of_page(visitor: Visitor | None) -> Space | None:
    """The space a page belongs to; a person's own pages stand in the space last used."""
    if visitor is None or request.endpoint is None:
        return None
    space = space_now()
    if space is not None:
        return space
    view = current_app.view_functions[request.endpoint]
    return current_space(visitor) if getattr(view, "needs_sign_in", False) else None


def commission_space(
    names: dict[str, str], languages: tuple[str, ...], *, brand_color: str, home_href: str
) -> PageSpace:
    """A commission as the head of its pages, named in the reader's language if it can be."""
    language = language_now()
    candidates = (language, *languages, "en", *names)
    known = next((code for code in candidates if names.get(code)), language)
    return PageSpace(
        name=names.get(known, ""),
        home_href=home_href,
        language=known,
        theme_href=theme_href(brand_color) if brand_color else None,
    )


def _page_space(space: Space) -> PageSpace:
    home_href = _href("accounts.home")
    if space.commission_id is None:
        return PageSpace(
            name=str(_l("Coordination Team")), home_href=home_href, language=language_now()
        )
    return commission_space(
        dict(space.names),
        space.languages,
        brand_color=space.brand_color,
        home_href=home_href,
    )


def _page_visitor(visitor: Visitor, space: Space | None) -> PageVisitor:
    language = language_now()
    here = space or current_space(visitor)
    return PageVisitor(
        name=visitor.name,
        initials=visitor.initials,
        spaces=tuple(
            SpaceLink(
                key=place.key,
                name=_space_name(place, language),
                is_current=here is not None and place.key == here.key,
            )
            for place in visitor.spaces
        ),
        email=visitor.email,
        mark=hash_secret(f"drafts of {visitor.person_id}")[:16],
    )


def _space_name(space: Space, language: str) -> str:
    if space.commission_id is None:
        return str(_l("Coordination Team"))
    return space.city_name or space.commission_name(language)


def _nav(space: Space | None) -> list[NavItem]:
    arguments = {"commission": space.code} if space and space.code else {}
    found = [(label, _href(endpoint, **arguments)) for label, endpoint in _entries(space)]
    shown = [(label, href) for label, href in found if href]
    here = request.path
    current = max((href for _label, href in shown if _is_within(href, here)), key=len, default=None)
    return [NavItem(str(label), href, is_current=href == current) for label, href in shown]


def _entries(space: Space | None) -> Entries:
    if space is None:
        return _PUBLIC_NAV
    if space.commission_id is None:
        return _COORDINATION_NAV
    return _CITY_NAV if space.city_id else _DESK_NAV


def _is_within(href: str, here: str) -> bool:
    return here == href or (href != "/" and here.startswith(href + "/"))


def _href(endpoint: str, **arguments: Any) -> str:
    """Address of a page of a layer above; empty if there is none."""
    try:
        return url_for(endpoint, **arguments)
    except BuildError:
        return ""
