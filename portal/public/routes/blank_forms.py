"""The blank form of a commission's call, for a city without an application."""

from flask import Response

from portal.accounts.access import public, reading
from portal.public.blank_forms import blank_form_of
from portal.public.routes.blueprint import asked_language, blueprint
from portal.web.downloads import file_response


@blueprint.get("/c/<commission>/form.pdf")
@public
def blank_form(commission: str) -> Response:
    """The form with fields, to fill in on screen."""
    return _answer(commission, by_hand=False)


@blueprint.get("/c/<commission>/form-by-hand.pdf")
@public
def blank_form_by_hand(commission: str) -> Response:
    """The form with lines and boxes, to print."""
    return _answer(commission, by_hand=True)


def _answer(commission: str, *, by_hand: bool) -> Response:
    with reading() as work:
        pdf = blank_form_of(work, commission, language=asked_language(), by_hand=by_hand)
    name = f"{commission}-{'by-hand' if by_hand else 'form'}.pdf"
    return file_response(pdf, name, "application/pdf", is_inline=by_hand)
