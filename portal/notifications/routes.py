"""Screens about mail: what could not be delivered, and, while developing, what was."""

import uuid

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from config.settings import Settings
from portal.accounts.access import NETWORK, reading, requires, writing
from portal.accounts.roles import Permission
from portal.core.i18n import gettext as _
from portal.notifications import sending
from portal.notifications.addresses import Addresses
from portal.notifications.dev_mail import dev_mail
from portal.notifications.notices import use_addresses
from portal.notifications.queries import undelivered_mail
from portal.notifications.services import resend
from portal.notifications.wording_routes import blueprint as mail_wording

blueprint = Blueprint("notifications", __name__, template_folder="templates")


def register(app: Flask) -> None:
    """Mount the screens and tell the outbox how mail leaves and how links are built."""
    settings: Settings = app.config["SETTINGS"]
    sending.use_settings(settings)
    use_addresses(Addresses(app.url_map, settings.base_url))
    app.register_blueprint(blueprint)
    app.register_blueprint(mail_wording)
    if settings.environment != "production":
        app.register_blueprint(dev_mail)


@blueprint.get("/c/<commission>/desk/mail")
@requires(Permission.COMMISSION_SETTINGS)
def outbox(commission: str) -> ResponseReturnValue:
    """Mails of a commission's space that could not be delivered."""
    with reading() as work:
        mails = undelivered_mail(work)
    return render_template(
        "notifications/outbox.html",
        mails=mails,
        home=url_for("desk.index", commission=commission),
        resend_href=url_for("notifications.send_again", commission=commission),
    )


@blueprint.post("/c/<commission>/desk/mail")
@requires(Permission.COMMISSION_SETTINGS)
def send_again(commission: str) -> ResponseReturnValue:
    """Send one of them again."""
    with writing() as work:
        resend(work, _mail_id())
    flash(_("The mail is on its way again."), "ok")
    return redirect(url_for("notifications.outbox", commission=commission), code=303)


@blueprint.get("/coordination/mail")
@requires(Permission.COMMISSION_MANAGE)
def network_outbox() -> ResponseReturnValue:
    """Mails of no commission in particular that could not be delivered."""
    with reading(NETWORK) as work:
        mails = undelivered_mail(work)
    return render_template(
        "notifications/outbox.html",
        mails=mails,
        home=url_for("coordination.dashboard"),
        resend_href=url_for("notifications.send_network_mail_again"),
    )


@blueprint.post("/coordination/mail")
@requires(Permission.COMMISSION_MANAGE)
def send_network_mail_again() -> ResponseReturnValue:
    """Send one of them again."""
    with writing(NETWORK) as work:
        resend(work, _mail_id())
    flash(_("The mail is on its way again."), "ok")
    return redirect(url_for("notifications.network_outbox"), code=303)


def _mail_id() -> uuid.UUID:
    """The mail a form names; an impossible one is as unknown as any other."""
    try:
        return uuid.UUID(request.form.get("mail", ""))
    except ValueError:
        return uuid.UUID(int=0)
