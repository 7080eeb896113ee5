"""Acts on one application: each reads a form, calls one service and says where it led.

A refused act shows the page again with all that was typed; nothing is lost.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import requires, writing
from portal.accounts.roles import Permission
from portal.applications.forms import ActForm
from portal.applications.models import Verdict
from portal.applications.queries.city import application_id
from portal.applications.services.assigning import assign_officer
from portal.applications.services.checking import mark_point, meet_found_points
from portal.applications.services.coordinating import answer
from portal.applications.services.deciding import approve, decline
from portal.applications.services.endorsing import revoke
from portal.applications.services.forwarding import forward
from portal.applications.services.messaging import mark_messages_read, send_message
from portal.applications.services.noting import write_note
from portal.applications.workflow import Action
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.unit_of_work import Work
from portal.desk.forms import (
    AnswerForm,
    ApproveForm,
    CheckForm,
    DeclineForm,
    ForwardForm,
    RevokeForm,
    TextForm,
)
from portal.desk.queries import file_parts as parts
from portal.desk.queries.file import file_head
from portal.desk.routes.application import show
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.checklist import subject_of

Service = Callable[[Work, uuid.UUID, int], object]


@blueprint.post("/<reference>/approve")
@requires(Permission.APPLICATION_APPROVE)
def approve_application(commission: str, reference: str) -> ResponseReturnValue:
    """Decide to endorse."""
    form = ApproveForm()
    return _act(
        commission,
        reference,
        Action.APPROVE,
        form,
        lambda work, id_, revision: approve(
            work,
            id_,
            seen_revision=revision,
            small_city_reason=form.small_city_reason.data or "",
        ),
        _("Approved. The signatory has been told that it waits for the signature."),
    )


@blueprint.post("/<reference>/decline")
@requires(Permission.APPLICATION_READ)
def decline_application(commission: str, reference: str) -> ResponseReturnValue:
    """Decide not to endorse; the workflow knows whether this person may."""
    form = DeclineForm()
    return _act(
        commission,
        reference,
        Action.DECLINE,
        form,
        lambda work, id_, revision: decline(
            work, id_, seen_revision=revision, reason=form.reason.data or ""
        ),
        _("The application is not endorsed. The city reads your reason."),
    )


@blueprint.post("/<reference>/forward")
@requires(Permission.APPLICATION_FORWARD)
def forward_application(commission: str, reference: str) -> ResponseReturnValue:
    """Hand the sealed dossier to the Coordination Team."""
    return _act(
        commission,
        reference,
        Action.FORWARD,
        ForwardForm(),
        lambda work, id_, revision: forward(work, id_, seen_revision=revision),
        _("Forwarded. The Coordination Team has the sealed dossier."),
    )


@blueprint.post("/<reference>/revoke")
@requires(Permission.APPLICATION_ENDORSE)
def revoke_endorsement(commission: str, reference: str) -> ResponseReturnValue:
    """Withdraw the endorsement."""
    form = RevokeForm()
    return _act(
        commission,
        reference,
        Action.REVOKE,
        form,
        lambda work, id_, revision: revoke(
            work, id_, seen_revision=revision, reason=form.reason.data or ""
        ),
        _("The endorsement is withdrawn. The public page says so."),
    )


@blueprint.post("/<reference>/answer")
@requires(Permission.APPLICATION_ANSWER)
def answer_question(commission: str, reference: str) -> ResponseReturnValue:
    """Answer the Coordination Team's question."""
    form = AnswerForm()
    return _act(
        commission,
        reference,
        Action.ANSWER,
        form,
        lambda work, id_, revision: answer(
            work, id_, seen_revision=revision, answer=form.answer.data or ""
        ),
        _("Answered. The dossier is with the Coordination Team again."),
    )


@blueprint.post("/<reference>/check")
@requires(Permission.APPLICATION_CHECK)
def check_point(commission: str, reference: str) -> ResponseReturnValue:
    """Give a verdict on one point; htmx gets the checklist and the column beside it."""
    form = CheckForm()
    if not form.validate_on_submit():
        raise Invalid(_("Choose one of the two."))
    with _acting_on(reference) as (work, id_):
        mark_point(
            work,
            id_,
            point=form.point.data,
            verdict=Verdict(form.verdict.data) if form.verdict.data else None,
            note=form.note.data or "",
        )
    if request.headers.get("HX-Request"):
        return show(reference, fragment="desk/_checklist_and_decision.html")
    return _back(commission, reference, "checklist", anchor=f"point-{form.point.data}")


@blueprint.post("/<reference>/check-found")
@requires(Permission.APPLICATION_CHECK)
def check_found_points(commission: str, reference: str) -> ResponseReturnValue:
    """Give "meets" to all open points the portal found in order."""
    with writing() as work:
        head = file_head(work, reference)
        subject = subject_of(head, parts.review(work, head), year=work.now.year)
        meet_found_points(work, head.id, subject=subject)
    return _back(commission, reference, "checklist")


@blueprint.post("/<reference>/officer")
@requires(Permission.APPLICATION_CHECK)
def give_to_officer(commission: str, reference: str) -> ResponseReturnValue:
    """Take a file over, or give it to a colleague."""
    given = request.form.get("officer", "")
    try:
        officer_id = uuid.UUID(given) if given else None
    except ValueError:
        raise Invalid(_("Choose an officer of your commission.")) from None
    with _acting_on(reference) as (work, id_):
        file = assign_officer(work, id_, officer_id=officer_id)
    if file.officer_name:
        flash(_("%(name)s has this application now.", name=file.officer_name), "ok")
    return _back(commission, reference, request.form.get("tab", ""))


@blueprint.post("/<reference>/note")
@requires(Permission.NOTE_WRITE)
def add_note(commission: str, reference: str) -> ResponseReturnValue:
    """Write an internal note."""
    return _write(commission, reference, "notes", write_note)


@blueprint.post("/<reference>/message")
@requires(Permission.MESSAGE_WRITE)
def add_message(commission: str, reference: str) -> ResponseReturnValue:
    """Write to the city."""

    def send(work: Work, id_: uuid.UUID, *, text: str) -> object:
        mark_messages_read(work, id_)
        return send_message(work, id_, text)

    return _write(commission, reference, "messages", send)


@blueprint.post("/<reference>/messages/read")
@requires(Permission.MESSAGE_WRITE)
def read_messages(commission: str, reference: str) -> ResponseReturnValue:
    """Remember that the commission has read the city's messages."""
    with _acting_on(reference) as (work, id_):
        mark_messages_read(work, id_)
    return _back(commission, reference, "messages")


def _act(
    commission: str,
    reference: str,
    action: Action,
    form: ActForm,
    service: Service,
    done: str,
) -> ResponseReturnValue:
    """Do it, or show the page again with what was typed and why it did not happen."""
    if not form.validate_on_submit():
        return show(reference, act=action, form=form, status=422)
    try:
        with _acting_on(reference) as (work, id_):
            service(work, id_, int(form.seen_revision.data))
    except Invalid as error:
        form.add_error(error)
        return show(reference, act=action, form=form, status=422)
    except Conflict as error:
        return show(reference, act=action, form=form, problem=error.message, status=409)
    flash(done, "ok")
    return redirect(
        url_for("desk.application", commission=commission, reference=reference), code=303
    )


def _write(
    commission: str, reference: str, tab: str, service: Callable[..., object]
) -> ResponseReturnValue:
    form = TextForm()
    if not form.validate_on_submit():
        return show(reference, tab=tab, text_form=form, status=422)
    try:
        with _acting_on(reference) as (work, id_):
            service(work, id_, text=form.text.data)
    except Invalid as error:
        form.add_error(error)
        return show(reference, tab=tab, text_form=form, status=422)
    return _back(commission, reference, tab)


@contextmanager
def _acting_on(reference: str) -> Iterator[tuple[Work, uuid.UUID]]:
    """A unit of work of the commission, and which application it is on. Raises NotFound."""
    space_here()
    with writing() as work:
        yield work, application_id(work, reference)


def _back(
    commission: str, reference: str, tab: str, *, anchor: str | None = None
) -> ResponseReturnValue:
    return redirect(
        url_for(
            "desk.application",
            commission=commission,
            reference=reference,
            tab=tab or None,
            _anchor=anchor,
        ),
        code=303,
    )
