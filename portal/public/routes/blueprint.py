"""The blueprint of the pages for everybody, and what pages of one commission share."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import refresh

from portal.accounts.access import speak_as
from portal.accounts.page_context import commission_space
from portal.commissions.countries import country_name
from portal.core.i18n import INTERFACE_LANGUAGES, language_now
from portal.public.queries import HowToApply
from portal.signing.keyring import portal_address

blueprint = Blueprint("public", "portal.public", template_folder="templates")


def suggest_language(languages: tuple[str, ...]) -> None:
    """Show a commission's page in that of its languages the browser asks for, else in its first.

    Whoever chose a language here, or has an account, keeps that one.
    """
    known = [code for code in languages if code in INTERFACE_LANGUAGES]
    if known and "language" not in g:
        g.language = request.accept_languages.best_match(known) or known[0]
        refresh()


def asked_language() -> str:
    """The language the address itself names, else the one in force."""
    asked = request.args.get("language", "")
    return asked if asked in INTERFACE_LANGUAGES else language_now()


def around(found: HowToApply) -> dict[str, Any]:
    """What each page of one commission shows around its content."""
    page = found.commission
    speak_as(page.commission_id, page.wording_revision)
    return {
        "found": found,
        "page": page,
        "country": country_name(page.country, language_now()),
        "space": commission_space(
            page.names,
            page.languages,
            brand_color=page.brand_color,
            home_href=url_for("public.apply", commission=page.code),
        ),
    }


def whole_address(endpoint: str, **values: Any) -> str:
    """The address of a page with the portal's own, for use outside of a browser."""
    return portal_address() + url_for(endpoint, **values)
