"""Calls: list, create, give more time."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from portal.accounts.access import NETWORK, reading, requires, writing
from portal.accounts.roles import Permission
from portal.calls.models import CallMode
from portal.calls.queries import dates_changes
from portal.calls.services import NewCall, create_call, extend_call
from portal.coordination.call_list import CallLine, call_line, call_lines, material
from portal.coordination.forms import HAMBURG, CallForm, ExtendForm, first_moment, last_moment
from portal.coordination.routes.blueprint import blueprint
from portal.core import clock
from portal.core.errors import PortalError
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now


@blueprint.get("/calls")
@requires(Permission.CALL_MANAGE)
def calls() -> ResponseReturnValue:
    """All calls, newest first."""
    with reading(NETWORK) as work:
        lines = call_lines(work)
    return render_template("coordination/calls.html", lines=lines, now=clock.now(), hamburg=HAMBURG)


@blueprint.get("/calls/new")
@requires(Permission.CALL_MANAGE)
def new_call() -> ResponseReturnValue:
    """The form for a new call."""
    form = CallForm()
    _offer(form)
    form.guiding_documents.data = [choice.value for choice in form.guiding_documents.choices]
    return render_template("coordination/call_new.html", form=form)


@blueprint.post("/calls/new")
@requires(Permission.CALL_MANAGE)
def add_call() -> ResponseReturnValue:
    """Create it."""
    form = CallForm()
    _offer(form)
    if not form.validate_on_submit():
        return render_template("coordination/call_new.html", form=form), 422
    titles = {"en": form.title_en.data, "fr": form.title_fr.data, "ar": form.title_ar.data}
    new = NewCall(
        code=form.code.data.strip(),
        titles={language: title.strip() for language, title in titles.items() if title},
        opens_at=first_moment(form.opens_on.data),
        closes_at=last_moment(form.closes_on.data),
        commissions_close_at=last_moment(form.commissions_close_on.data),
        form_version_id=form.form_version_id.data,
        mode=CallMode(form.mode.data),
        quota=form.quota.data,
        guiding_document_ids=tuple(form.guiding_documents.data),
    )
    try:
        with writing(NETWORK) as work:
            create_call(work, new)
    except PortalError as error:
        form.add_error(_renamed(error))
        return render_template("coordination/call_new.html", form=form), error.status
    flash(_("The call was created."))
    return redirect(url_for(".calls"), code=303)


@blueprint.get("/calls/<code>")
@requires(Permission.CALL_MANAGE)
def call(code: str) -> ResponseReturnValue:
    """One call and the form that gives more time."""
    with reading(NETWORK) as work:
        line = call_line(work, code)
    return _page(line, _extend_form(line))


@blueprint.post("/calls/<code>/extend")
@requires(Permission.CALL_MANAGE)
def extend(code: str) -> ResponseReturnValue:
    """Give more time to all."""
    with reading(NETWORK) as work:
        line = call_line(work, code)
    form = ExtendForm()
    if not form.validate_on_submit():
        return _page(line, form, status=422)
    try:
        with writing(NETWORK) as work:
            extend_call(
                work,
                line.id,
                closes_at=last_moment(form.closes_on.data),
                commissions_close_at=last_moment(form.commissions_close_on.data),
                reason=form.reason.data or "",
            )
    except PortalError as error:
        form.add_error(_renamed(error))
        return _page(line, form, status=error.status)
    flash(_("The call was extended. Everybody concerned is told by mail."))
    return redirect(url_for(".call", code=code), code=303)


def _page(line: CallLine, form: ExtendForm, *, status: int = 200) -> ResponseReturnValue:
    with reading(NETWORK) as work:
        changes = dates_changes(work, NETWORK.commission_id, line.id)
    page = render_template(
        "coordination/call.html", line=line, form=form, hamburg=HAMBURG, changes=changes
    )
    return page, status


def _extend_form(line: CallLine) -> ExtendForm:
    return ExtendForm(
        formdata=None,
        closes_on=line.closes_at.astimezone(HAMBURG).date(),
        commissions_close_on=line.commissions_close_at.astimezone(HAMBURG).date(),
    )


def _offer(form: CallForm) -> None:
    with reading(NETWORK) as work:
        found = material(work, language_now())
    form.form_version_id.choices = list(found.form_versions)
    form.guiding_documents.choices = [
        SelectChoice(key, title) for key, title in found.guiding_documents
    ]


def _renamed(error: PortalError) -> PortalError:
    """The service speaks of moments, the form of days."""
    names = {
        "opens_at": "opens_on",
        "closes_at": "closes_on",
        "commissions_close_at": "commissions_close_on",
        "titles": "title_en",
    }
    error.field = names.get(error.field or "", error.field)
    return error
