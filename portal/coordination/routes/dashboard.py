"""The dashboard and its table as a file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires
from portal.accounts.roles import Permission
from portal.commissions.models import Region
from portal.commissions.words import region_name
from portal.coordination.commission_table import Choice, chosen, read_choice, table
from portal.coordination.overview import Overview, overview
from portal.coordination.routes.blueprint import blueprint
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.web.htmx import wants_fragment
from portal.web.spreadsheet import csv_file
from portal.web.world_map import Place, world_map


@blueprint.get("")
@requires(Permission.DASHBOARD_READ)
def dashboard() -> ResponseReturnValue:
    """The world, or a region, in one call."""
    region, choice = chosen_region(), read_choice(request.args)
    try:
        shown = _read(region)
    except NotFound:
        if request.args.get("call"):
            raise
        return render_template("coordination/before_first_call.html")
    context = {
        "overview": shown,
        "region": region,
        "regions": tuple(Region),
        "table": table(shown.rows, choice),
        "address": _address(shown, region, choice),
    }
    if wants_fragment():
        response = Response(render_template("coordination/_commissions.html", **context))
    else:
        places = [
            Place(
                name=row.country,
                count=row.submitted,
                country_number=row.commission_id,
                is_late=row.waiting > 0,
            )
            for row in shown.rows
        ]
        response = Response(
            render_template(
                "coordination/dashboard.html",
                map=world_map(places, str(region) if region else None),
                **context,
            )
        )
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/commissions.csv")
@requires(Permission.DASHBOARD_READ)
def export() -> ResponseReturnValue:
    """The table of the dashboard, all rows of the choice, for a spreadsheet."""
    region = chosen_region()
    shown = _read(region)
    rows = chosen(shown.rows, read_choice(request.args))
    header = (
        _("Country"),
        _("Commission"),
        _("Region"),
        _("Started"),
        _("Submitted"),
        _("Endorsed"),
        _("Forwarded"),
        _("Members"),
        _("With the commission"),
        _("Waiting over 30 days"),
        _("Median days to endorse"),
        _("Oldest, in days"),
        _("Last activity"),
    )
    body = (
        (
            row.country,
            row.name,
            region_name(row.region),
            row.started,
            row.submitted,
            row.endorsed,
            row.forwarded,
            row.members,
            row.held,
            row.waiting,
            row.median_days,
            row.oldest_days,
            row.last_activity_at.date().isoformat() if row.last_activity_at else "",
        )
        for row in rows
    )
    name = f"commissions-{shown.call.code}-{clock.now().date().isoformat()}.csv"
    return Response(
        csv_file(header, body),
        mimetype="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def chosen_region() -> Region | None:
    """The region of the address; anything else means the world."""
    try:
        return Region(request.args.get("region", ""))
    except ValueError:
        return None


def _read(region: Region | None) -> Overview:
    with reading() as work:
        return overview(
            work,
            call_code=request.args.get("call") or None,
            region=region,
            language=language_now(),
        )


def _address(shown: Overview, region: Region | None, choice: Choice) -> dict[str, str]:
    """The arguments of this page's address, without those that are as they are by default."""
    arguments = {
        "call": shown.call.code if request.args.get("call") else "",
        "region": str(region or ""),
        "q": choice.search,
        "show": str(choice.show) if request.args.get("show") else "",
        "sort": str(choice.order) if request.args.get("sort") else "",
    }
    return {key: value for key, value in arguments.items() if value}
