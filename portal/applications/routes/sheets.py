"""The signed print comes back on paper: its sheets, then the delegate's confirmation.

Files are read by a job; the page asks again by itself, and a reload shows the same.
"""

import uuid

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications import paper_words
from portal.applications.consents import paper_attestation, paper_attestation_for_mayor
from portal.applications.forms import (
    ForMayorConfirmForm,
    PaperConfirmForm,
    PaperForm,
    PlaceForm,
)
from portal.applications.queries.city import ApplicationHead, application_head, application_id
from portal.applications.queries.sheets import Gathering, gathering, sheet_picture
from portal.applications.queries.signing import mandate_holders_of
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.routes.mayor import FOR_MAYOR
from portal.applications.services import gathering as acts
from portal.applications.services.attaching import ExaminedFile
from portal.applications.services.attesting import Attestation, confirm_sheets
from portal.applications.services.mayor_signing import RepresentedMayor
from portal.applications.uploads import examined_mandate, sent_papers
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now, ngettext
from portal.core.unit_of_work import Work
from portal.documents.codes_on_paper import qr_svg
from portal.documents.shelf import read
from portal.signing.keyring import portal_address
from portal.web.htmx import page_or_fragment, wants_fragment


@blueprint.get("/<reference>/mayor/paper")
@requires(Permission.APPLICATION_FREEZE)
def paper(commission: str, reference: str) -> ResponseReturnValue:
    """The sheets that have come in, in order; what is missing; where to add more."""
    return _sheets_page(reference, PaperForm(formdata=None))


@blueprint.post("/<reference>/mayor/paper")
@requires(Permission.APPLICATION_FREEZE)
def add_paper(commission: str, reference: str) -> ResponseReturnValue:
    """Take in files with sheets; a job reads them."""
    form = PaperForm()
    uploads = [
        (upload.filename, upload.read())
        for name in ("papers", "photograph")
        for upload in request.files.getlist(name)
        if upload.filename
    ]
    try:
        if not form.validate_on_submit() or not uploads:
            raise Invalid(_("Choose the files first."), field="papers")
        files = sent_papers(uploads)
        with writing() as work:
            added = acts.add_paper(work, application_id(work, reference), files)
    except Invalid as error:
        form.add_error(error)
        return _sheets_page(reference, form, status=422)
    if added < len(files):
        again = len(files) - added
        flash(
            ngettext("%(num)s file was here already.", "%(num)s files were here already.", again),
            "info",
        )
    return _back(commission, reference)


@blueprint.post("/<reference>/mayor/paper/sheets/<uuid:sheet_id>/place")
@requires(Permission.APPLICATION_FREEZE)
def place_sheet(commission: str, reference: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Say which page a sheet is whose codes could not be read."""
    form = PlaceForm()
    try:
        with writing() as work:
            here = application_id(work, reference)
            page = form.page.data if form.validate_on_submit() else 0
            acts.place_sheet(work, here, sheet_id, page=page)
    except Invalid as error:
        flash(str(error.message), "danger")
    return _back(commission, reference)


@blueprint.post("/<reference>/mayor/paper/sheets/<uuid:sheet_id>/turn")
@requires(Permission.APPLICATION_FREEZE)
def turn_sheet(commission: str, reference: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Turn a sheet by a quarter."""
    with writing() as work:
        acts.turn_sheet(work, application_id(work, reference), sheet_id)
    return _back(commission, reference, f"sheet-{sheet_id}")


@blueprint.post("/<reference>/mayor/paper/sheets/<uuid:sheet_id>/prefer")
@requires(Permission.APPLICATION_FREEZE)
def prefer_sheet(commission: str, reference: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Of several sheets of one page use this one."""
    with writing() as work:
        acts.prefer_sheet(work, application_id(work, reference), sheet_id)
    return _back(commission, reference, f"sheet-{sheet_id}")


@blueprint.post("/<reference>/mayor/paper/sheets/<uuid:sheet_id>/remove")
@requires(Permission.APPLICATION_FREEZE)
def remove_sheet(commission: str, reference: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Take a sheet away."""
    with writing() as work:
        acts.remove_sheet(work, application_id(work, reference), sheet_id)
    return _back(commission, reference)


@blueprint.post("/<reference>/mayor/paper/files/<uuid:file_id>/remove")
@requires(Permission.APPLICATION_FREEZE)
def remove_paper(commission: str, reference: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file away with all its sheets."""
    with writing() as work:
        acts.remove_paper(work, application_id(work, reference), file_id)
    return _back(commission, reference)


@blueprint.get("/<reference>/mayor/paper/sheets/<uuid:sheet_id>/<any(page, thumbnail):size>.jpg")
@requires(Permission.APPLICATION_FREEZE)
def sheet_image(commission: str, reference: str, sheet_id: uuid.UUID, size: str) -> Response:
    """A sheet painted anew: ``page`` or ``thumbnail``. Its address changes when it is turned."""
    with reading() as work:
        here = application_id(work, reference)
        sha256 = sheet_picture(work, here, sheet_id, is_small=size == "thumbnail")
    return Response(
        read(sha256),
        mimetype="image/jpeg",
        headers={"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"},
    )


@blueprint.get("/<reference>/mayor/paper/confirm")
@requires(Permission.APPLICATION_FREEZE)
def confirm_paper(commission: str, reference: str) -> ResponseReturnValue:
    """All pages in order, to be looked at, and the attestation beneath."""
    return _confirm_page(reference)


@blueprint.post("/<reference>/mayor/paper/confirm")
@requires(Permission.APPLICATION_FREEZE)
def attest(commission: str, reference: str) -> ResponseReturnValue:
    """Take in the signed paper, attested by the delegate."""
    form = ForMayorConfirmForm() if _was_for_mayor() else PaperConfirmForm()
    if not form.validate_on_submit():
        return _confirm_page(reference, form, status=422)
    try:
        mandate = _sent_mandate()
        with writing() as work:
            head = application_head(work, reference)
            confirm_sheets(
                work,
                head.id,
                seen_revision=form.seen_revision.data,
                shown_sha256=form.shown_sha256.data,
                seen_sheets=form.seen_sheets.data,
                attestation=Attestation(
                    signer_name=form.signer_name.data,
                    signer_office=form.signer_office.data,
                    consent=_attestation_of(head),
                    language=language_now(),
                    mayor=_represented(head, mandate),
                ),
            )
    except Invalid as error:
        form.add_error(error)
        return _confirm_page(reference, form, status=422)
    flash(_("The signed paper is taken in. Now submit the application."), "ok")
    return redirect(url_for("city.submission", commission=commission, reference=reference), 303)


def _back(commission: str, reference: str, anchor: str | None = None) -> ResponseReturnValue:
    address = url_for("city.paper", commission=commission, reference=reference, _anchor=anchor)
    return redirect(address, 303)


def _was_for_mayor() -> bool:
    """Whether the delegate says that somebody signed for the mayor."""
    return request.values.get("signer") == FOR_MAYOR


def _sent_mandate() -> ExaminedFile | None:
    upload = request.files.get("mandate")
    if upload is None or not upload.filename or not _was_for_mayor():
        return None
    return examined_mandate(upload.read(), upload.filename)


def _represented(head: ApplicationHead, mandate: ExaminedFile | None) -> RepresentedMayor | None:
    if not _was_for_mayor():
        return None
    return RepresentedMayor(head.mayor_name or "", head.mayor_office or "", mandate)


def _attestation_of(head: ApplicationHead) -> str:
    if _was_for_mayor():
        return paper_attestation_for_mayor(
            city=head.city_name,
            reference=head.reference,
            number=head.submission_number,
            mayor=head.mayor_name or "",
            mayor_office=head.mayor_office or "",
        )
    return paper_attestation(
        city=head.city_name, reference=head.reference, number=head.submission_number
    )


def _gathered(work: Work, reference: str) -> tuple[ApplicationHead, Gathering]:
    """The application and its sheets. Raises Conflict unless it waits for the mayor."""
    head = application_head(work, reference)
    if head.submission_id is None or head.state is State.DRAFT:
        raise Conflict(_("Freeze a version first: it is what the mayor signs."))
    if head.state is not State.AWAITING_MAYOR:
        raise Conflict(_("The mayor has signed already."))
    assert head.document_sha256 is not None
    return head, gathering(work, head.submission_id, head.document_sha256)


def _sheets_page(reference: str, form: PaperForm, *, status: int = 200) -> ResponseReturnValue:
    with reading() as work:
        head, found = _gathered(work, reference)
    if wants_fragment() and request.args.get("known") == found.mark:
        return make_response("", 204)
    place = city_here()
    address = url_for("city.paper", commission=place.space.code, reference=reference)
    return page_or_fragment(
        "applications/paper.html",
        "applications/_sheets.html",
        status=status,
        place=place,
        head=head,
        found=found,
        sheets=found.sheets,
        form=form,
        words=paper_words,
        pages=range(1, found.pages + 1),
        code=Markup(  # noqa: S704 - drawn by segno from our own address
            qr_svg(f"{portal_address()}{address}")
        ),
    )


def _confirm_page(
    reference: str, form: PaperConfirmForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    with reading() as work:
        head, found = _gathered(work, reference)
        is_for_mayor = _was_for_mayor()
        assert head.submission_id is not None
        holders = mandate_holders_of(work, head.submission_id) if is_for_mayor else ()
    if not found.sheets.is_complete:
        return _back(city_here().space.code, reference)
    seen = {
        "seen_revision": head.revision,
        "shown_sha256": head.document_sha256,
        "seen_sheets": found.sheets.digest,
    }
    if form is None and is_for_mayor:
        name = holders[0] if len(holders) == 1 else ""
        form = ForMayorConfirmForm(formdata=None, **seen, signer_name=name)
    form = form or PaperConfirmForm(
        formdata=None, **seen, signer_name=head.mayor_name, signer_office=head.mayor_office
    )
    return (
        render_template(
            "applications/paper_confirm.html",
            place=city_here(),
            head=head,
            found=found,
            sheets=found.sheets,
            form=form,
            words=paper_words,
            attestation=_attestation_of(head),
            is_for_mayor=is_for_mayor,
            for_mayor=FOR_MAYOR,
            holders=holders,
        ),
        status,
    )
