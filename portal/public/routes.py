"""Pages for everybody: the network, how to apply in each country, help, accessibility, privacy."""

from flask import Blueprint, Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from portal.accounts.access import public, reading, visitor_now
from portal.commissions.countries import country_name
from portal.core import clock
from portal.core.i18n import INTERFACE_LANGUAGES, endonym, language_name, language_now
from portal.public import queries
from portal.web.assets import asset
from portal.web.page import PageSpace
from portal.web.theme import theme_href

blueprint = Blueprint("public", __name__, template_folder="templates")


def register(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """What the network is, and the way to the reader's own commission."""
    search = request.args.get("q", "").strip()[:80]
    with reading() as work:
        links = queries.commission_links(work, language=language_now(), search=search)
        calls = queries.network_calls(work)
    return render_template("public/home.html", links=links, calls=calls, search=search)


@blueprint.get("/c/<commission>/")
@public
def apply(commission: str) -> ResponseReturnValue:
    """How a city applies in one country."""
    with reading() as work:
        found = queries.how_to_apply(work, commission)
    page = found.commission
    _suggest_language(page.languages)
    return render_template(
        "public/apply.html",
        found=found,
        page=page,
        country=country_name(page.country, language_now()),
        languages_shown=[endonym(code) for code in page.languages],
        official_language=language_name(page.official_language),
        today=clock.now().date(),
        is_signed_in=visitor_now() is not None,
        space=PageSpace(
            name=page.name(language_now()),
            home_href=request.path,
            language=language_now() if page.names.get(language_now()) else page.languages[0],
            theme_href=theme_href(page.brand_color),
        ),
    )


@blueprint.get("/help", endpoint="help")
@public
def help_page() -> ResponseReturnValue:
    """Questions and answers."""
    return render_template("public/help.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """What was done for everybody to be able to use the portal, and what is not known."""
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Which data are kept, who reads them, for how long."""
    return render_template("public/privacy.html")


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """What search engines may visit: public pages, nothing behind a code or a sign-in."""
    lines = (
        "User-agent: *",
        "Disallow: /s/",
        "Disallow: /mayor/",
        "Disallow: /coordination",
        "Disallow: /sign-in",
        "Disallow: /c/*/desk",
        "Disallow: /c/*/my",
        "Disallow: /c/*/register",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """For browsers that ask without reading the page."""
    return redirect(asset("favicon.svg"), code=302)


def _suggest_language(languages: tuple[str, ...]) -> None:
    """Show a commission's page in its own first language, unless the reader chose another."""
    known = [code for code in languages if code in INTERFACE_LANGUAGES]
    if known and "language" not in g:
        g.language = known[0]
        refresh()
