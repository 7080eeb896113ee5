"""The guided set-up: steps one after another, what is still missing, and the act that opens.

Each step is a page of the settings; a browser in which the set-up was begun shows the way on them.
"""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, space_now, writing
from portal.accounts.roles import Permission
from portal.commissions.set_up import (
    STEPS,
    SetUpStep,
    close_space,
    next_step,
    open_space,
    pass_step,
    step_after,
)
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.unit_of_work import Work
from portal.desk.queries.set_up import readiness
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.settings_words import step_advice, step_title
from portal.desk.style_words import style_name

BEGUN = "set_up"
"""Key in the browser's session: code of the space that is being set up here."""


@dataclass(frozen=True)
class OnTheWay:
    """The step of the set-up that a page is."""

    step: SetUpStep
    number: int
    total: int
    title: str
    advice: str
    has_form: bool
    """Whether the page's own form leads on."""


@blueprint.get("/settings/set-up")
@requires(Permission.COMMISSION_SETTINGS)
def set_up(commission: str) -> ResponseReturnValue:
    """What is done, what is missing, what is optional."""
    return _page()


@blueprint.post("/settings/set-up")
@requires(Permission.COMMISSION_SETTINGS)
def begin_set_up(commission: str) -> ResponseReturnValue:
    """Begin the guided steps, or carry on where they were left."""
    _space, commission_id = space_here()
    with reading() as work:
        passed = readiness(work, commission_id).passed
    session[BEGUN] = commission
    return redirect(_address(commission, next_step(passed) or STEPS[0]), code=303)


@blueprint.post("/settings/set-up/leave")
@requires(Permission.COMMISSION_SETTINGS)
def leave_set_up(commission: str) -> ResponseReturnValue:
    """Show the settings without the way; what was set stays."""
    session.pop(BEGUN, None)
    return redirect(url_for("desk.set_up", commission=commission), code=303)


@blueprint.post("/settings/set-up/<any(languages, texts, people, dates, signature, style):part>")
@requires(Permission.COMMISSION_SETTINGS)
def keep_step(commission: str, part: str) -> ResponseReturnValue:
    """A step is right as it is: on to the next."""
    _space, commission_id = space_here()
    step = SetUpStep(part)
    with writing() as work:
        pass_step(work, commission_id, step)
    return go_on(commission, step)


@blueprint.post("/settings/open")
@requires(Permission.COMMISSION_SETTINGS)
def open_for_cities(commission: str) -> ResponseReturnValue:
    """Open the space: its cities can register and apply."""
    _space, commission_id = space_here()
    try:
        with writing() as work:
            ready = readiness(work, commission_id)
            open_space(work, commission_id, has_signatory=ready.has_signatory)
    except (Invalid, Conflict) as error:
        return _page(problem=str(error.message), status=error.status)
    session.pop(BEGUN, None)
    flash(_("Your space is open. Cities can register and apply."), "ok")
    return redirect(url_for("desk.set_up", commission=commission), code=303)


@blueprint.post("/settings/close")
@requires(Permission.COMMISSION_SETTINGS)
def close_for_cities(commission: str) -> ResponseReturnValue:
    """Let no new city register and apply."""
    _space, commission_id = space_here()
    try:
        with writing() as work:
            close_space(work, commission_id)
    except Conflict as error:
        return _page(problem=str(error.message), status=error.status)
    flash(_("Your space takes no new cities. Applications that were begun go on."), "ok")
    return redirect(url_for("desk.set_up", commission=commission), code=303)


def is_setting_up() -> bool:
    """Whether the guided set-up was begun in this browser for this space."""
    space = space_now()
    return space is not None and session.get(BEGUN) == space.code


def pass_if_setting_up(work: Work, commission_id: int, part: str) -> SetUpStep | None:
    """The step of a page that was saved on the way; None off the way."""
    if part not in set(SetUpStep) or not is_setting_up():
        return None
    step = SetUpStep(part)
    pass_step(work, commission_id, step)
    return step


def go_on(commission: str, step: SetUpStep) -> ResponseReturnValue:
    """To the step that follows, and after the last to what is missing."""
    following = step_after(step) if is_setting_up() else None
    if following is None:
        return redirect(url_for("desk.set_up", commission=commission), code=303)
    return redirect(_address(commission, following), code=303)


@blueprint.context_processor
def _way() -> dict[str, object]:
    """For pages that are a step, on the way."""
    step = _step_here()
    if step is None or not is_setting_up():
        return {"on_the_way": None}
    return {
        "on_the_way": OnTheWay(
            step=step,
            number=STEPS.index(step) + 1,
            total=len(STEPS),
            title=step_title(step),
            advice=step_advice(step),
            has_form=step not in (SetUpStep.PEOPLE, SetUpStep.STYLE),
        )
    }


_STEP_OF = {
    "desk.people": SetUpStep.PEOPLE,
    "desk.national_dates": SetUpStep.DATES,
    "desk.save_dates": SetUpStep.DATES,
    "desk.style": SetUpStep.STYLE,
}


def _step_here() -> SetUpStep | None:
    endpoint = request.endpoint or ""
    if endpoint in ("desk.settings_part", "desk.save_settings"):
        part = (request.view_args or {}).get("part", "")
        return SetUpStep(part) if part in set(SetUpStep) else None
    return _STEP_OF.get(endpoint)


def _address(commission: str, step: SetUpStep) -> str:
    endpoints = {
        SetUpStep.PEOPLE: "desk.people",
        SetUpStep.DATES: "desk.national_dates",
        SetUpStep.STYLE: "desk.style",
    }
    if step in endpoints:
        return url_for(endpoints[step], commission=commission)
    return url_for("desk.settings_part", commission=commission, part=step.value)


def _page(*, problem: str = "", status: int = 200) -> ResponseReturnValue:
    space, commission_id = space_here()
    with reading() as work:
        ready = readiness(work, commission_id)
    following = next_step(ready.passed)
    return (
        render_template(
            "desk/set_up.html",
            commission=space.code,
            ready=ready,
            problem=problem,
            following=following,
            following_title=step_title(following) if following else "",
            style_name=style_name,
            steps_left=sum(step.value not in ready.passed for step in STEPS),
        ),
        status,
    )
