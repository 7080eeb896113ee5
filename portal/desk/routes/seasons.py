"""A call looked back on: its end, its statistics, and their table for a spreadsheet."""

from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires
from portal.accounts.roles import Permission
from portal.applications.state_words import state_label
from portal.core.i18n import direction, language_now
from portal.desk.queries.season import CallFigures, Season, Stage, call_list, season
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.season_words import (
    count_names,
    method_name,
    region_name,
    season_rows,
    size_name,
    stage_name,
    table_head,
)
from portal.signing.models import Method
from portal.web.downloads import csv_response
from portal.web.line_chart import LineChart, Reading, line_chart


@blueprint.get("/seasons")
@requires(Permission.APPLICATION_READ)
def seasons(commission: str) -> ResponseReturnValue:
    """All calls of the commission with what came of them."""
    _space, commission_id = space_here()
    with reading() as work:
        calls = call_list(work, commission_id)
    return render_template(
        "desk/seasons.html", commission=commission, calls=calls, language=language_now()
    )


@blueprint.get("/seasons/<code>/statistics")
@requires(Permission.APPLICATION_READ)
def season_statistics(commission: str, code: str) -> ResponseReturnValue:
    """The figures of a call, each chart with its table, beside earlier calls."""
    _space, commission_id = space_here()
    with reading() as work:
        found = season(work, commission_id, code)
    return render_template(
        "desk/season_statistics.html",
        commission=commission,
        found=found,
        call=found.call,
        calls=(found.call, *found.earlier),
        before=found.earlier[0] if found.earlier else None,
        language=language_now(),
        chart=_over_time(found),
        names=count_names(),
        stages=tuple(Stage),
        methods=tuple(Method),
        stage_name=stage_name,
        method_name=method_name,
        state_label=state_label,
        region_name=region_name,
        size_name=size_name,
    )


@blueprint.get("/seasons/<code>/statistics.csv")
@requires(Permission.APPLICATION_READ)
def season_table(commission: str, code: str) -> Response:
    """The same figures, one in each row."""
    _space, commission_id = space_here()
    with reading() as work:
        found = season(work, commission_id, code)
    return csv_response(
        f"{commission}-{found.call.code}-statistics.csv", table_head(), season_rows(found)
    )


def _over_time(found: Season) -> LineChart | None:
    """What was submitted in each call, the oldest first; a single call makes no line."""
    calls: Sequence[CallFigures] = (*reversed(found.earlier), found.call)
    if len(calls) < 2:
        return None
    readings = [
        Reading(call.title(language_now()), call.code, float(call.submitted)) for call in calls
    ]
    return line_chart(readings, direction=direction(language_now()))
