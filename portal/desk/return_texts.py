"""A commission's own texts to ask for completion with: kept, changed, removed."""

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, func, select

from portal.accounts.roles import Permission
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import joined
from portal.core.i18n import lazy_gettext as _l
from portal.core.placeholders import unknown_places
from portal.core.unit_of_work import Work
from portal.desk.completion import PLACES
from portal.desk.models import ReturnText

LONGEST_TEXT = 4000
MOST_TEXTS = 30


def keep_return_text(
    work: Work,
    commission_id: int,
    *,
    text_id: uuid.UUID | None,
    title: str,
    wordings: Mapping[str, str],
) -> ReturnText:
    """Keep a new text (``text_id`` None) or change one. ``wordings``: ``{language: text}``.

    Raises Invalid without title or words, for an unknown place in braces or a title that is taken,
    NotFound, NotAllowed.
    """
    _check_may(work)
    title = " ".join(title.split())
    if not title:
        raise Invalid(_l("Give the text a title, so that colleagues find it."), field="title")
    kept = {language: text.strip() for language, text in wordings.items() if text.strip()}
    if not kept:
        raise Invalid(_l("Write the text in at least one language."), field=_first(wordings))
    for language, text in kept.items():
        _check(language, text)
    _check_title(work, title, text_id)
    row = work.session.get(ReturnText, (commission_id, text_id)) if text_id else None
    if row is None:
        if text_id is not None:
            raise NotFound()
        if (work.session.scalar(select(func.count(ReturnText.id))) or 0) >= MOST_TEXTS:
            raise Conflict(
                _l("There are %(limit)s texts already. Remove one first.", limit=MOST_TEXTS)
            )
        row = ReturnText(id=new_id(), commission_id=commission_id)
        work.session.add(row)
    row.title, row.wordings = title, kept
    row.updated_at, row.updated_by = work.now, work.actor.name
    work.session.flush()
    return row


def remove_return_text(work: Work, text_id: uuid.UUID) -> None:
    """Remove a text; what was sent with it stays as it was sent. Raises NotFound, NotAllowed."""
    _check_may(work)
    removed = work.session.execute(
        delete(ReturnText).where(ReturnText.id == text_id).returning(ReturnText.id)
    ).first()
    if removed is None:
        raise NotFound()


def _check_may(work: Work) -> None:
    if Permission.COMMISSION_SETTINGS not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))


def _first(wordings: Mapping[str, str]) -> str:
    return f"text_{next(iter(wordings), '')}"


def _check(language: str, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            _l("Shorten the text to %(limit)s characters.", limit=LONGEST_TEXT),
            field=f"text_{language}",
        )
    unknown = unknown_places(text, PLACES)
    if unknown:
        raise Invalid(
            _l(
                "Nothing stands for %(names)s. Use the places named above, or write the words out.",
                names=joined("{" + name + "}" for name in unknown),
            ),
            field=f"text_{language}",
        )


def _check_title(work: Work, title: str, text_id: uuid.UUID | None) -> None:
    taken = work.session.scalar(
        select(ReturnText.id).where(ReturnText.title == title, ReturnText.id != text_id)
        if text_id
        else select(ReturnText.id).where(ReturnText.title == title)
    )
    if taken is not None:
        raise Invalid(_l("Another text has this title. Choose a different one."), field="title")
