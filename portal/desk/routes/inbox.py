"""The first page of the desk: what needs me, then the lists; their export."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.accounts.access import reading, requires, visitor_now
from portal.accounts.roles import Permission
from portal.accounts.visitor import Space, Visitor
from portal.applications.search_text import fold
from portal.applications.state_words import state_label
from portal.applications.workflow import State
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import days, language_now, number, wordings_now
from portal.core.i18n import gettext as _
from portal.desk.queries.counts import StateCount
from portal.desk.queries.inbox import (
    PAGE_SIZE,
    SLOW_AFTER_DAYS,
    Row,
    Wanted,
    found_total,
    list_rows,
    oldest_reference,
    page_of,
)
from portal.desk.queries.space import Surroundings, surroundings
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.steps import Sort, Step, Tab, step_of
from portal.web.downloads import csv_response
from portal.web.htmx import page_or_fragment

NOBODY = "nobody"
LAST_PAGE = 10_000
EXPORT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One application as the list shows it."""

    href: str
    city: str
    region: str
    people: str
    """How many live there, in words."""
    state: str
    label: str
    checks: str
    checks_total: int
    percent: int
    waiting: str
    is_slow: bool
    officer: str
    initials: str
    action: str
    is_mine: bool
    is_ready: bool
    """Whether the act itself is next, not its preparation."""


@dataclass(frozen=True)
class Need:
    """Something that waits for the commission, with its one main action."""

    kind: str
    count: int
    waiting: str
    href: str
    is_mine: bool
    """Whether this person has the right to act."""


@blueprint.get("")
@requires(Permission.APPLICATION_READ)
def index(commission: str) -> ResponseReturnValue:
    """What needs somebody, the figures, and a list with its filters."""
    space, commission_id = space_here()
    visitor = visitor_now()
    wanted = _wanted(visitor)
    now = clock.now()
    with reading() as work:
        rows = page_of(work, commission_id, wanted)
        around = surroundings(
            work, commission_id, slow_before=now - timedelta(days=SLOW_AFTER_DAYS)
        )
        found = found_total(work, commission_id, wanted) if wanted.is_filtered else None
    counts = around.counts
    base = url_for("desk.index", commission=commission)
    speech = (language_now(), wordings_now())
    filters = _filters()
    permissions = space.permissions
    lines = [
        _row(
            row,
            (now - row.state_since).days,
            base,
            speech,
            around.two_step_decision,
            permissions,
        )
        for row in rows[:PAGE_SIZE]
    ]
    if found is None:
        found = _total(counts, wanted)
    return page_or_fragment(
        "desk/index.html",
        "desk/_rows.html",
        commission=commission,
        address=base,
        wanted=wanted,
        lines=lines,
        found=found,
        previous_href=_with(base, filters, page=wanted.page - 1) if wanted.page > 1 else None,
        next_href=_with(base, filters, page=wanted.page + 1) if len(rows) > PAGE_SIZE else None,
        export_href=_with(url_for("desk.export_list", commission=commission), filters),
        tabs=_tabs(counts, wanted, base),
        figures=_figures(counts, around.grown_slow),
        needs=_needs(counts, around, space, now.timestamp()),
        around=around,
        may_type=Permission.APPLICATION_TYPE in permissions,
        **days_in(space.time_zone),
        days_left=_days_left(around, now.timestamp()),
        colleagues=around.officers,
        me=visitor.person_id if visitor else None,
        slow_after=SLOW_AFTER_DAYS,
    )


@blueprint.get("/next/<step>")
@requires(Permission.APPLICATION_READ)
def next_one(commission: str, step: str) -> ResponseReturnValue:
    """On to the application that has waited longest in a step."""
    if step not in set(Step):
        raise NotFound()
    _space, commission_id = space_here()
    with reading() as work:
        reference = oldest_reference(work, commission_id, Step(step))
    if reference is None:
        return redirect(url_for("desk.index", commission=commission), code=303)
    return redirect(
        url_for("desk.application", commission=commission, reference=reference), code=303
    )


@blueprint.get("/list.csv")
@requires(Permission.APPLICATION_READ)
def export_list(commission: str) -> Response:
    """The list as chosen, whole, for a spreadsheet."""
    _space, commission_id = space_here()
    wanted = _wanted(visitor_now())
    with reading() as work:
        rows = list_rows(work, commission_id, wanted, limit=EXPORT_LIMIT)
    header = (
        _("Reference"),
        _("City"),
        _("Region"),
        _("Population"),
        _("Stage"),
        _("In this stage since"),
        _("Checks done"),
        _("Checks in all"),
        _("Officer"),
        _("Version"),
        _("First submitted"),
    )
    return csv_response(f"{commission}-applications.csv", header, _cells(rows))


def _cells(rows: Iterable[Row]) -> Iterable[tuple[object, ...]]:
    labels = {state.value: state_label(state) for state in State}
    for row in rows:
        yield (
            row.reference,
            row.city_name,
            row.subdivision,
            row.population,
            labels[row.state],
            row.state_since.date().isoformat(),
            row.checks_done,
            row.checks_total,
            row.officer_name,
            row.submission_number or None,
            row.submitted_at.date().isoformat() if row.submitted_at else None,
        )


def _wanted(visitor: Visitor | None) -> Wanted:
    """The list an address names; what cannot be is left out, never an error."""
    given = request.args.to_dict()
    officer = given.get("officer", "")
    return Wanted(
        tab=Tab(given["tab"]) if given.get("tab") in set(Tab) else Tab.DUE,
        step=Step(given["step"]) if given.get("step") in set(Step) else None,
        words=tuple(fold(given.get("q", "")[:100]).split()),
        text=given.get("q", "")[:100],
        officer_id=_officer(officer, visitor),
        without_officer=officer == NOBODY,
        with_unread=given.get("unread") == "1",
        sort=Sort(given["sort"]) if given.get("sort") in set(Sort) else Sort.LONGEST,
        page=_page(given.get("page", "")),
    )


def _page(given: str) -> int:
    try:
        return min(max(int(given), 1), LAST_PAGE)
    except ValueError:
        return 1


def _officer(given: str, visitor: Visitor | None) -> uuid.UUID | None:
    if given == "me":
        return visitor.person_id if visitor else None
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _row(
    row: Row,
    age_days: int,
    base: str,
    _speech: tuple[str, str],
    is_two_step: bool,
    permissions: frozenset[Permission],
) -> Markup:
    """A row of the table as HTML; made once for the same content, reader's rights and language."""
    state = State(row.state)
    step = step_of(
        state,
        is_checked=0 < row.checks_total <= row.checks_done,
        is_two_step=is_two_step,
    )
    is_mine = step is not None and step.permission in permissions
    line = Line(
        href=f"{base}/{row.reference}",
        city=row.city_name,
        region=row.subdivision,
        people=_people(row.population),
        state=row.state,
        label=state_label(state),
        checks=_("%(done)s of %(total)s", done=row.checks_done, total=row.checks_total),
        checks_total=row.checks_total,
        percent=round(100 * row.checks_done / row.checks_total) if row.checks_total else 0,
        waiting=_waiting(age_days) or _("today"),
        is_slow=age_days > SLOW_AFTER_DAYS and step is not None,
        officer=row.officer_name,
        initials=_initials(row.officer_name),
        action=_action(step if is_mine else None),
        is_mine=is_mine,
        is_ready=step is not None and step is not Step.CHECK,
    )
    return Markup(render_template("desk/_row.html", line=line))  # noqa: S704 - our own template


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _waiting(age_days: int) -> str:
    """Whole days in words; empty for less than one."""
    return days(age_days) if age_days > 0 else ""


def _action(step: Step | None) -> str:
    """The word on the button."""
    words = {
        Step.CHECK: _("Check"),
        Step.DECIDE: _("Decide"),
        Step.SIGN: _("Sign"),
        Step.FORWARD: _("Forward"),
        Step.ANSWER: _("Answer"),
        None: _("Open"),
    }
    return words[step]


def _people(population: int | None) -> str:
    return "" if population is None else _("%(people)s people", people=number(population))


def _total(counts: Sequence[StateCount], wanted: Wanted) -> int:
    states = wanted.step.states if wanted.step else wanted.tab.states
    checked = wanted.step.is_checked if wanted.step else None
    return sum(
        row.total for row in counts if row.state in states and checked in (None, row.is_checked)
    )


def _tabs(
    counts: Sequence[StateCount], wanted: Wanted, base: str
) -> list[tuple[Tab, int, str, bool]]:
    return [
        (
            tab,
            sum(row.total for row in counts if row.state in tab.states),
            f"{base}?tab={tab}",
            wanted.step is None and tab is wanted.tab,
        )
        for tab in Tab
    ]


@dataclass(frozen=True)
class Figures:
    """The strip of figures."""

    due: int
    slow: int
    with_city: int
    to_sign: int
    forwarded: int


def _figures(counts: Sequence[StateCount], grown_slow: int) -> Figures:
    def total(*states: State) -> int:
        return sum(row.total for row in counts if row.state in states)

    return Figures(
        due=total(*Tab.DUE.states),
        slow=sum(row.slow for row in counts if row.state in Tab.DUE.states) + grown_slow,
        with_city=total(*Tab.CITY.states),
        to_sign=total(State.APPROVED),
        forwarded=total(*Tab.FORWARDED.states),
    )


def _needs(
    counts: Sequence[StateCount], around: Surroundings, space: Space, now: float
) -> list[Need]:
    """What waits for the commission, in the order of the way; nothing that is empty."""
    needs = []
    for step in Step:
        rows = [
            row
            for row in counts
            if row.state in step.states and step.is_checked in (None, row.is_checked)
        ]
        if not rows:
            continue
        oldest = min(row.oldest_since for row in rows if row.oldest_since).timestamp()
        acts = Step.SIGN if step is Step.DECIDE and not around.two_step_decision else step
        needs.append(
            Need(
                kind=str(acts),
                count=sum(row.total for row in rows),
                waiting=_waiting(int((now - oldest) // 86_400)),
                href=url_for("desk.next_one", commission=space.code, step=step),
                is_mine=acts.permission in space.permissions,
            )
        )
    if around.pending_cities and Permission.CITY_CONFIRM in space.permissions:
        href = url_for("desk.people", commission=space.code, _anchor="cities")
        needs.append(Need("cities", around.pending_cities, "", href, is_mine=True))
    if around.unread_messages:
        href = url_for("desk.index", commission=space.code, tab=Tab.ALL, unread=1)
        needs.append(Need("messages", around.unread_messages, "", href, is_mine=True))
    if around.failed_mails:
        href = url_for("notifications.outbox", commission=space.code)
        needs.append(Need("mails", around.failed_mails, "", href, is_mine=True))
    return needs


def _days_left(around: Surroundings, now: float) -> int | None:
    """Whole days until the commission has to have forwarded; None without a call."""
    if around.commissions_close_at is None:
        return None
    return max(0, int((around.commissions_close_at.timestamp() - now) // 86_400))


def _with(address: str, filters: dict[str, str], **more: int) -> str:
    """The address of a list, with its filters."""
    query = urlencode(filters | more)
    return f"{address}?{query}" if query else address


def _filters() -> dict[str, str]:
    """The address's arguments without the page, for paging and export."""
    given = request.args.to_dict()
    names = ("tab", "step", "q", "officer", "sort", "unread")
    return {name: given[name][:100] for name in names if given.get(name)}
