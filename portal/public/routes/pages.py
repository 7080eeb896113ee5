"""The home of everybody, help, accessibility, privacy, and what search engines read."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading
from portal.core import clock
from portal.core.i18n import language_now
from portal.documents.shelf import read
from portal.public import queries, words
from portal.public.routes.blueprint import blueprint
from portal.web.assets import asset
from portal.web.downloads import file_response
from portal.web.query_string import search_text


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """What the network is, and the way to the reader's own commission."""
    search = search_text(request.args.get("q"))
    with reading() as work:
        links = queries.commission_links(work, language=language_now(), search=search)
        calls = queries.network_calls(work)
    return render_template(
        "public/home.html",
        links=links,
        open_links=[link for link in links if link.closes_at],
        calls=calls,
        now=clock.now(),
        search=search,
        benefits=words.benefits(),
    )


@blueprint.get("/c/<commission>/logo")
@public
def logo(commission: str) -> Response:
    """A commission's logo, painted anew. The address changes with the picture (``?v=``)."""
    with reading() as work:
        sha256 = queries.logo_of(work, commission)
    answer = file_response(read(sha256), "logo.png", "image/png", is_inline=True)
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.get("/help", endpoint="help")
@public
def help_page() -> ResponseReturnValue:
    """Questions and answers."""
    return render_template("public/help.html", city_questions=words.city_questions())


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
        "Disallow: /c/*/readiness/",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """For browsers that ask without reading the page."""
    return redirect(asset("favicon.svg"), code=302)
