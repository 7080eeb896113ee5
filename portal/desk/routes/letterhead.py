"""The commission's letterhead: its logo and its stamp, and how a letter on it looks."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.endorsement_letter import languages_of_letters
from portal.applications.services.letters import preview_letter
from portal.applications.uploads import cleaned_stamp
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.desk.letter_forms import LogoForm, StampForm
from portal.desk.queries.letterhead import letterhead_now
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.documents.logo import paint_logo
from portal.documents.shelf import read
from portal.letters.kinds import ENDORSEMENT
from portal.letters.letterhead import set_logo, set_stamp
from portal.letters.queries import texts_now
from portal.web.downloads import file_response, pdf_response
from portal.web.theme import derive_theme


@blueprint.get("/settings/letterhead")
@requires(Permission.COMMISSION_SETTINGS)
def letterhead(commission: str) -> ResponseReturnValue:
    """What stands on letters, and the texts of the endorsement letter."""
    return _page()


@blueprint.post("/settings/letterhead/logo")
@requires(Permission.COMMISSION_SETTINGS)
def save_logo(commission: str) -> ResponseReturnValue:
    """Take another logo, or none."""
    _space, commission_id = space_here()
    form = LogoForm()
    if not form.validate_on_submit():
        return _page(logo=form, status=422)
    try:
        png = None if "remove" in request.form else paint_logo(_sent("logo")).png
        with writing() as work:
            set_logo(work, commission_id, png)
    except Invalid as error:
        error.field = "logo"
        form.add_error(error)
        return _page(logo=form, status=422)
    flash(_("Saved. Letters made from now on have it so."), "ok")
    return redirect(url_for("desk.letterhead", commission=commission), code=303)


@blueprint.post("/settings/letterhead/stamp")
@requires(Permission.COMMISSION_SETTINGS)
def save_stamp(commission: str) -> ResponseReturnValue:
    """Take another picture of the stamp, or none."""
    _space, commission_id = space_here()
    form = StampForm()
    if not form.validate_on_submit():
        return _page(stamp=form, status=422)
    try:
        png = None if "remove" in request.form else cleaned_stamp(_sent("stamp"))
        with writing() as work:
            set_stamp(work, commission_id, png)
    except Invalid as error:
        error.field = "stamp"
        form.add_error(error)
        return _page(stamp=form, status=422)
    flash(_("Saved. Letters made from now on have it so."), "ok")
    return redirect(url_for("desk.letterhead", commission=commission), code=303)


@blueprint.get("/settings/letterhead/stamp-picture")
@requires(Permission.COMMISSION_SETTINGS)
def stamp_picture(commission: str) -> Response:
    """The stamp, for the commission's own people only."""
    _space, commission_id = space_here()
    with reading() as work:
        sha256 = letterhead_now(work, commission_id).stamp_sha256
    if sha256 is None:
        raise NotFound()
    return file_response(read(sha256), "stamp.png", "image/png", is_inline=True)


@blueprint.get("/settings/letterhead/preview")
@requires(Permission.COMMISSION_SETTINGS)
def letter_preview(commission: str) -> Response:
    """A letter as it would be made now, with a sample."""
    _space, commission_id = space_here()
    with reading() as work:
        pdf = preview_letter(work, commission_id)
    return pdf_response(pdf, "letter.pdf")


def _sent(name: str) -> bytes:
    upload = request.files.get(name)
    data = upload.read() if upload else b""
    if not data:
        raise Invalid(_l("Choose a file."))
    return data


def _page(
    *, logo: LogoForm | None = None, stamp: StampForm | None = None, status: int = 200
) -> ResponseReturnValue:
    space, commission_id = space_here()
    with reading() as work:
        now = letterhead_now(work, commission_id)
        languages, used = languages_of_letters(now.languages, now.official_language)
        texts = texts_now(work, ENDORSEMENT, languages)
    return (
        render_template(
            "desk/letterhead.html",
            commission=space.code,
            now=now,
            logo=logo or LogoForm(formdata=None),
            stamp=stamp or StampForm(formdata=None),
            texts=texts,
            used=used,
            accent=derive_theme(now.brand_color).accent,
            **days_in(now.time_zone),
        ),
        status,
    )
