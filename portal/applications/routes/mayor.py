"""The mayor's pages: opened by a one-time link, without an account, for three minutes' time.

Looking never spends the link; only signing or declining does. Works on a phone.
"""

from flask import (
    Flask,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal.accounts.access import public
from portal.applications.answer_texts import official_lines
from portal.applications.consents import consent_for_mayor, mayor_consent
from portal.applications.forms import STAMP_AREAS, ForMayorForm, MayorDeclineForm, MayorForm
from portal.applications.mayor_summary import summary
from portal.applications.queries.signing import (
    MayorPage,
    mayor_page,
    submission_signatures,
)
from portal.applications.routes.mayor_link import blueprint, language_of, working
from portal.applications.services.mayor_links import open_mayor_link
from portal.applications.services.mayor_signing import (
    MayorsHand,
    RepresentedMayor,
    decline_to_sign,
    sign_electronically,
)
from portal.applications.uploads import cleaned_drawing, cleaned_stamp, examined_mandate
from portal.applications.workflow import State
from portal.calls.queries import guiding_texts
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import INTERFACE_LANGUAGES, direction, endonym, in_language
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.intake import Area
from portal.documents.page_pictures import SMALL_WIDTH_PX, page_count
from portal.signing.models import Part
from portal.web.page import PageSpace

FOR_MAYOR = "for-mayor"
"""What the address says where somebody signs for the mayor."""


@blueprint.get("")
@public
def open(commission: str, token: str) -> ResponseReturnValue:  # noqa: A001 - the link opens a page
    """What is asked, the answers, the exact document, and the form to sign it."""
    with working(commission, read_only=True) as work:
        page = mayor_page(work, token)
        refusal = _refusal(work, token, page)
        signatures = submission_signatures(work, page.submission_id) if refusal else ()
    if refusal is not None:
        signed = [line for line in signatures if line.part is Part.MAYOR and line.voided_at is None]
        is_signed = bool(page.used_at and signed)
        if signed and not is_signed:
            refusal = _l("The application has been signed. This link is no longer needed.")
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
            stamp_sha256=signed[-1].stamp_on_screen if is_signed else None,
        )
    return _show_form(page, commission, token)


@blueprint.post("")
@public
def sign(commission: str, token: str) -> ResponseReturnValue:
    """Sign the document that was shown; the link is spent."""
    form = ForMayorForm() if _signs_for_mayor() else MayorForm()
    with working(commission, read_only=True) as work:
        page = mayor_page(work, token)
        refusal = _refusal(work, token, page)
    if refusal is not None:
        return redirect(url_for("mayor.open", commission=commission, token=token), 303)
    if not form.validate_on_submit():
        return _show_form(page, commission, token, form=form, status=422)
    language = language_of(page)
    try:
        hand = MayorsHand(
            name=" ".join(form.name.data.split()),
            office=" ".join(form.office.data.split()),
            consent=_consent(page),
            language=language,
            drawn=cleaned_drawing(form.drawn.data or ""),
            stamp=cleaned_stamp(_sent("stamp"), form.stamp_area),
            mayor=_represented(page),
        )
        with working(commission, name=hand.name) as work:
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
    with working(commission, read_only=True) as work:
        page = mayor_page(work, token)
    if not form.validate_on_submit():
        return _show_form(page, commission, token, decline_form=form, status=422)
    try:
        with working(commission, name=page.mayor_name) as work:
            decline_to_sign(work, token, reason=form.reason.data)
    except Invalid as error:
        form.add_error(error)
        return _show_form(page, commission, token, decline_form=form, status=422)
    except Conflict:
        pass  # spent meanwhile: its page says what to do
    return redirect(url_for("mayor.open", commission=commission, token=token), 303)


def register(app: Flask) -> None:
    """Mount the mayor's pages."""
    app.register_blueprint(blueprint)


def _refusal(work: Work, token: str, page: MayorPage) -> object | None:
    """Why the link no longer opens the form, as a sentence; None if it does."""
    try:
        link = open_mayor_link(work, token)
    except Conflict as error:
        return error.message
    if page.state is not State.AWAITING_MAYOR or link.submission_id != page.submission_id:
        return _l("The city has taken the application back meanwhile. Ask your delegate about it.")
    return None


def _signs_for_mayor() -> bool:
    """Whether the reader has chosen to sign for the mayor."""
    return request.values.get("signer") == FOR_MAYOR


def _sent(name: str) -> bytes:
    return request.files[name].read() if name in request.files else b""


def _represented(page: MayorPage) -> RepresentedMayor | None:
    if not _signs_for_mayor():
        return None
    data = _sent("mandate")
    name = request.files["mandate"].filename if data else ""
    return RepresentedMayor(
        name=page.mayor_name,
        office=page.mayor_office,
        mandate=examined_mandate(data, name or "") if data else None,
    )


def _consent(page: MayorPage) -> str:
    with in_language(language_of(page)):
        if _signs_for_mayor():
            return consent_for_mayor(
                city=page.city_name,
                reference=page.reference,
                number=page.submission_number,
                mayor=page.mayor_name,
                mayor_office=page.mayor_office,
            )
        return mayor_consent(
            city=page.city_name, reference=page.reference, number=page.submission_number
        )


def _summary(page: MayorPage, commission: str, language: str) -> tuple[tuple[str, str], ...]:
    with working(commission, read_only=True) as work:
        documents = guiding_texts(work, page.guiding_document_ids)
    with in_language(language):
        return summary(
            city=page.city_name,
            call=page.call_title(language),
            commission=page.commission_name(language),
            prepared_by=page.frozen_by,
            documents=documents,
            language=language,
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
    language = language_of(page)
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
    form = form or _empty_form(page, language)
    return _show(
        "applications/mayor.html",
        page,
        commission,
        token,
        status=status,
        sections=sections,
        summary=_summary(page, commission, language),
        pages=page_count(page.document_sha256),
        width=SMALL_WIDTH_PX,
        form=form,
        stamp_areas={key: _hundredths(area) for key, area in STAMP_AREAS.items()},
        stamp_edges=[
            ("left", form.stamp_left),
            ("right", form.stamp_right),
            ("top", form.stamp_top),
            ("bottom", form.stamp_bottom),
        ],
        is_for_mayor=_signs_for_mayor(),
        for_mayor=FOR_MAYOR,
        decline_form=decline_form or MayorDeclineForm(formdata=None, language=language),
        consent=_consent(page),
    )


def _hundredths(area: Area | None) -> str:
    """Left, right, top and bottom of an area, for the script that draws it."""
    left, top, right, bottom = area or (0, 0, 1, 1)
    return " ".join(str(round(edge * 100)) for edge in (left, right, top, bottom))


def _empty_form(page: MayorPage, language: str) -> MayorForm:
    shown = {"shown_sha256": page.document_sha256, "language": language}
    if _signs_for_mayor():
        return ForMayorForm(formdata=None, **shown)
    return MayorForm(formdata=None, name=page.mayor_name, office=page.mayor_office, **shown)


def _show(
    template: str, page: MayorPage, commission: str, token: str, *, status: int, **values: object
) -> Response:
    language = language_of(page)
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
