"""The commission's own dates in the present call."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.calls.queries import MovedDates, dates_changes
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.desk.queries.space import Surroundings, surroundings
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.set_up import go_on, pass_if_setting_up
from portal.desk.services import last_day, set_national_dates
from portal.desk.settings_forms import NationalDatesForm


@blueprint.get("/settings/dates")
@requires(Permission.COMMISSION_SETTINGS)
def national_dates(commission: str) -> ResponseReturnValue:
    """The dates as they are, and how they were changed."""
    return _page()


@blueprint.post("/settings/dates")
@requires(Permission.COMMISSION_SETTINGS)
def save_dates(commission: str) -> ResponseReturnValue:
    """Set the commission's own dates in the present call."""
    _space, commission_id = space_here()
    form = NationalDatesForm()
    if not form.validate_on_submit():
        return _page(form=form, status=422)
    try:
        with writing() as work:
            around = surroundings(work, commission_id, slow_before=work.now)
            if around.call_id is None:
                raise NotFound()
            set_national_dates(
                work,
                commission_id,
                call_id=around.call_id,
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                reason=form.reason.data or "",
            )
            step = pass_if_setting_up(work, commission_id, "dates")
    except Invalid as error:
        form.add_error(error)
        return _page(form=form, status=422)
    flash(_("Saved. Your cities see these dates from now on."), "ok")
    if step is not None:
        return go_on(commission, step)
    return redirect(url_for("desk.national_dates", commission=commission), code=303)


def _page(*, form: NationalDatesForm | None = None, status: int = 200) -> ResponseReturnValue:
    space, commission_id = space_here()
    with reading() as work:
        around = surroundings(work, commission_id, slow_before=work.now)
        changes: tuple[MovedDates, ...] = ()
        if around.call_id is not None:
            changes = dates_changes(work, commission_id, around.call_id)
    return (
        render_template(
            "desk/settings_dates.html",
            commission=space.code,
            form=form or _form(around, ZoneInfo(space.time_zone)),
            around=around,
            changes=changes,
            **days_in(space.time_zone),
        ),
        status,
    )


def _form(around: Surroundings, zone: ZoneInfo) -> NationalDatesForm:
    return NationalDatesForm(
        formdata=None,
        data={
            "opens_on": _day(around.own_opens_at, zone),
            "closes_on": last_day(around.own_closes_at, zone) if around.own_closes_at else None,
        },
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> object:
    return moment.astimezone(zone).date() if moment else None
