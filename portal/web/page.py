"""What every page has around its content: space, visitor, navigation, language.

The face knows these shapes and not the domain; whoever knows the domain fills them in a context
processor. Templates read them with defaults, so a page without them still stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from portal.core.i18n import (
    INTERFACE_LANGUAGES,
    day,
    days,
    direction,
    endonym,
    joined,
    language_name,
    language_now,
    moment,
    number,
    percent,
    with_office,
    wordings_now,
)
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import field_attributes

_FOOTER = (
    (_l("Help"), "public.help"),
    (_l("Accessibility"), "public.accessibility"),
    (_l("Privacy"), "public.privacy"),
    (_l("Verify a document"), "verification.verify"),
)


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation or of a row of tabs."""

    label: object
    href: str
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True)
class SpaceLink:
    """A space in the switcher of somebody who serves several."""

    key: str
    """What the switch sends."""
    name: str
    is_current: bool = False


@dataclass(frozen=True)
class PageSpace:
    """Whose page it is: a commission, or the Coordination Team."""

    name: str
    home_href: str = "/"
    language: str = "en"
    """Language of the name, for whoever reads it aloud."""
    theme_href: str | None = None
    """Address of a style sheet with the accent colours; None: the portal's own."""


@dataclass(frozen=True)
class PageVisitor:
    """The signed-in person as the account menu shows them."""

    name: str
    initials: str
    spaces: tuple[SpaceLink, ...] = ()
    email: str = ""
    """For password managers: whose password a form asks for."""
    mark: str = ""
    """Whose the unsent text is that a browser keeps."""


def languages() -> Sequence[tuple[str, str]]:
    """Codes and own names of the languages a reader can choose."""
    return [(code, endonym(code)) for code in INTERFACE_LANGUAGES]


def local_path(address: str | None) -> str | None:
    """The address if it stays within the portal, else None."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def register(app: Flask) -> None:
    """Give templates what every page needs."""
    app.jinja_env.globals.update(
        day=day,
        days=days,
        joined=joined,
        with_office=with_office,
        language_name=language_name,
        moment=moment,
        number=number,
        percent=percent,
        field_attributes=field_attributes,
    )
    app.context_processor(_surroundings)


def _surroundings() -> dict[str, object]:
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # not its proxy
    now = request._get_current_object()  # type: ignore[attr-defined]
    here = now.full_path.rstrip("?") if now.method == "GET" else now.path
    shared = _of_all_pages(app, now.root_path, language_now(), wordings_now())
    return {**shared, "here": here}


@lru_cache(maxsize=64)
def _of_all_pages(app: Flask, root: str, code: str, _wordings: str) -> dict[str, object]:
    """What is the same on all pages of a language; ``root`` begins their addresses."""
    settings = app.config.get("SETTINGS")
    return {
        "lang": code,
        "dir": direction(code),
        "languages": languages(),
        "language_href": _href(app, "language.choose"),
        "sign_in_href": _href(app, "accounts.sign_in"),
        "sign_out_href": _href(app, "accounts.sign_out"),
        "profile_href": _href(app, "accounts.profile"),
        "footer": [
            NavItem(str(label), href)
            for label, endpoint in _FOOTER
            if (href := _href(app, endpoint))
        ],
        "demo": bool(getattr(settings, "demo_data", False)),
    }


def _href(app: Flask, endpoint: str) -> str:
    """Address of a page of a layer above, which may not be there."""
    return app.url_for(endpoint) if endpoint in app.view_functions else ""
