"""Sentences in the commission's own words: found, written, looked at, taken back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.commissions.rewording import checked_texts, reword, sentence_of
from portal.core.errors import Invalid
from portal.core.i18n import (
    INTERFACE_LANGUAGES,
    catalogue_texts,
    direction,
    endonym,
    language_now,
    plural_examples,
)
from portal.core.i18n import gettext as _
from portal.core.sentences import Sentence
from portal.desk.queries.wording import find_sentences, own_wordings
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.wording_form import WordingForm, filled_in, wording_form
from portal.desk.wording_words import PLACES, place_name
from portal.web.query_string import page_number, search_text

ONE = f"<any({', '.join(INTERFACE_LANGUAGES)}):language>/<key>"


@blueprint.get("/settings/wording")
@requires(Permission.COMMISSION_SETTINGS)
def wordings(commission: str) -> ResponseReturnValue:
    """Find a sentence by its words and by the part of the portal that says it."""
    _space, commission_id = space_here()
    language = request.args.get("language", "")
    language = language if language in INTERFACE_LANGUAGES else language_now()
    search = search_text(request.args.get("q"))
    place = request.args.get("place", "")
    only_own = request.args.get("own") == "yes"
    page = page_number(request.args.get("page"))
    with reading() as work:
        own = own_wordings(work, commission_id, language)
    found = find_sentences(
        own, language=language, search=search, place=place, only_own=only_own, page=page
    )
    here = {"q": search, "place": place, "language": language, "own": "yes" if only_own else None}
    return render_template(
        "desk/wordings.html",
        commission=commission,
        found=found,
        own_count=len(own),
        q=search,
        place=place,
        places=tuple(PLACES),
        place_name=place_name,
        language=language,
        offered=INTERFACE_LANGUAGES,
        endonym=endonym,
        dir_of=direction(language),
        only_own=only_own,
        previous_href=_list(commission, here, page - 1) if page > 1 else None,
        next_href=_list(commission, here, page + 1) if found.has_next else None,
    )


@blueprint.get(f"/settings/wording/{ONE}")
@requires(Permission.COMMISSION_SETTINGS)
def wording(commission: str, language: str, key: str) -> ResponseReturnValue:
    """One sentence: the portal's words, the commission's, and how they look."""
    _space, commission_id = space_here()
    sentence = sentence_of(key, language)
    with reading() as work:
        own = own_wordings(work, commission_id, language).get(key, ())
    form = wording_form(sentence, language, own or _original(sentence, language))
    return _page(sentence, language, form, is_own=bool(own), preview=own)


@blueprint.post(f"/settings/wording/{ONE}")
@requires(Permission.COMMISSION_SETTINGS)
def save_wording(commission: str, language: str, key: str) -> ResponseReturnValue:
    """Look at the words, or keep them."""
    _space, commission_id = space_here()
    sentence = sentence_of(key, language)
    form = wording_form(sentence, language)
    with reading() as work:
        is_own = key in own_wordings(work, commission_id, language)
    if not form.validate_on_submit():
        return _page(sentence, language, form, is_own=is_own), 422
    try:
        texts = checked_texts(sentence, language, form.texts())
        if "look" in request.form:
            return _page(sentence, language, form, is_own=is_own, preview=texts)
        if texts == _original(sentence, language):
            texts = ()
        with writing() as work:
            reword(work, commission_id, key=key, language=language, texts=texts)
    except Invalid as error:
        form.add_error(error)
        return _page(sentence, language, form, is_own=is_own), error.status
    flash(_("Saved. The new words are read from now on."), "ok")
    return redirect(_address(commission, language, key), code=303)


@blueprint.post(f"/settings/wording/{ONE}/original")
@requires(Permission.COMMISSION_SETTINGS)
def restore_wording(commission: str, language: str, key: str) -> ResponseReturnValue:
    """Say the sentence as the portal does again."""
    _space, commission_id = space_here()
    with writing() as work:
        reword(work, commission_id, key=key, language=language, texts=())
    flash(_("The portal’s own words are back."), "ok")
    return redirect(_address(commission, language, key), code=303)


def _page(
    sentence: Sentence,
    language: str,
    form: WordingForm,
    *,
    is_own: bool,
    preview: tuple[str, ...] = (),
) -> str:
    space, _commission_id = space_here()
    examples = plural_examples(language) if sentence.plural else ((),)
    counted = [numbers[0] if numbers else None for numbers in examples]
    original = _original(sentence, language)
    return render_template(
        "desk/wording.html",
        commission=space.code,
        sentence=sentence,
        language=language,
        dir_of=direction(language),
        languages_offered=INTERFACE_LANGUAGES,
        endonym=endonym,
        form=form,
        original=original,
        is_own=is_own,
        preview=[filled_in(text, one) for text, one in zip(preview, counted, strict=True)]
        if preview
        else [],
        as_before=[filled_in(text, one) for text, one in zip(original, counted, strict=True)],
        places=[place_name(name) for name, parts in PLACES.items() if parts & sentence.places],
    )


def _original(sentence: Sentence, language: str) -> tuple[str, ...]:
    return catalogue_texts(
        language, sentence.message, plural=sentence.plural, context=sentence.context
    )


def _address(commission: str, language: str, key: str) -> str:
    return url_for("desk.wording", commission=commission, language=language, key=key)


def _list(commission: str, here: dict[str, Any], page: int) -> str:
    return url_for("desk.wordings", commission=commission, **here, page=page)
