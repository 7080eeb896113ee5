"""The commission's style: what each has, and what a change of it would do before it is made."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.commissions.models import Style
from portal.commissions.services import choose_style
from portal.commissions.styles import steps_gained, steps_lost, steps_of
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.desk.queries.style import style_now
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.style_words import (
    gain_sentence,
    loss_sentence,
    step_name,
    style_name,
    style_sentence,
)


@blueprint.get("/settings/style")
@requires(Permission.COMMISSION_SETTINGS)
def style(commission: str) -> ResponseReturnValue:
    """The three styles side by side."""
    _space, commission_id = space_here()
    with reading() as work:
        now = style_now(work, commission_id)
    return render_template(
        "desk/style.html",
        commission=commission,
        now=now,
        styles=tuple(Style),
        steps_of=steps_of,
        step_name=step_name,
        style_name=style_name,
        style_sentence=style_sentence,
    )


@blueprint.get("/settings/style/<any(pass_through, accompany, select):style>")
@requires(Permission.COMMISSION_SETTINGS)
def style_change(commission: str, style: str) -> ResponseReturnValue:
    """What a change to this style does to open applications."""
    _space, commission_id = space_here()
    wanted = _style(style)
    with reading() as work:
        now = style_now(work, commission_id)
    if wanted is now.style:
        return redirect(url_for("desk.style", commission=commission), code=303)
    return render_template(
        "desk/style_change.html",
        commission=commission,
        now=now,
        wanted=wanted,
        gains=[gain_sentence(step) for step in steps_gained(now.style, wanted)],
        losses=[loss_sentence(step) for step in steps_lost(now.style, wanted)],
        style_name=style_name,
        style_sentence=style_sentence,
    )


@blueprint.post("/settings/style/<any(pass_through, accompany, select):style>")
@requires(Permission.COMMISSION_SETTINGS)
def change_style(commission: str, style: str) -> ResponseReturnValue:
    """Change the style that was seen to this one."""
    _space, commission_id = space_here()
    wanted, seen = _style(style), _style(request.form.get("seen_style", ""))
    with writing() as work:
        choose_style(work, commission_id, style=wanted, seen_style=seen)
    flash(_("Saved. Your style is “%(style)s” from now on.", style=style_name(wanted)), "ok")
    return redirect(url_for("desk.style", commission=commission), code=303)


def _style(code: str) -> Style:
    try:
        return Style(code)
    except ValueError:
        raise NotFound() from None
