"""The signatory's page: the document as it is now, its digest, a statement and the second factor.

What was shown is what is signed: the form carries the digest, a newer file answers 409.
"""

from collections.abc import Callable
from functools import partial

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, visitor_now, writing
from portal.accounts.roles import Permission
from portal.accounts.services.second_factor import confirm_second_factor
from portal.accounts.visitor import Space, Visitor
from portal.applications.consents import endorsement_consent
from portal.applications.part_two_on_paper import has_place_for_paper
from portal.applications.services.endorsing import SignatorysHand, endorse
from portal.applications.workflow import Action, available
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work
from portal.desk.forms import AttestForm, ShownForm, SignForm
from portal.desk.queries import file_parts as parts
from portal.desk.queries.file import FileHead, file_head
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.checklist import checklist_values
from portal.documents.page_pictures import MEDIA_TYPE, page_count, page_picture


@blueprint.get("/<reference>/sign")
@requires(Permission.APPLICATION_ENDORSE)
def sign(commission: str, reference: str) -> ResponseReturnValue:
    """Read the document, then sign it."""
    space, _id = space_here()
    form = SignForm(formdata=None)
    form.office.data = space.office
    return _page(reference, form)


@blueprint.post("/<reference>/sign")
@requires(Permission.APPLICATION_ENDORSE)
def sign_document(commission: str, reference: str) -> ResponseReturnValue:
    """Sign Part 2 of exactly the document that was shown."""
    form = SignForm()
    if not form.validate_on_submit():
        return _page(reference, form, status=422)
    space, _id = space_here()

    def act(work: Work, head: FileHead, visitor: Visitor) -> None:
        endorse(
            work,
            head.id,
            seen_revision=int(form.seen_revision.data),
            shown_sha256=form.shown_sha256.data,
            hand=SignatorysHand(
                name=visitor.name,
                office=form.office.data.strip(),
                consent=_consent(head, space),
                language=language_now(),
            ),
            small_city_reason=form.small_city_reason.data or "",
        )

    return sign_with_code(reference, form, act, partial(_page, reference, form))


@blueprint.get("/<reference>/document/<sha256>/<int:page>.webp")
@requires(Permission.APPLICATION_READ)
def document_page(commission: str, reference: str, sha256: str, page: int) -> ResponseReturnValue:
    """A page of the present document, painted from the very bytes of the digest."""
    with reading() as work:
        head = file_head(work, reference)
    if head.document_sha256 != sha256:
        raise NotFound()
    return Response(
        page_picture(sha256, page),
        mimetype=MEDIA_TYPE,
        headers={"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"},
    )


def _page(
    reference: str, form: SignForm, *, problem: object = "", status: int = 200
) -> ResponseReturnValue:
    space, _commission_id = space_here()
    with reading() as work:
        head = file_head(work, reference)
        values = checklist_values(work, head)
        document = parts.present_document(work, head)
    visitor = visitor_now()
    form.consent.label.text = _consent(head, space)
    may_sign = Action.ENDORSE in available(head.state, space.permissions, head.practices)
    if not may_sign and status == 200:
        raise refusal_of(head)
    has_place = document is not None and has_place_for_paper(document.sha256)
    if not head.signature_method.is_electronic_offered and has_place and status == 200:
        address = url_for("desk.sign_on_paper", commission=space.code, reference=reference)
        return redirect(address, code=303)
    show_anew(form, head)
    ask_again(form, has_changed=status == 409)
    return (
        render_template(
            "desk/sign.html",
            head=head,
            form=form,
            document=document,
            pages=page_count(document.sha256) if document else 0,
            has_second_factor=visitor is not None and visitor.has_second_factor,
            signer_name=visitor.name if visitor else "",
            commission=space.code,
            **days_in(head.time_zone),
            problem=problem,
            may_sign=may_sign,
            has_place=has_place,
            **values,
        ),
        status,
    )


def _consent(head: FileHead, space: Space) -> str:
    return endorsement_consent(
        commission=space.commission_name(language_now()),
        reference=head.reference,
        number=head.submission_number,
    )


def refusal_of(head: FileHead) -> Exception:
    """Why the page is not open: the application is elsewhere, or the right is missing."""
    if head.submission_id is None:
        return NotFound()
    if head.endorsed_at is not None:
        return Conflict(_("This application has been signed already."))
    return NotAllowed(_("This application is not ready for the signature."))


def show_anew(form: ShownForm, head: FileHead) -> None:
    """Let a form carry what is shown now, not what was shown when it was sent."""
    form.seen_revision.raw_data, form.seen_revision.data = None, head.revision
    form.shown_sha256.raw_data, form.shown_sha256.data = None, head.document_sha256


def ask_again(form: SignForm | AttestForm, *, has_changed: bool) -> None:
    """Empty the code, which is accepted once, and the consent where the document has changed."""
    form.code.raw_data, form.code.data = None, ""
    if has_changed:
        form.consent.data = False


def sign_with_code(
    reference: str,
    form: SignForm | AttestForm,
    act: Callable[[Work, FileHead, Visitor], None],
    show_again: Callable[..., ResponseReturnValue],
) -> ResponseReturnValue:
    """Confirm the second factor and sign Part 2 in one unit of work, on screen or on paper.

    Leads to the application; if nothing was signed, ``show_again`` answers with ``problem`` and
    ``status``.
    """
    visitor = visitor_now()
    if visitor is None:
        raise NotFound()
    space, _id = space_here()
    with reading() as work:
        head = file_head(work, reference)
    try:
        with writing() as work:
            confirm_second_factor(work, visitor.person_id, form.code.data)
            act(work, head, visitor)
    except Invalid as error:
        form.add_error(error)
        return show_again(status=error.status)
    except Conflict as error:
        return show_again(problem=error.message, status=409)
    if head.forward_at_once:
        flash(_("Signed and forwarded. The Coordination Team has the sealed dossier."), "ok")
    else:
        flash(_("Signed. The endorsement can be verified by anybody from now on."), "ok")
    return redirect(
        url_for("desk.application", commission=space.code, reference=reference), code=303
    )
