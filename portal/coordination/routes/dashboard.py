"""The dashboard and its table as a file.

The figures change when somebody acts, the page is asked for far more often: it is drawn once for
each version of the figures, language and choice.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.accounts.access import reading, requires
from portal.accounts.roles import Permission
from portal.commissions.models import Region
from portal.commissions.words import region_name
from portal.coordination.commission_table import Choice, chosen, read_choice, table
from portal.coordination.freshness import Version, version_of
from portal.coordination.overview import Overview, overview
from portal.coordination.routes.blueprint import blueprint
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.web.downloads import csv_response
from portal.web.htmx import wants_fragment
from portal.web.query_string import chosen as member_of
from portal.web.world_map import Place, world_map

DRAWINGS_KEPT = 32
_ARGUMENTS = ("call", "region", "q", "show", "sort", "page")
"""What the page reads of its address."""


@dataclass(frozen=True)
class _Drawn:
    """All that decides how the dashboard looks: the key under which it is remembered."""

    version: Version
    hour: datetime
    """Ages grow without any change of figures."""
    language: str
    arguments: tuple[tuple[str, str], ...]


@blueprint.get("")
@requires(Permission.DASHBOARD_READ)
def dashboard() -> ResponseReturnValue:
    """The world, or a region, in one call."""
    try:
        if wants_fragment():
            html = render_template("coordination/_commissions.html", **_context())
        else:
            html = render_template("coordination/dashboard.html", main=_main(_key()))
    except NotFound:
        if request.args.get("call"):
            raise
        return render_template("coordination/before_first_call.html")
    response = Response(html)
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response


def _key() -> _Drawn:
    with reading() as work:
        version = version_of(work)
    return _Drawn(
        version=version,
        hour=clock.now().replace(minute=0, second=0, microsecond=0),
        language=language_now(),
        arguments=tuple((name, request.args[name]) for name in _ARGUMENTS if name in request.args),
    )


@lru_cache(maxsize=DRAWINGS_KEPT)
def _main(_key: _Drawn) -> Markup:
    """The page without its frame, of the request whose key it is."""
    context = _context()
    region = context["region"]
    places = [
        Place(
            name=row.country,
            count=row.submitted,
            country_number=row.commission_id,
            is_late=row.waiting > 0,
        )
        for row in context["overview"].rows
    ]
    drawn = world_map(places, str(region) if region else None)
    return Markup(render_template("coordination/_overview.html", map=drawn, **context))  # noqa: S704


def _context() -> dict[str, Any]:
    region, choice = chosen_region(), read_choice(request.args)
    shown = _read(region)
    return {
        "overview": shown,
        "region": region,
        "regions": tuple(Region),
        "table": table(shown.rows, choice),
        "address": _address(shown, region, choice),
    }


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
    return csv_response(name, header, body)


def chosen_region() -> Region | None:
    """The region of the address; anything else means the world."""
    return member_of(Region, request.args.get("region"))


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
