"""The dates of calls as files of a calendar, in the language the address names."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading
from portal.calls.queries import CallDates
from portal.core.i18n import in_language
from portal.public import queries
from portal.public.calendars import MEDIA_TYPE, commission_calendar, network_calendar
from portal.public.routes.blueprint import (
    asked_language,
    blueprint,
    suggest_language,
    whole_address,
)

_KEPT_SECONDS = 3600


@blueprint.get("/c/<commission>/dates.ics")
@public
def commission_dates(commission: str) -> ResponseReturnValue:
    """All dates of a commission, to download or to subscribe to."""

    def page_of(call: CallDates) -> str:
        return whole_address("public.commission_call", commission=commission, code=call.code)

    with reading() as work:
        found = queries.how_to_apply(work, commission)
    suggest_language(found.commission.languages)
    with in_language(language := asked_language()):
        address = whole_address("public.commission_dates", commission=commission, language=language)
        data = commission_calendar(found, address=address, page_of=page_of)
    return _answer(data, f"dates-{found.commission.code}.ics")


@blueprint.get("/calls/<code>/dates.ics")
@public
def call_dates(code: str) -> ResponseReturnValue:
    """The dates of one call for all countries."""

    def page_of(call: CallDates) -> str:
        return whole_address("public.call", code=call.code)

    with reading() as work:
        call = queries.network_call(work, code)
    with in_language(language := asked_language()):
        address = whole_address("public.call_dates", code=code, language=language)
        data = network_calendar((call,), address=address, page_of=page_of)
    return _answer(data, f"dates-{call.code}.ics")


def _answer(data: bytes, name: str) -> Response:
    """The file; a calendar that asks again and has it already gets no second copy."""
    response = Response(data, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response
