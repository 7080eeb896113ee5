"""One view, two answers: the whole page, or only the part which htmx asked for."""

from flask import make_response, render_template, request
from flask.wrappers import Response


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page: not when it restores history, nor when boosted."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-History-Restore-Request") != "true"
        and headers.get("HX-Boosted") != "true"
    )


def page_or_fragment(
    page_template: str, fragment_template: str, *, status: int = 200, **context: object
) -> Response:
    """The page, or its fragment for htmx; ``status`` 422 for a form with errors.

    Caches must not mix the two up, and the Back button must not show the fragment alone.
    """
    template = fragment_template if wants_fragment() else page_template
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response


def fragment(template: str, *, status: int = 200, **context: object) -> Response:
    """A part of a page that exists only for htmx, such as the answer to an autosave."""
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response
