"""What commissions inherit until they set something of their own."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import NETWORK, reading, requires, writing
from portal.accounts.roles import Permission
from portal.commissions.network_settings import change_network_settings, network_settings
from portal.coordination.forms import NetworkSettingsForm
from portal.coordination.routes.blueprint import blueprint
from portal.core.errors import Invalid
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.i18n import gettext as _


@blueprint.get("/commissions/inherited")
@requires(Permission.COMMISSION_MANAGE)
def inherited_settings() -> ResponseReturnValue:
    """The settings as they are."""
    with reading(NETWORK) as work:
        present = network_settings(work)
    values: dict[str, Any] = {**present.given(), "signature_method": str(present.signature_method)}
    for language in INTERFACE_LANGUAGES:
        values[f"introduction_{language}"] = (present.introduction or {}).get(language, "")
    return _page(NetworkSettingsForm(formdata=None, data=values))


@blueprint.post("/commissions/inherited")
@requires(Permission.COMMISSION_MANAGE)
def save_inherited_settings() -> ResponseReturnValue:
    """Set them anew, for all commissions that have set nothing else."""
    form = NetworkSettingsForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with writing(NETWORK) as work:
            change_network_settings(work, settings=form.settings())
    except Invalid as error:
        form.add_error(error)
        return _page(form), 422
    flash(_("Saved. It holds for every commission that has set nothing else."), "ok")
    return redirect(url_for(".inherited_settings"), code=303)


def _page(form: NetworkSettingsForm) -> str:
    return render_template(
        "coordination/inherited_settings.html", form=form, offered=INTERFACE_LANGUAGES
    )
