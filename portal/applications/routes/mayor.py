"""The mayor's pages: opened by a one-time link, without an account, for three minutes' time.

Looking never spends the link; only signing or declining does. Works on a phone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import (
    Blueprint,
    Flask,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.accounts.access import ANONYMOUS, public
from portal.accounts.roles import permissions_of
from portal.applications.answer_texts import official_lines
from portal.applications.consents import mayor_consent
from portal.applications.forms import MayorDeclineForm, MayorForm
from portal.applications.queries.signing import (
    MayorPage,
    mayor_page,
    print_of,
    submission_signatures,
)
from portal.applications.services.mayor_signing import (
    MayorsHand,
    decline_to_sign,
    open_mayor_link,
    sign_electronically,
)
from portal.applications.uploads import cleaned_drawing, cleaned_stamp
from portal.applications.workflow import State
from portal.commissions.models import Commission
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES, direction, endonym, in_language
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Actor, Work, unit_of_work
from portal.documents.models import DocumentKind
from portal.documents.shelf import read
from portal.signing.models import Part
from portal.tenancy.scope import Nobody, Worker
from portal.web.downloads import pdf_response
from portal.web.page import PageSpace
from portal.web.security_headers import secret_address

blueprint = Blueprint("mayor", __name__, url_prefix="/mayor/<commission>/<token>")
MAYOR = "mayor"


@blueprint.before_request
def _keep_address_secret() -> None:
    secret_address()


@blueprint.get("")
@public
def open(commission: str, token: str) -> ResponseReturnValue:  # noqa: A001 - the link opens a page
    """What is asked, the answers, the exact document, and the form to sign it."""
    with _working(commission, read_only=True) as work:
        page = mayor_page(work, token)
        refusal = _refusal(work, token)
        signatures = submission_signatures(work, page.submission_id)
    if refusal is not None:
        signed = [line for line in signatures if line.part is Part.MAYOR and line.voided_at is None]
        is_signed = bool(page.used_at and signed)
        status = 200 if is_signed else 410
        return _show(
            "applications/mayor_closed.html",
            page,
            commission,
            token,
            status=status,
            sentence=_l("You have said no, and your delegate has been told. Thank you.")
            if page.used_at and not signed
            else refusal,
            signature=signed[-1] if is_signed else None,
        )
    return _show_form(page, commission, token)


@blueprint.post("")
@public
def sign(commission: str, token: str) -> ResponseReturnValue:
    """Sign the document that was shown; the link is spent."""
    form = MayorForm()
    with _working(commission, read_only=True) as work:
        page = mayor_page(work, token)
        refusal = _refusal(work, token)
    if refusal is not None:
        return redirect(url_for("mayor.open", commission=commission, token=token), 303)
    if not form.validate_on_submit():
        return _show_form(page, commission, token, form=form, status=422)
    language = _language(page)
    try:
        hand = MayorsHand(
            name=" ".join(form.name.data.split()),
            office=" ".join(form.office.data.split()),
            consent=_consent(page),
            language=language,
            drawn=cleaned_drawing(form.drawn.data or ""),
            stamp=cleaned_stamp(request.files["stamp"].read() if "stamp" in request.files else b""),
        )
        with _working(commission, name=hand.name) as work:
            sign_electronically(work, token, shown_sha256=form.shown_sha256.data, hand=hand)
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _show_form(page, commission, token, form=form, status=error.status)
    return redirect(
        url_for("mayor.open", commission=commission, token=token, language=language), 303
    )


@blueprint.post("/decline")
@public
def decline(commission: str, token: str) -> ResponseReturnValue:
    """Say no, with a reason for the delegate; the link is spent."""
    form = MayorDeclineForm()
    with _working(commission, read_only=True) as work:
        page = mayor_page(work, token)
    if not form.validate_on_submit():
        return _show_form(page, commission, token, decline_form=form, status=422)
    try:
        with _working(commission, name=page.mayor_name) as work:
            decline_to_sign(work, token, reason=form.reason.data)
    except Invalid as error:
        form.add_error(error)
        return _show_form(page, commission, token, decline_form=form, status=422)
    except Conflict:
        pass  # spent meanwhile: its page says what to do
    return redirect(url_for("mayor.open", commission=commission, token=token), 303)


@blueprint.get("/application.pdf")
@public
def document(commission: str, token: str) -> Response:
    """The exact file that is signed; after signing, the signed one. Gone with the link."""
    with _working(commission, read_only=True) as work:
        page = mayor_page(work, token)
        if page.revoked_at is not None or page.expires_at <= work.now:
            raise NotFound()
        found = print_of(work, page.submission_id, DocumentKind.SIGNED) or print_of(
            work, page.submission_id, DocumentKind.PRINT
        )
    if found is None:
        raise NotFound()
    return pdf_response(read(found[0]), found[1])


def register(app: Flask) -> None:
    """Mount the mayor's pages."""
    app.register_blueprint(blueprint)


@contextmanager
def _working(commission: str, *, name: str = "", read_only: bool = False) -> Iterator[Work]:
    """A unit of work in the commission's space, with the rights of a mayor and no others."""
    with unit_of_work(Nobody(), ANONYMOUS, read_only=True) as work:
        commission_id = work.session.scalar(
            select(Commission.commission_id).where(Commission.code == commission)
        )
    if commission_id is None:
        raise NotFound()
    actor = Actor(name=name, office=MAYOR, permissions=permissions_of(MAYOR))
    with unit_of_work(Worker(commission_id), actor, read_only=read_only) as work:
        yield work


def _refusal(work: Work, token: str) -> object | None:
    """Why the link no longer opens the form, as a sentence; None if it does."""
    try:
        link = open_mayor_link(work, token)
    except Conflict as error:
        return error.message
    page = mayor_page(work, token)
    if page.state is not State.AWAITING_MAYOR or link.submission_id != page.submission_id:
        return _l("The city has taken the application back meanwhile. Ask your delegate about it.")
    return None


def _language(page: MayorPage) -> str:
    """The reader's choice, else the link's language."""
    chosen = request.values.get("language", "")
    return chosen if chosen in INTERFACE_LANGUAGES else page.link_language


def _consent(page: MayorPage) -> str:
    with in_language(_language(page)):
        return mayor_consent(
            city=page.city_name, reference=page.reference, number=page.submission_number
        )


def _show_form(
    page: MayorPage,
    commission: str,
    token: str,
    *,
    form: MayorForm | None = None,
    decline_form: MayorDeclineForm | None = None,
    status: int = 200,
) -> Response:
    language = _language(page)
    sections = [
        (
            section.title(language),
            [
                (field.label(language), lines)
                for field in section.fields
                if (
                    lines := official_lines(
                        field, page.answers.get(section.key, {}).get(field.key), language
                    )
                )
            ],
        )
        for section in page.form.sections
    ]
    return _show(
        "applications/mayor.html",
        page,
        commission,
        token,
        status=status,
        sections=sections,
        form=form
        or MayorForm(
            formdata=None,
            shown_sha256=page.document_sha256,
            language=language,
            name=page.mayor_name,
            office=page.mayor_office,
        ),
        decline_form=decline_form or MayorDeclineForm(formdata=None, language=language),
        consent=_consent(page),
    )


def _show(
    template: str, page: MayorPage, commission: str, token: str, *, status: int, **values: object
) -> Response:
    language = _language(page)
    with in_language(language):
        html = render_template(
            template,
            page=page,
            space=PageSpace(name=page.commission_name(language), language=language),
            address={"commission": commission, "token": token},
            lang=language,
            dir=direction(language),
            nav=[],
            languages=[],
            other_languages=[(code, endonym(code)) for code in INTERFACE_LANGUAGES],
            **values,
        )
    return make_response(html, status)
