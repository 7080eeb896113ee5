"""Which text a letter has now, and which it had before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.core.unit_of_work import Work
from portal.letters.kinds import LetterKind
from portal.letters.models import LetterText


@dataclass(frozen=True)
class Wording:
    """A version of a letter's text; version 0 is the portal's own."""

    language: str
    version: int
    title: str
    body: str
    is_default: bool
    written_at: datetime | None = None
    written_by: str = ""


def text_now(work: Work, kind: LetterKind, language: str) -> Wording:
    """The text that holds in a language in the commission of the scope."""
    versions = text_versions(work, kind, language, newest=1)
    return versions[0] if versions else _own(kind, language)


def texts_now(work: Work, kind: LetterKind, languages: tuple[str, ...]) -> dict[str, Wording]:
    """The texts that hold, by language, in one statement."""
    rows = work.session.scalars(
        select(LetterText)
        .where(LetterText.kind == kind.code, LetterText.language.in_(languages))
        .ext(distinct_on(LetterText.language))
        .order_by(LetterText.language, LetterText.version.desc())
    )
    written = {row.language: _wording(row) for row in rows}
    return {each: written.get(each) or _own(kind, each) for each in languages}


def text_versions(
    work: Work, kind: LetterKind, language: str, *, newest: int = 200
) -> list[Wording]:
    """The versions that were written, newest first."""
    rows = work.session.scalars(
        select(LetterText)
        .where(LetterText.kind == kind.code, LetterText.language == language)
        .order_by(LetterText.version.desc())
        .limit(newest)
    )
    return [_wording(row) for row in rows]


def _wording(row: LetterText) -> Wording:
    return Wording(
        language=row.language,
        version=row.version,
        title=row.title,
        body=row.body,
        is_default=row.is_default,
        written_at=row.written_at,
        written_by=row.written_by,
    )


def _own(kind: LetterKind, language: str) -> Wording:
    title, body = kind.default_in(language)
    return Wording(language, 0, title, body, is_default=True)
