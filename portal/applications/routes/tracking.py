"""Where an application is: steps, versions, messages, history; and withdrawing it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.forms import ActForm, MessageForm, WithdrawForm
from portal.applications.mandates import mandate_state, organisation_of
from portal.applications.queries.chronicle import entries
from portal.applications.queries.city import (
    ApplicationHead,
    application_head,
    application_id,
    draft,
    usual,
)
from portal.applications.queries.papers import messages as message_lines
from portal.applications.queries.papers import versions
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.mandating import facts_of, mandate_row
from portal.applications.services.messaging import mark_messages_read, send_message
from portal.applications.services.receipts import receipt_of
from portal.applications.services.reopening import withdraw as withdraw_application
from portal.applications.state_words import (
    event_label,
    holder_label,
    next_label,
    office_label,
)
from portal.applications.tracking import (
    Way,
    expected_by,
    steps_of,
    usual_words,
    waiting_stage,
)
from portal.applications.workflow import HOLDERS, Holder, State
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.documents.shelf import read
from portal.web.downloads import file_response


@blueprint.get("/<reference>/tracker")
@requires(Permission.DRAFT_READ)
def tracker(commission: str, reference: str) -> ResponseReturnValue:
    """With whom the application is, since when, what comes next and by when."""
    with reading() as work:
        head = application_head(work, reference)
        history = entries(work, head.id)
        frozen = versions(work, head.id)
        stage = waiting_stage(head.state)
        lasts = usual(work, stage, head.commission_id) if stage else None
        now = work.now
        mandate = mandate_row(work, head.id)
        answers = draft(work, head.id).answers
    standing = mandate_state(facts_of(mandate), organisation_of(answers), clock.now().date())
    way = _way(head)
    titles = {section.key: section.title(language_now()) for section in head.form.sections}
    return render_template(
        "applications/tracker.html",
        place=city_here(),
        head=head,
        steps=steps_of(way),
        expected=expected_by(way, lasts, now=now),
        usually=usual_words(lasts, stage) if lasts and stage else "",
        holder=holder_label(head.state),
        following=next_label(head.state),
        history=history,
        mandate=mandate,
        mandate_state=standing.value,
        versions=frozen,
        returned_sections=[(key, titles[key]) for key in head.return_sections if key in titles],
        event_label=event_label,
        office_label=office_label,
        act_form=ActForm(formdata=None, seen_revision=head.revision),
        is_ended=HOLDERS[head.state] is Holder.NOBODY,
        is_returned=head.state is State.RETURNED,
    )


@blueprint.get("/<reference>/receipts/<int:number>")
@requires(Permission.DRAFT_READ)
def receipt(commission: str, reference: str, number: int) -> ResponseReturnValue:
    """The receipt of a submission, also before the worker has made it."""
    with writing() as work:
        document = receipt_of(work, application_id(work, reference), number)
    return file_response(read(document.sha256), document.title, document.media_type, is_inline=True)


@blueprint.get("/<reference>/messages")
@requires(Permission.DRAFT_READ)
def messages(commission: str, reference: str) -> ResponseReturnValue:
    """The messages between city and commission."""
    return _render_messages(reference, MessageForm(formdata=None))


@blueprint.post("/<reference>/messages")
@requires(Permission.MESSAGE_WRITE)
def write(commission: str, reference: str) -> ResponseReturnValue:
    """Send a message to the commission."""
    form = MessageForm()
    if not form.validate_on_submit():
        return _render_messages(reference, form), 422
    with writing() as work:
        send_message(work, application_id(work, reference), form.text.data)
    flash(_("Your message has been sent."), "ok")
    return redirect(url_for("city.messages", commission=commission, reference=reference), 303)


@blueprint.post("/<reference>/messages/read")
@requires(Permission.MESSAGE_WRITE)
def have_read(commission: str, reference: str) -> ResponseReturnValue:
    """Remember that the city has read the commission's messages."""
    with writing() as work:
        mark_messages_read(work, application_id(work, reference))
    return redirect(url_for("city.messages", commission=commission, reference=reference), 303)


@blueprint.get("/<reference>/withdraw")
@requires(Permission.APPLICATION_WITHDRAW)
def withdrawal(commission: str, reference: str) -> ResponseReturnValue:
    """What withdrawing means, before it is done."""
    return _render_withdraw(reference)


@blueprint.post("/<reference>/withdraw")
@requires(Permission.APPLICATION_WITHDRAW)
def withdraw(commission: str, reference: str) -> ResponseReturnValue:
    """End the application at the city's wish."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _render_withdraw(reference, form), 422
    try:
        with writing() as work:
            withdraw_application(
                work,
                application_id(work, reference),
                seen_revision=form.seen_revision.data,
                reason=form.reason.data,
            )
    except Invalid as error:
        form.add_error(error)
        return _render_withdraw(reference, form), 422
    flash(_("The application is withdrawn. Its history stays readable."), "ok")
    return redirect(url_for("city.tracker", commission=commission, reference=reference), 303)


def _way(head: ApplicationHead) -> Way:
    return Way(
        state=head.state,
        state_since=head.state_since,
        frozen_at=head.frozen_at,
        submitted_at=head.submitted_at,
        endorsed_at=head.endorsed_at,
        forwarded_at=head.forwarded_at,
        closes_at=head.closes_at,
        commissions_close_at=head.commissions_close_at,
    )


def _render_messages(reference: str, form: MessageForm) -> str:
    with reading() as work:
        head = application_head(work, reference)
        lines = message_lines(work, head.id)
    return render_template(
        "applications/messages.html", place=city_here(), head=head, messages=lines, form=form
    )


def _render_withdraw(reference: str, form: WithdrawForm | None = None) -> str:
    with reading() as work:
        head = application_head(work, reference)
    return render_template(
        "applications/withdraw.html",
        place=city_here(),
        head=head,
        form=form or WithdrawForm(formdata=None, seen_revision=head.revision),
        is_ended=HOLDERS[head.state] is Holder.NOBODY,
    )
