"""A commission's texts to ask for completion with: the list, one text, its removal."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import gettext as _
from portal.desk.completion import PLACES
from portal.desk.completion_forms import ReturnTextForm
from portal.desk.queries.completion import (
    TextRow,
    languages_of_commission,
    return_text,
)
from portal.desk.queries.completion import return_texts as kept_texts
from portal.desk.return_texts import keep_return_text, remove_return_text
from portal.desk.routes.blueprint import blueprint, space_here


@blueprint.get("/settings/completion-texts")
@requires(Permission.COMMISSION_SETTINGS)
def return_texts(commission: str) -> ResponseReturnValue:
    """All texts of the commission."""
    space_here()
    with reading() as work:
        texts = kept_texts(work)
    return render_template(
        "desk/return_texts.html", commission=commission, texts=texts, endonym=endonym
    )


@blueprint.get("/settings/completion-texts/new")
@requires(Permission.COMMISSION_SETTINGS)
def return_text_new(commission: str) -> ResponseReturnValue:
    """A text that is still to be written."""
    return _page(ReturnTextForm(formdata=None), None)


@blueprint.post("/settings/completion-texts/new")
@requires(Permission.COMMISSION_SETTINGS)
def add_return_text(commission: str) -> ResponseReturnValue:
    """Keep a new text."""
    return _save(commission, None)


@blueprint.get("/settings/completion-texts/<uuid:text_id>")
@requires(Permission.COMMISSION_SETTINGS)
def return_text_change(commission: str, text_id: uuid.UUID) -> ResponseReturnValue:
    """One text, to be changed."""
    text = _text(text_id)
    given: dict[str, Any] = {f"text_{code}": words for code, words in text.wordings.items()}
    return _page(ReturnTextForm(formdata=None, data={"title": text.title, **given}), text)


@blueprint.post("/settings/completion-texts/<uuid:text_id>")
@requires(Permission.COMMISSION_SETTINGS)
def save_return_text(commission: str, text_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the changed text."""
    _text(text_id)
    return _save(commission, text_id)


@blueprint.post("/settings/completion-texts/<uuid:text_id>/remove")
@requires(Permission.COMMISSION_SETTINGS)
def drop_return_text(commission: str, text_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a text."""
    space_here()
    with writing() as work:
        remove_return_text(work, text_id)
    flash(_("The text is removed. What was sent with it stays as it was."), "ok")
    return redirect(url_for("desk.return_texts", commission=commission), code=303)


def _text(text_id: uuid.UUID) -> TextRow:
    space_here()
    with reading() as work:
        return return_text(work, text_id)


def _save(commission: str, text_id: uuid.UUID | None) -> ResponseReturnValue:
    _space, commission_id = space_here()
    form = ReturnTextForm()
    text = _text(text_id) if text_id else None
    if not form.validate_on_submit():
        return _page(form, text), 422
    wordings = {code: form[f"text_{code}"].data or "" for code in INTERFACE_LANGUAGES}
    try:
        with writing() as work:
            keep_return_text(
                work,
                commission_id,
                text_id=text_id,
                title=form.title.data or "",
                wordings=wordings,
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _page(form, text), error.status
    flash(_("Saved. Officers find the text when they ask for completion."), "ok")
    return redirect(url_for("desk.return_texts", commission=commission), code=303)


def _page(form: ReturnTextForm, text: TextRow | None) -> str:
    space, commission_id = space_here()
    with reading() as work:
        own = languages_of_commission(work, commission_id)
    languages = [code for code in own if code in INTERFACE_LANGUAGES]
    others = [code for code in INTERFACE_LANGUAGES if code not in languages]
    return render_template(
        "desk/return_text.html",
        commission=space.code,
        form=form,
        text=text,
        languages=languages,
        others=others,
        places=PLACES,
    )
