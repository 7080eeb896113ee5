"""How the commission's space is set up, one page for each kind of setting."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.commissions.network_settings import inherit_setting, network_settings
from portal.commissions.services import change_settings
from portal.core.errors import Invalid
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.i18n import gettext as _
from portal.desk.queries.space import SpaceSettings, space_settings
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.set_up import go_on, is_setting_up, pass_if_setting_up
from portal.desk.settings_forms import FORMS, SettingsForm
from portal.desk.settings_words import inherited_words, page_lead, page_title
from portal.web.theme import Theme, contrast, derive_theme, nearest_readable

PART = "<any(languages, texts, look, signature):part>"


@blueprint.get("/settings")
@requires(Permission.COMMISSION_SETTINGS)
def settings(commission: str) -> ResponseReturnValue:
    """All kinds of settings, each with what is set."""
    _space, commission_id = space_here()
    with reading() as work:
        present = space_settings(work, commission_id)
    return render_template(
        "desk/settings.html",
        commission=present.code,
        present=present,
        parts=tuple(FORMS),
        page_title=page_title,
        page_lead=page_lead,
        is_setting_up=is_setting_up(),
    )


@blueprint.get(f"/settings/{PART}")
@requires(Permission.COMMISSION_SETTINGS)
def settings_part(commission: str, part: str) -> ResponseReturnValue:
    """One kind of settings as it is."""
    return _page(part)


@blueprint.post(f"/settings/{PART}")
@requires(Permission.COMMISSION_SETTINGS)
def save_settings(commission: str, part: str) -> ResponseReturnValue:
    """Set it anew."""
    _space, commission_id = space_here()
    form = FORMS[part]()
    if not form.validate_on_submit():
        return _page(part, form=form, status=422)
    try:
        with writing() as work:
            change_settings(work, commission_id, settings=form.settings())
            step = pass_if_setting_up(work, commission_id, part)
    except Invalid as error:
        form.add_error(error)
        if error.field == "brand_color" and _theme(form.brand_color.data or ""):
            form.brand_color.data = nearest_readable(form.brand_color.data)
        return _page(part, form=form, status=422)
    flash(_("Saved. The new settings hold from now on."), "ok")
    if step is not None:
        return go_on(commission, step)
    return redirect(url_for("desk.settings_part", commission=commission, part=part), code=303)


@blueprint.post(f"/settings/{PART}/inherit")
@requires(Permission.COMMISSION_SETTINGS)
def inherit(commission: str, part: str) -> ResponseReturnValue:
    """Use the Coordination Team's value of one setting again."""
    _space, commission_id = space_here()
    with writing() as work:
        inherit_setting(work, commission_id, setting=request.form.get("setting", ""))
    flash(_("The Coordination Team’s setting holds again."), "ok")
    return redirect(url_for("desk.settings_part", commission=commission, part=part), code=303)


def _page(part: str, *, form: SettingsForm | None = None, status: int = 200) -> ResponseReturnValue:
    _space, commission_id = space_here()
    with reading() as work:
        present = space_settings(work, commission_id)
        inherited = network_settings(work)
    form = form or FORMS[part](formdata=None, data=_values(present))
    return (
        render_template(
            f"desk/settings_{part}.html",
            commission=present.code,
            part=part,
            title=page_title(part),
            lead=page_lead(part),
            form=form,
            present=present,
            offered=INTERFACE_LANGUAGES,
            inherited=inherited_words(inherited),
            **(_colors(form, present) if part == "look" else {}),
        ),
        status,
    )


def _values(present: SpaceSettings) -> dict[str, Any]:
    offered = [code for code in present.languages if code in INTERFACE_LANGUAGES] or ["en"]
    values = {
        **vars(present),
        "languages": offered,
        "first_language": offered[0],
        "signature_method": present.signature_method.value,
    }
    for language in INTERFACE_LANGUAGES:
        values[f"name_{language}"] = present.names.get(language, "")
        values[f"introduction_{language}"] = present.introduction.get(language, "")
    return values


def _colors(form: Any, present: SpaceSettings) -> dict[str, object]:
    """The palette that follows from the colour in the form, and how well it reads."""
    theme = _theme(form.brand_color.data or "") or derive_theme(present.brand_color)
    return {"theme": theme, "contrast": contrast(theme.accent, theme.on_accent)}


def _theme(color: str) -> Theme | None:
    try:
        return derive_theme(color)
    except ValueError:
        return None
