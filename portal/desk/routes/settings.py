"""How the commission's space is set up, and its own dates in the call."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.calls.queries import MovedDates, dates_changes
from portal.commissions.models import SignatureMethod
from portal.commissions.services import Settings, change_settings
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.i18n import gettext as _
from portal.desk.queries.space import SpaceSettings, Surroundings, space_settings, surroundings
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.services import last_day, set_national_dates
from portal.desk.settings_forms import NationalDatesForm, SettingsForm
from portal.web.theme import Theme, contrast, derive_theme


@blueprint.get("/settings")
@requires(Permission.COMMISSION_SETTINGS)
def settings(commission: str) -> ResponseReturnValue:
    """The settings as they are."""
    return _page()


@blueprint.post("/settings")
@requires(Permission.COMMISSION_SETTINGS)
def save_settings(commission: str) -> ResponseReturnValue:
    """Set the space up anew."""
    _space, commission_id = space_here()
    form = SettingsForm()
    if not form.validate_on_submit():
        return _page(form=form, status=422)
    try:
        with writing() as work:
            change_settings(work, commission_id, settings=_settings(form))
    except Invalid as error:
        form.add_error(error)
        return _page(form=form, status=422)
    flash(_("Saved. The new settings hold from now on."), "ok")
    return redirect(url_for("desk.settings", commission=commission), code=303)


@blueprint.post("/settings/dates")
@requires(Permission.COMMISSION_SETTINGS)
def save_dates(commission: str) -> ResponseReturnValue:
    """Set the commission's own dates in the present call."""
    _space, commission_id = space_here()
    form = NationalDatesForm()
    if not form.validate_on_submit():
        return _page(dates=form, status=422)
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
    except Invalid as error:
        form.add_error(error)
        return _page(dates=form, status=422)
    flash(_("Saved. Your cities see these dates from now on."), "ok")
    return redirect(url_for("desk.settings", commission=commission, _anchor="dates"), code=303)


def _page(
    *,
    form: SettingsForm | None = None,
    dates: NationalDatesForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    _space, commission_id = space_here()
    with reading() as work:
        present = space_settings(work, commission_id)
        around = surroundings(work, commission_id, slow_before=work.now)
        changes: tuple[MovedDates, ...] = ()
        if around.call_id is not None:
            changes = dates_changes(work, commission_id, around.call_id)
    form = form or _form(present)
    theme = _theme(form.brand_color.data or "") or derive_theme(present.brand_color)
    return (
        render_template(
            "desk/settings.html",
            commission=present.code,
            form=form,
            dates=dates or _dates_form(around, ZoneInfo(present.time_zone)),
            around=around,
            changes=changes,
            **days_in(present.time_zone),
            present=present,
            theme=theme,
            contrast=contrast(theme.accent, theme.on_accent),
            offered=INTERFACE_LANGUAGES,
        ),
        status,
    )


def _form(present: SpaceSettings) -> SettingsForm:
    offered = [code for code in present.languages if code in INTERFACE_LANGUAGES] or ["en"]
    values = {
        "is_open": present.is_open,
        "languages": offered,
        "first_language": offered[0],
        "official_language": present.official_language,
        "time_zone": present.time_zone,
        "letterhead": present.letterhead,
        "contact_name": present.contact_name,
        "contact_email": present.contact_email,
        "contact_phone": present.contact_phone,
        "website": present.website,
        "brand_color": present.brand_color,
        "two_step_decision": present.two_step_decision,
        "forward_at_once": present.forward_at_once,
        "officers_may_decline": present.officers_may_decline,
        "signature_method": present.signature_method.value,
    }
    for language in INTERFACE_LANGUAGES:
        values[f"name_{language}"] = present.names.get(language, "")
        values[f"introduction_{language}"] = present.introduction.get(language, "")
    return SettingsForm(formdata=None, data=values)


def _settings(form: SettingsForm) -> Settings:
    """What was chosen; the first language leads the list."""
    first = form.first_language.data
    languages = [first, *(code for code in form.languages.data or [] if code != first)]
    return Settings(
        names={code: form[f"name_{code}"].data or "" for code in INTERFACE_LANGUAGES},
        languages=tuple(languages),
        official_language=form.official_language.data,
        time_zone=form.time_zone.data,
        letterhead=form.letterhead.data or "",
        contact_name=form.contact_name.data or "",
        contact_email=form.contact_email.data or "",
        contact_phone=form.contact_phone.data or "",
        website=form.website.data or "",
        brand_color=form.brand_color.data or "",
        introduction={
            code: form[f"introduction_{code}"].data or "" for code in INTERFACE_LANGUAGES
        },
        two_step_decision=form.two_step_decision.data,
        forward_at_once=form.forward_at_once.data,
        officers_may_decline=form.officers_may_decline.data,
        signature_method=SignatureMethod(form.signature_method.data),
        is_open=form.is_open.data,
    )


def _dates_form(around: Surroundings, zone: ZoneInfo) -> NationalDatesForm:
    return NationalDatesForm(
        formdata=None,
        data={
            "opens_on": _day(around.own_opens_at, zone),
            "closes_on": last_day(around.own_closes_at, zone) if around.own_closes_at else None,
        },
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> object:
    return moment.astimezone(zone).date() if moment else None


def _theme(color: str) -> Theme | None:
    try:
        return derive_theme(color)
    except ValueError:
        return None
