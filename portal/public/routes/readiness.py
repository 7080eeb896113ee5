"""Ten questions before the form, what they come to, and the brief for the mayor.

Answers stand in the address and nowhere else: nothing is stored, and a link can be passed on.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading, visitor_now
from portal.accounts.services.throttling import Limit, count_attempt
from portal.core.i18n import in_language, language_now
from portal.documents.brief import render_brief
from portal.public import queries, words
from portal.public.briefs import brief_of
from portal.public.queries import HowToApply
from portal.public.readiness import Outcome, Reply, outcome, questions_for
from portal.public.routes.blueprint import around, asked_language, blueprint, suggest_language
from portal.web.downloads import pdf_response

BRIEFS = Limit("mayor-brief", 60, 10)
"""Per address: setting a page takes a third of a second of a processor."""
_USUAL_POPULATION = 10_000
"""Where no call says otherwise. Source: concept note, "a minimum of 10,000 inhabitants"."""


@blueprint.get("/c/<commission>/readiness")
@public
def readiness(commission: str) -> ResponseReturnValue:
    """The ten questions; an address with answers shows them filled in."""
    found = _found(commission)
    return render_template(
        "public/readiness.html",
        **around(found),
        outcome=_outcome(found),
        given=request.args,
        replies=tuple(Reply),
    )


@blueprint.get("/c/<commission>/readiness/result")
@public
def readiness_result(commission: str) -> ResponseReturnValue:
    """What the city has, what comes next, and the way to the brief."""
    found = _found(commission)
    return render_template(
        "public/readiness_result.html",
        **around(found),
        outcome=_outcome(found),
        call=found.call,
        words=words,
        language=language_now(),
        is_signed_in=visitor_now() is not None,
    )


@blueprint.get("/c/<commission>/readiness/brief.pdf")
@public
def mayor_brief(commission: str) -> ResponseReturnValue:
    """The brief for the mayor on one page."""
    with reading() as work:
        count_attempt(work, BRIEFS, request.remote_addr)
    found = _found(commission)
    with in_language(asked_language()):
        brief = brief_of(found, _outcome(found))
    return pdf_response(render_brief(brief), f"brief-{found.commission.code}.pdf")


def _found(commission: str) -> HowToApply:
    with reading() as work:
        found = queries.how_to_apply(work, commission)
    suggest_language(found.commission.languages)
    return found


def _outcome(found: HowToApply) -> Outcome:
    questions = questions_for(
        least_people=found.call.population_warning if found.call else _USUAL_POPULATION,
        official_language=found.commission.official_language,
    )
    return outcome(questions, request.args)
