"""The text of the endorsement letter in one language: written, previewed, and the way back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.applications.endorsement_letter import languages_of_letters
from portal.applications.services.letters import preview_letter
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES, language_name
from portal.core.i18n import gettext as _
from portal.desk.letter_forms import LetterTextForm, WayBackForm
from portal.desk.queries.letterhead import letterhead_now, previewable
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.letters.kinds import ENDORSEMENT
from portal.letters.queries import Wording, text_now, text_versions
from portal.letters.services import check_text, restore_default, write_text
from portal.web.downloads import pdf_response

PLACE = f"/settings/letter/<any({', '.join(INTERFACE_LANGUAGES)}):language>"


@blueprint.get(PLACE)
@requires(Permission.COMMISSION_SETTINGS)
def letter_text(commission: str, language: str) -> ResponseReturnValue:
    """The text as it holds now, or an earlier version (``?version=``) to begin anew with."""
    return _page(language)


@blueprint.post(PLACE)
@requires(Permission.COMMISSION_SETTINGS)
def save_letter_text(commission: str, language: str) -> ResponseReturnValue:
    """Add a version, or only show what a letter with this text looks like."""
    _space, commission_id = space_here()
    form = LetterTextForm()
    if not form.validate_on_submit():
        return _page(language, form=form, status=422)
    _known(language)
    title, body = form.title.data or "", form.body.data or ""
    try:
        if "preview" in request.form:
            return _preview(commission_id, language, title, body, form.reference.data or "")
        with writing() as work:
            write_text(
                work,
                commission_id,
                kind=ENDORSEMENT,
                language=language,
                title=title,
                body=body,
                seen_version=form.seen_version.data or 0,
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _page(language, form=form, status=error.status)
    flash(_("Saved. Letters made from now on have this text."), "ok")
    return redirect(url_for("desk.letter_text", commission=commission, language=language), code=303)


@blueprint.post(f"{PLACE}/default")
@requires(Permission.COMMISSION_SETTINGS)
def restore_letter_text(commission: str, language: str) -> ResponseReturnValue:
    """Back to the portal's own text."""
    _space, commission_id = space_here()
    _known(language)
    seen = request.form.get("seen_version", "")
    with writing() as work:
        restore_default(
            work,
            commission_id,
            kind=ENDORSEMENT,
            language=language,
            seen_version=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
        )
    flash(_("Letters made from now on have the portal's own text."), "ok")
    return redirect(url_for("desk.letter_text", commission=commission, language=language), code=303)


def _preview(
    commission_id: int, language: str, title: str, body: str, reference: str
) -> ResponseReturnValue:
    check_text(ENDORSEMENT, title=title, body=body)
    text = Wording(language, 0, title, body.replace("\r\n", "\n"), is_default=False)
    with reading() as work:
        pdf = preview_letter(work, commission_id, text=text, reference=reference)
    return pdf_response(pdf, "letter.pdf")


def _known(language: str) -> tuple[str, ...]:
    """The languages letters are made in; raises NotFound if it has no text of its own."""
    _space, commission_id = space_here()
    with reading() as work:
        now = letterhead_now(work, commission_id)
    languages, used = languages_of_letters(now.languages, now.official_language)
    if language not in languages:
        raise NotFound()
    return used


def _page(
    language: str, *, form: LetterTextForm | None = None, status: int = 200
) -> ResponseReturnValue:
    space, _commission_id = space_here()
    used = _known(language)
    with reading() as work:
        now = text_now(work, ENDORSEMENT, language)
        versions = text_versions(work, ENDORSEMENT, language)
        references = previewable(work)
    chosen = next(
        (each for each in versions if str(each.version) == request.args.get("version")), now
    )
    form = form or LetterTextForm(
        formdata=None,
        data={"title": chosen.title, "body": chosen.body, "seen_version": now.version},
    )
    form.reference.choices = [
        SelectChoice("", _("A sample")),
        *(SelectChoice(reference, f"{reference} · {city}") for reference, city in references),
    ]
    return (
        render_template(
            "desk/letter_text.html",
            commission=space.code,
            language=language,
            language_title=language_name(language),
            now=now,
            chosen=chosen,
            versions=versions,
            is_used=language in used,
            placeholders=ENDORSEMENT.placeholders,
            form=form,
            way_back=WayBackForm(formdata=None, data={"seen_version": now.version}),
            **days_in(space.time_zone),
        ),
        status,
    )
