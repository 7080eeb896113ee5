"""Style sheets with a commission's colours: a pure answer to the address, kept for good."""

from flask import Blueprint, Response

from portal.accounts.access import public
from portal.core.errors import NotFound
from portal.web.theme import derive_theme, theme_href

blueprint = Blueprint("themes", __name__, url_prefix="/themes")
ONE_YEAR_SECONDS = 31_536_000


@blueprint.get("/<name>.css")
@public
def style_sheet(name: str) -> Response:
    """The accent colours of a brand colour; an address with another digest is unknown."""
    color = f"#{name[:6]}"
    try:
        theme = derive_theme(color)
    except ValueError:
        raise NotFound() from None
    if theme_href(color) != f"/themes/{name}.css":
        raise NotFound()
    return Response(
        theme.css,
        mimetype="text/css",
        headers={"Cache-Control": f"public, max-age={ONE_YEAR_SECONDS}, immutable"},
    )
