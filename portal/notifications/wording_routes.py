"""Mails in a commission's own words: chosen, written, looked at as they will be."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.accounts.access import reading, requires, space_now, writing
from portal.accounts.roles import Permission
from portal.commissions.models import Rewording
from portal.commissions.rewording import checked_texts, reword, wordings_for
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import (
    INTERFACE_LANGUAGES,
    Wordings,
    catalogue_texts,
    direction,
    endonym,
    in_language,
    in_wordings,
    language_now,
)
from portal.core.i18n import gettext as _
from portal.core.unit_of_work import Work
from portal.notifications.addresses import Addresses
from portal.notifications.mail_wording import (
    PartOfMail,
    as_it_will_look,
    audience_name,
    notice_of,
    parts_of,
    worded_notices,
)
from portal.notifications.notice import Notice
from portal.notifications.wording_form import MailWordingForm

blueprint = Blueprint("mail_wording", __name__, template_folder="templates")
PLACE = "/c/<commission>/desk/settings/wording/mails"
ONE = f"{PLACE}/<kind>/<any({', '.join(INTERFACE_LANGUAGES)}):language>"


@blueprint.get(PLACE)
@requires(Permission.COMMISSION_SETTINGS)
def mail_wordings(commission: str) -> ResponseReturnValue:
    """All mails, by whom they reach."""
    groups: dict[str, list[tuple[str, str]]] = {}
    with in_wordings(None):
        for notice in worded_notices():
            line = (notice.kind, str(notice.subject))
            groups.setdefault(audience_name(notice.audience), []).append(line)
    return render_template(
        "notifications/mail_wordings.html",
        commission=commission,
        groups=groups,
        language=language_now(),
    )


@blueprint.get(ONE)
@requires(Permission.COMMISSION_SETTINGS)
def mail_wording(commission: str, kind: str, language: str) -> ResponseReturnValue:
    """One mail: its sentences, and how it looks."""
    notice = _notice(kind)
    with reading() as work:
        own = _own(work, parts_of(notice), language)
        wordings = wordings_for(work, _commission_id())
    data = {
        part.name: own.get(part.sentence.key) or _original(part, language)
        for part in parts_of(notice)
    }
    form = MailWordingForm(formdata=None, data=data)
    return _page(notice, language, form, wordings, own)


@blueprint.post(ONE)
@requires(Permission.COMMISSION_SETTINGS)
def save_mail_wording(commission: str, kind: str, language: str) -> ResponseReturnValue:
    """Look at the mail with the new words, keep them, or go back to the portal's."""
    notice = _notice(kind)
    form = MailWordingForm()
    with reading() as work:
        own = _own(work, parts_of(notice), language)
        wordings = wordings_for(work, _commission_id())
    if not form.validate_on_submit():
        return _page(notice, language, form, wordings, own), 422
    chosen: dict[str, tuple[str, ...]] = {}
    for part in parts_of(notice):
        text = "" if "original" in request.form else form.of(part.name).data or ""
        try:
            chosen[part.name] = checked_texts(part.sentence, language, [text])
        except Invalid as error:
            form.add_error(Invalid(error.message, field=part.name))
        if chosen.get(part.name) == (_original(part, language),):
            chosen[part.name] = ()
    if form.errors:
        return _page(notice, language, form, wordings, own), 422
    if "look" in request.form:
        return _page(notice, language, form, wordings, own, proposed=chosen)
    with writing() as work:
        for part in parts_of(notice):
            if chosen[part.name] != _texts(own.get(part.sentence.key)):
                reword(
                    work,
                    _commission_id(),
                    key=part.sentence.key,
                    language=language,
                    texts=chosen[part.name],
                )
    flash(_("Saved. Mails are written so from now on."), "ok")
    address = url_for(
        "mail_wording.mail_wording", commission=commission, kind=kind, language=language
    )
    return redirect(address, code=303)


def _page(
    notice: Notice,
    language: str,
    form: MailWordingForm,
    wordings: Wordings | None,
    own: dict[str, str],
    *,
    proposed: dict[str, tuple[str, ...]] | None = None,
) -> str:
    space = space_now()
    assert space is not None
    parts = parts_of(notice)
    settings = current_app.config["SETTINGS"]
    with in_wordings(None), in_language(language):
        name = str(notice.subject)
    return render_template(
        "notifications/mail_wording.html",
        commission=space.code,
        kind=notice.kind,
        name=name,
        audience=audience_name(notice.audience),
        language=language,
        dir_of=direction(language),
        form=form,
        parts=parts,
        originals={part.name: _original(part, language) for part in parts},
        placeholders=sorted({each for part in parts for each in part.sentence.placeholders}),
        is_own=bool(own),
        written=as_it_will_look(
            notice,
            language,
            wordings,
            proposed or {},
            addresses=Addresses(current_app.url_map, settings.base_url),
        ),
        offered=INTERFACE_LANGUAGES,
        endonym=endonym,
    )


def _notice(kind: str) -> Notice:
    notice = notice_of(kind)
    if notice is None:
        raise NotFound()
    return notice


def _commission_id() -> int:
    space = space_now()
    if space is None or space.commission_id is None or space.city_id is not None:
        raise NotFound()
    return space.commission_id


def _own(work: Work, parts: tuple[PartOfMail, ...], language: str) -> dict[str, str]:
    """The commission's words for the parts, by key of the sentence. One statement."""
    rows = work.session.execute(
        select(Rewording.key, Rewording.texts).where(
            Rewording.commission_id == _commission_id(),
            Rewording.language == language,
            Rewording.key.in_([part.sentence.key for part in parts]),
        )
    )
    return {key: texts[0] for key, texts in rows if texts}


def _texts(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _original(part: PartOfMail, language: str) -> str:
    return catalogue_texts(language, part.sentence.message)[0]
