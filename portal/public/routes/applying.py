"""How a city applies: one page per commission, per call of a commission, and per call."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading, visitor_now
from portal.core.i18n import endonym, language_name, language_now
from portal.public import queries, words
from portal.public.calendars import Feed
from portal.public.queries import HowToApply
from portal.public.routes.blueprint import around, blueprint, suggest_language, whole_address


@blueprint.get("/c/<commission>/")
@public
def apply(commission: str) -> ResponseReturnValue:
    """How a city applies in one country, and the call that matters now."""
    with reading() as work:
        found = queries.how_to_apply(work, commission)
    return _page(found)


@blueprint.get("/c/<commission>/calls/<code>")
@public
def commission_call(commission: str, code: str) -> ResponseReturnValue:
    """The same about one call of a commission, also a past one."""
    with reading() as work:
        found = queries.how_to_apply(work, commission, call_code=code)
    return _page(found)


@blueprint.get("/calls/<code>")
@public
def call(code: str) -> ResponseReturnValue:
    """A call for all countries: dates, rules, and where it is open."""
    with reading() as work:
        found = queries.call_page(work, code, language=language_now())
    address = whole_address("public.call_dates", code=code, language=language_now())
    return render_template(
        "public/call.html", found=found, call=found.call, words=words, feed=Feed(address)
    )


def _page(found: HowToApply) -> ResponseReturnValue:
    page = found.commission
    suggest_language(page.languages)
    address = whole_address(
        "public.commission_dates", commission=page.code, language=language_now()
    )
    return render_template(
        "public/apply.html",
        **around(found),
        call=found.call,
        words=words,
        feed=Feed(address),
        languages_shown=[endonym(code) for code in page.languages],
        official_language=language_name(page.official_language),
        is_signed_in=visitor_now() is not None,
    )
