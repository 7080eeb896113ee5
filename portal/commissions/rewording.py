"""Sentences that a commission says in words of its own, on its pages and in its mails.

A commission that has none costs nothing: its time of the last change, which every page reads with
the space, is 0. Each process keeps the words of a space until that time is another.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, SelectBase, select

from portal.commissions.models import Commission, Rewording
from portal.commissions.services import commission_to_change
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES, Wordings, joined, plural_examples
from portal.core.i18n import lazy_gettext as _l
from portal.core.sentences import Sentence, placeholders_of, sentences
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work, read_alone

LONGEST_WORDING = 2000
"""Characters of one form of a sentence."""


def reword(
    work: Work, commission_id: int, *, key: str, language: str, texts: Sequence[str]
) -> Rewording:
    """Say a sentence in other words, one text for each form of its plural; all empty: as before.

    Raises Invalid naming the field ``text_0`` and so on, NotFound for an unknown sentence.
    """
    sentence = sentence_of(key, language)
    checked = checked_texts(sentence, language, texts)
    commission = commission_to_change(work, commission_id)
    row = work.session.get(Rewording, (commission_id, language, sentence.key))
    if row is None:
        row = Rewording(commission_id=commission_id, language=language, key=sentence.key)
        work.session.add(row)
    row.context, row.message, row.texts = sentence.context, sentence.message, list(checked)
    row.changed_at = work.now
    milliseconds = int(work.now.timestamp() * 1000)
    commission.wording_revision = max(commission.wording_revision + 1, milliseconds)
    work.session.flush()
    return row


def sentence_of(key: str, language: str) -> Sentence:
    """The sentence of a key in an address. Raises NotFound."""
    found = sentences().get(key)
    if found is None or language not in INTERFACE_LANGUAGES:
        raise NotFound()
    return found


def checked_texts(sentence: Sentence, language: str, texts: Sequence[str]) -> tuple[str, ...]:
    """The forms tidied up; none if all are empty. Raises Invalid naming the form that is wrong."""
    tidy = tuple(" ".join(text.split()) for text in texts)
    if not any(tidy):
        return ()
    wanted = len(plural_examples(language)) if sentence.plural else 1
    if len(tidy) != wanted:
        raise NotFound()
    for number, text in enumerate(tidy):
        _check(sentence, text, field=f"text_{number}")
    return tidy


def _check(sentence: Sentence, text: str, *, field: str) -> None:
    if not text:
        raise Invalid(_l("Write every form of the sentence, or leave all empty."), field=field)
    if len(text) > LONGEST_WORDING:
        raise Invalid(
            _l("The text holds up to %(limit)s characters.", limit=LONGEST_WORDING), field=field
        )
    used, known = set(placeholders_of(text)), set(sentence.placeholders)
    needed = set(placeholders_of(sentence.message)) & set(
        placeholders_of(sentence.plural or sentence.message)
    )
    if missing := needed - used:
        raise Invalid(
            _l("These placeholders are missing: %(names)s.", names=joined(sorted(missing))),
            field=field,
        )
    if unknown := used - known:
        raise Invalid(
            _l("These placeholders have no value here: %(names)s.", names=joined(sorted(unknown))),
            field=field,
        )
    rest = text
    for placeholder in used:
        rest = rest.replace(placeholder, "")
    if set(rest) & set("<>%"):
        raise Invalid(
            _l("The signs <, > and a percent sign outside of a placeholder cannot be used."),
            field=field,
        )


def wordings_of(commission_id: int, revision: int) -> Wordings | None:
    """A commission's own words as of a time of change; one statement after each change."""
    if not revision:
        return None
    kept = _kept.get(commission_id)
    if kept is None or kept[0] != revision:
        kept = _read(commission_id)
        _kept[commission_id] = kept
    return kept[1]


def wordings_for(work: Work, commission_id: int) -> Wordings | None:
    """The same for whoever has not read the time of change. One statement or two."""
    revision = work.session.scalar(
        select(Commission.wording_revision).where(Commission.commission_id == commission_id)
    )
    return wordings_of(commission_id, revision or 0)


_kept: dict[int, tuple[int, Wordings]] = {}


def _statement() -> SelectBase:
    mine: Any = given("commission_id", type_=Integer())
    return (
        select(
            Commission.wording_revision,
            Rewording.language,
            Rewording.context,
            Rewording.message,
            Rewording.texts,
        )
        .join(Rewording, Rewording.commission_id == Commission.commission_id)
        .where(Commission.commission_id == mine)
    )


_WORDS = Prepared(_statement)


def _read(commission_id: int) -> tuple[int, Wordings]:
    rows = read_alone(_WORDS, commission_id=commission_id)
    texts: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {}
    for _revision, language, context, message, forms in rows:
        if forms:
            texts.setdefault(language, {})[context, message] = tuple(forms)
    revision = rows[0][0] if rows else 0
    return revision, Wordings(f"{commission_id}.{revision}", texts)


def with_proposal(
    wordings: Wordings | None, language: str, proposed: dict[tuple[str, str], tuple[str, ...]]
) -> Wordings:
    """The wordings as they would be with what is proposed: for a preview, kept nowhere."""
    texts = dict(wordings.texts) if wordings else {}
    texts[language] = {**texts.get(language, {}), **proposed}
    return Wordings("preview", texts)
