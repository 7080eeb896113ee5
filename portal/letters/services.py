"""How a commission words its letters: a new version each time, and a way back."""

from portal.accounts.roles import Permission
from portal.commissions.models import Commission
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.letters.kinds import LetterKind
from portal.letters.models import LetterText
from portal.letters.placeholders import check
from portal.letters.queries import text_now

LONGEST_TITLE, LONGEST_BODY = 250, 6000
"""Characters: a title of two lines, a body of two pages."""


def write_text(
    work: Work,
    commission_id: int,
    *,
    kind: LetterKind,
    language: str,
    title: str,
    body: str,
    seen_version: int,
) -> LetterText:
    """Add a version of a letter's text; letters made from now on use it.

    Raises Invalid naming what is wrong with the text, Conflict if a colleague was faster.
    """
    title, body = " ".join(title.split()), _paragraphs(body)
    _lock(work, commission_id)
    check_text(kind, title=title, body=body)
    return _add(work, commission_id, kind, language, (title, body), seen_version, is_default=False)


def restore_default(
    work: Work, commission_id: int, *, kind: LetterKind, language: str, seen_version: int
) -> LetterText:
    """Go back to the portal's own text, as one more version. Raises Conflict as ``write_text``."""
    _lock(work, commission_id)
    text = kind.default_in(language)
    return _add(work, commission_id, kind, language, text, seen_version, is_default=True)


def check_text(kind: LetterKind, *, title: str, body: str) -> None:
    """Raise Invalid naming the field if a text cannot be that of a letter of this kind."""
    if not title.strip():
        raise Invalid(_l("Give the letter a subject."), field="title")
    if not body.strip():
        raise Invalid(_l("Write the text of the letter."), field="body")
    for text, limit, field in ((title, LONGEST_TITLE, "title"), (body, LONGEST_BODY, "body")):
        if len(text) > limit:
            raise Invalid(
                _l("The text holds up to %(limit)s characters.", limit=limit), field=field
            )
        check(text, kind.placeholders, field=field)


def _lock(work: Work, commission_id: int) -> None:
    """Let one person after the other change the texts of a commission."""
    if Permission.COMMISSION_SETTINGS not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    if work.session.get(Commission, commission_id, with_for_update=True) is None:
        raise NotFound()


def _add(
    work: Work,
    commission_id: int,
    kind: LetterKind,
    language: str,
    text: tuple[str, str],
    seen_version: int,
    *,
    is_default: bool,
) -> LetterText:
    if text_now(work, kind, language).version != seen_version:
        raise Conflict(
            _l(
                "A colleague has changed this text meanwhile. Look at what is written now, then"
                " change it."
            )
        )
    title, body = text
    added = LetterText(
        commission_id=commission_id,
        kind=kind.code,
        language=language,
        version=seen_version + 1,
        title=title,
        body=body,
        is_default=is_default,
        written_at=work.now,
        written_by=work.actor.name,
    )
    work.session.add(added)
    work.session.flush()
    return added


def _paragraphs(text: str) -> str:
    """Lines without blanks at their ends, at most one empty line between paragraphs."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return "\n".join(kept)
