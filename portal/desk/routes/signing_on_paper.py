"""Part 2 on paper: print, sign and stamp by hand, send the scan, look at it, attest it.

What was shown is what is sealed: the form carries the digests of document and scan, anything newer
answers 409. Officers may send the scan; only a signatory attests it, with a second factor.
"""

from functools import partial

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, visitor_now, writing
from portal.accounts.roles import Permission
from portal.accounts.visitor import Space, Visitor
from portal.applications.consents import paper_endorsement_attestation
from portal.applications.paper_sheets import PrintedVersion
from portal.applications.part_two_on_paper import (
    Scan,
    check_signed_by_hand,
    has_place_for_paper,
    place_of_part_two,
)
from portal.applications.queries.sheets import named_version
from portal.applications.routes.files import painted_page
from portal.applications.services.endorsing_on_paper import (
    PaperHand,
    endorse_on_paper,
    take_in_scan,
)
from portal.applications.services.gathering import SentFile, add_paper
from portal.applications.uploads import examined_scan
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work
from portal.desk.forms import AttestForm, ScanForm
from portal.desk.queries import file_parts as parts
from portal.desk.queries.file import FileHead, file_head
from portal.desk.routes.application import days_in, waits_for_part_two
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.checklist import checklist_values
from portal.desk.routes.signing import ask_again, refusal_of, show_anew, sign_with_code
from portal.documents.page_pictures import page_count


@blueprint.get("/<reference>/sign-on-paper")
@requires(Permission.APPLICATION_READ)
def sign_on_paper(commission: str, reference: str) -> ResponseReturnValue:
    """What to print and sign by hand; with a scan: what would be sealed, and by whose word."""
    return _page(reference)


@blueprint.post("/<reference>/sign-on-paper/scan")
@requires(Permission.APPLICATION_READ)
def send_scan(commission: str, reference: str) -> ResponseReturnValue:
    """Take in the scan of Part 2 signed and stamped by hand."""
    form = ScanForm()
    if not form.validate_on_submit():
        return _page(reference, scan_form=form, status=422)
    with reading() as work:
        head = file_head(work, reference)
    try:
        scan = examined_scan(form.scan.data.read(), form.scan.data.filename or "")
        with reading() as work:
            named = named_version(work, (code.text for code in scan.codes))
        if named is not None and named.is_open:
            return _lead_to_city(commission, head, named, scan)
        if named is not None and named.application_id != head.id:
            return _lead_to_part_two(commission, named, scan)
        if head.document_sha256 and head.document_sha256 == form.shown_sha256.data:
            check_signed_by_hand(scan, head.document_sha256)
        with writing() as work:
            take_in_scan(
                work,
                head.id,
                seen_revision=int(form.seen_revision.data),
                shown_sha256=form.shown_sha256.data,
                scan=scan,
            )
    except Invalid as error:
        form.add_error(error)
        return _page(reference, scan_form=form, status=error.status)
    except Conflict as error:
        return _page(reference, problem=error.message, status=409)
    flash(_("The scan is here. Look at it: nothing is signed before it is attested."), "ok")
    return redirect(
        url_for("desk.sign_on_paper", commission=commission, reference=reference), code=303
    )


def _lead_to_city(
    commission: str, head: FileHead, named: PrintedVersion, scan: Scan
) -> ResponseReturnValue:
    """Put the signed print of Part 1 with the sheets of the city that waits for it."""
    sent = SentFile(scan.data, scan.file_name, scan.media_type)
    with writing() as work:
        add_paper(work, named.application_id, [sent], led_from=head.reference)
    flash(
        _(
            "This is the signed print of %(reference)s, Part 1. It was put with the sheets of its"
            " city, whose delegate confirms it.",
            reference=named.reference,
        ),
        "info",
    )
    address = url_for("desk.application", commission=commission, reference=named.reference)
    return redirect(address, code=303)


def _lead_to_part_two(commission: str, named: PrintedVersion, scan: Scan) -> ResponseReturnValue:
    """Take in the scan where it belongs: another application of this commission.

    Raises Invalid if that application, or that version of it, does not wait for its Part 2.
    """
    with reading() as work:
        right = file_head(work, named.reference)
    is_due = waits_for_part_two(right)
    if not is_due or right.document_sha256 is None or named.number != right.submission_number:
        raise Invalid(
            _(
                "This paper belongs to %(reference)s, %(city)s, which does not wait for it now."
                " Look at that application, or send the scan of this one.",
                reference=right.reference,
                city=right.city_name,
            ),
            field="scan",
        )
    check_signed_by_hand(scan, right.document_sha256)
    with writing() as work:
        take_in_scan(
            work,
            right.id,
            seen_revision=right.revision,
            shown_sha256=right.document_sha256,
            scan=scan,
        )
    flash(
        _(
            "This paper belongs to %(reference)s, %(city)s, and was put here. Look at it: nothing"
            " is signed before it is attested.",
            reference=right.reference,
            city=right.city_name,
        ),
        "info",
    )
    address = url_for("desk.sign_on_paper", commission=commission, reference=right.reference)
    return redirect(address, code=303)


@blueprint.post("/<reference>/sign-on-paper")
@requires(Permission.APPLICATION_ENDORSE)
def attest_scan(commission: str, reference: str) -> ResponseReturnValue:
    """Attest the scan that was shown and seal it into the document that was shown."""
    form = AttestForm()
    if not form.validate_on_submit():
        return _page(reference, form=form, status=422)
    space, _id = space_here()

    def act(work: Work, head: FileHead, visitor: Visitor) -> None:
        endorse_on_paper(
            work,
            head.id,
            seen_revision=int(form.seen_revision.data),
            shown_sha256=form.shown_sha256.data,
            scan_sha256=form.scan_sha256.data,
            hand=PaperHand(
                signer_name=form.signer_name.data,
                signer_office=form.signer_office.data,
                written_on=form.signed_on.data,
                attester_name=visitor.name,
                attester_office=form.office.data.strip(),
                consent=_attestation(head, space),
                language=language_now(),
            ),
            small_city_reason=form.small_city_reason.data or "",
        )

    return sign_with_code(reference, form, act, partial(_page, reference, form=form))


@blueprint.get("/<reference>/scan/<sha256>/<int:page>.jpg")
@requires(Permission.APPLICATION_READ)
def scan_page(commission: str, reference: str, sha256: str, page: int) -> Response:
    """A page of the scan that waits for attestation, as intake painted it anew."""
    space_here()
    with reading() as work:
        scan = parts.waiting_scan(work, file_head(work, reference))
    if scan is None or scan.sha256 != sha256:
        raise NotFound()
    return painted_page(scan.pages, page)


def _page(
    reference: str,
    *,
    scan_form: ScanForm | None = None,
    form: AttestForm | None = None,
    problem: object = "",
    status: int = 200,
) -> ResponseReturnValue:
    space, _commission_id = space_here()
    with reading() as work:
        head = file_head(work, reference)
        values = checklist_values(work, head)
        document = parts.present_document(work, head)
        scan = parts.waiting_scan(work, head)
    may_attest = Permission.APPLICATION_ENDORSE in space.permissions
    if not (may_attest or Permission.APPLICATION_CHECK in space.permissions):
        raise NotAllowed(_("Your role does not allow this. Ask a colleague who holds the right."))
    is_due = waits_for_part_two(head)
    if status == 200:
        _check_open(head, is_due=is_due)
    if status == 200 and may_attest and document and not has_place_for_paper(document.sha256):
        return redirect(url_for("desk.sign", commission=space.code, reference=reference), code=303)
    visitor = visitor_now()
    form = form or AttestForm(formdata=None, data=_proposed(head, space, visitor and visitor.name))
    show_anew(form, head)
    form.scan_sha256.raw_data, form.scan_sha256.data = None, scan.sha256 if scan else ""
    form.consent.label.text = _attestation(head, space)
    ask_again(form, has_changed=status == 409)
    return (
        render_template(
            "desk/sign_on_paper.html",
            head=head,
            form=form,
            scan_form=_scan_form(head, scan_form),
            scan=scan,
            document=document,
            pages=page_count(document.sha256) if document else 0,
            part_two=place_of_part_two(document.sha256).page if document and is_due else 0,
            has_second_factor=visitor is not None and visitor.has_second_factor,
            attester_name=visitor.name if visitor else "",
            commission=space.code,
            **days_in(head.time_zone),
            problem=problem,
            may_attest=may_attest,
            is_due=is_due,
            **values,
        ),
        status,
    )


def _check_open(head: FileHead, *, is_due: bool) -> None:
    """Raise why the page is not open now; an act that failed shows it nevertheless."""
    if not is_due:
        raise refusal_of(head)
    if not head.signature_method.is_paper_offered:
        raise NotAllowed(
            _("Your commission signs on screen only. Its settings can allow paper as well.")
        )


def _proposed(head: FileHead, space: Space, name: str | None) -> dict[str, object]:
    """What the form begins with: most often the signatory attests her own hand."""
    if Permission.APPLICATION_ENDORSE not in space.permissions:
        return {}
    return {"signer_name": name or "", "signer_office": space.office, "office": space.office}


def _scan_form(head: FileHead, given: ScanForm | None) -> ScanForm:
    """As it was sent, or empty; its ids differ from those of the other form on the page."""
    form = given or ScanForm(formdata=None)
    show_anew(form, head)
    for field in form:
        field.id = f"scan-{field.name}"
    return form


def _attestation(head: FileHead, space: Space) -> str:
    return paper_endorsement_attestation(
        commission=space.commission_name(language_now()),
        reference=head.reference,
        number=head.submission_number,
    )
