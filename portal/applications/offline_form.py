"""From the form's data and a draft to the values of the PDF to fill in. No rule, no byte of PDF."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from portal.applications.answer_texts import unit_name
from portal.applications.bilingual import Bilingual
from portal.applications.offline_answers import form_values, own_rows
from portal.calls.form import Field, FieldKind, Form, Section
from portal.calls.queries import GuidingText
from portal.commissions.models import Commission
from portal.core.i18n import INTERFACE_LANGUAGES, day, direction, in_language
from portal.core.i18n import gettext as _
from portal.documents.form_values import Label
from portal.documents.offline_form import FieldFacts, OfflineForm

_LINES_ON_SCREEN = {"official": 18, "local": 12}
_LINES_BY_HAND = {"official": 22, "local": 14}
_SPACE_FOR_HAND = 2
"""Times the lines of a short text: people write larger than they type."""

_Named = tuple[str, str, bool, int | None]
"""Name of a field, what it is called, whether it has several lines, its longest text."""


@dataclass(frozen=True)
class OfflineFacts:
    """All that one copy of the form says."""

    form: Form
    commission: Commission
    guiding_documents: tuple[GuidingText, ...]
    call_titles: Mapping[str, str]
    answers: Mapping[str, Mapping[str, Any]]
    language: str
    about: str
    """City and reference; the call on a blank form."""
    address: str
    token: str
    made_at: datetime
    by_hand: bool


def languages_of(commission: Commission) -> tuple[str, ...]:
    """The commission's languages as far as the form speaks them; at least one."""
    own = tuple(code for code in commission.languages if code in INTERFACE_LANGUAGES)
    return own or (commission.official_language,)


def offline_form(facts: OfflineFacts) -> OfflineForm:
    """The values of the PDF in the official language beside the chosen one."""
    words = Bilingual(facts.language, facts.commission.official_language)
    return OfflineForm(
        language=facts.language,
        direction=direction(facts.language),
        values=_values(facts, words),
        fields=_facts_of_fields(facts, words),
        token=facts.token,
        made_at=facts.made_at,
        by_hand=facts.by_hand,
    )


def _values(facts: OfflineFacts, words: Bilingual) -> dict[str, object]:
    title = words.said(
        lambda: (
            _("Application for membership: form to fill in by hand")
            if facts.by_hand
            else _("Application for membership: form to fill in on screen")
        )
    )
    return {
        "official": words.official,
        "title": asdict(title),
        "commission": asdict(words.name_of(facts.commission)),
        "about": facts.about,
        "call": asdict(words.of(facts.call_titles)),
        "version": facts.form.version,
        "made_on": day(facts.made_at, words.language),
        "address": facts.address,
        "steps": [asdict(words.said(step)) for step in _steps(facts)],
        "texts": _texts(words),
        "sections": [_section(section, facts, words) for section in facts.form.sections],
    }


def _steps(facts: OfflineFacts) -> list[Any]:
    if facts.by_hand:
        fill = [lambda: _("Write clearly, with a dark pen. Leave empty what you do not know yet.")]
        send = lambda: _(  # noqa: E731 - said later, once per language
            "Scan or photograph all pages and add them to the city's application under “Fill in"
            " offline”. Without an account, give the form to your National Commission: it can"
            " enter the answers for you."
        )
    else:
        fill = [
            lambda: _("Open this file in a PDF program, fill in the fields and save the file."),
            lambda: _("Save it with “Save”; a file printed to a new PDF has no fields any more."),
        ]
        send = lambda: _(  # noqa: E731
            "Send it back in the city's application under “Fill in offline”. You will see each"
            " answer beside the one that stands there, and nothing is replaced without your word."
        )
    last = lambda: _("Attachments are added online, and the mayor signs the official print.")  # noqa: E731
    return [*fill, send, last]


def _texts(words: Bilingual) -> dict[str, object]:
    texts: dict[str, object] = {
        "version": asdict(words.said(lambda: _("Form version"))),
        "optional": asdict(words.said(lambda: _("optional"))),
        "figure": asdict(words.said(lambda: _("Figure"))),
        "year": asdict(words.said(lambda: _("Year"))),
        "not_available": asdict(words.said(lambda: _("Not available"))),
        "own": asdict(words.said(lambda: _("A challenge of your own"))),
        "declare": asdict(words.said(lambda: _("We declare this."))),
    }
    with in_language(words.language):
        texts["page_of"] = _("Page {page} of {pages}")
    return texts


def _section(section: Section, facts: OfflineFacts, words: Bilingual) -> dict[str, object]:
    return {
        "title": asdict(words.of(section.titles)),
        "introduction": asdict(words.of(section.introductions)),
        "blocks": [
            _block(field, facts.answers.get(section.key, {}).get(field.key), facts, words)
            for field in section.fields
        ],
    }


def _block(field: Field, value: Any, facts: OfflineFacts, words: Bilingual) -> dict[str, object]:
    block: dict[str, object] = {
        "name": field.key,
        "label": asdict(words.of(field.labels)),
        "hint": asdict(words.of(field.hints)),
        "is_required": field.is_required,
    }
    options = [
        {"key": option.key, "label": asdict(words.of(option.labels))} for option in field.options
    ]
    match field.kind:
        case FieldKind.LONG_TEXT:
            return {**block, "kind": "long", "parts": _parts(field, facts, words)}
        case FieldKind.STATISTIC:
            unit = words.said(lambda: unit_name(field.unit)) if field.unit else Label("")
            return {**block, "kind": "statistic", "unit": asdict(unit)}
        case FieldKind.CHOICE | FieldKind.CHOICES:
            single = field.kind is FieldKind.CHOICE
            return {**block, "kind": "options", "options": options, "is_single": single}
        case FieldKind.MATRIX:
            return {**block, "kind": "matrix", "options": options, "own": own_rows(value)}
        case FieldKind.DECLARATION:
            return {**block, "kind": "declaration", "documents": _documents(field, facts, words)}
        case _:
            return {**block, "kind": "short", "lines": _lines(field, facts)}


def _lines(field: Field, facts: OfflineFacts) -> int:
    return field.lines * _SPACE_FOR_HAND if facts.by_hand and field.lines > 1 else field.lines


def _parts(field: Field, facts: OfflineFacts, words: Bilingual) -> list[dict[str, object]]:
    """The official text, and the draft in the city's own language where there is another."""
    lines = _LINES_BY_HAND if facts.by_hand else _LINES_ON_SCREEN
    official = words.said(lambda: _official_caption(field, words.official))
    parts: list[dict[str, object]] = [
        {"name": f"{field.key}/official", "label": asdict(official), "lines": lines["official"]}
    ]
    if _has_local(facts):
        local = words.said(lambda: _("Draft in your own language"))
        parts.append(
            {"name": f"{field.key}/local", "label": asdict(local), "lines": lines["local"]}
        )
    return parts


def _has_local(facts: OfflineFacts) -> bool:
    return any(code != facts.commission.official_language for code in facts.commission.languages)


def _official_caption(field: Field, official: str) -> str:
    name = {"en": _("English"), "fr": _("French")}[official]
    if field.word_limit is None:
        return _("Official text in %(language)s", language=name)
    return _(
        "Official text in %(language)s, up to %(limit)s words",
        language=name,
        limit=field.word_limit,
    )


def _documents(field: Field, facts: OfflineFacts, words: Bilingual) -> list[str]:
    if not field.names_guiding_documents:
        return []
    return [
        f"{words.of(document.titles).text} ({document.version})"
        for document in facts.guiding_documents
    ]


def _facts_of_fields(facts: OfflineFacts, words: Bilingual) -> dict[str, FieldFacts]:
    """Each field of the PDF: what it is called for a screen reader, and what stands in it."""
    values = form_values(facts.form, facts.answers, words.language)
    found: dict[str, FieldFacts] = {}
    for section, field in facts.form.fields():
        value = facts.answers.get(section.key, {}).get(field.key)
        for name, said, is_area, limit in _named(field, value, facts, words):
            found[name] = FieldFacts(said, values.get(name, ""), is_area, limit)
    return found


def _named(field: Field, value: Any, facts: OfflineFacts, words: Bilingual) -> list[_Named]:
    key, title = field.key, words.of(field.labels).text
    options = {option.key: words.of(option.labels).text for option in field.options}
    with in_language(words.language):
        match field.kind:
            case FieldKind.LONG_TEXT:
                return [
                    (str(part["name"]), f"{title}: {part['label']['text']}", True, None)  # type: ignore[index]
                    for part in _parts(field, facts, words)
                ]
            case FieldKind.STATISTIC:
                parts = {"value": _("Figure"), "year": _("Year"), "na": _("Not available")}
                return [
                    (f"{key}/{part}", f"{title}: {said}", False, None)
                    for part, said in parts.items()
                ]
            case FieldKind.CHOICES:
                return [
                    (f"{key}/{option}", f"{title}: {said}", False, None)
                    for option, said in options.items()
                ]
            case FieldKind.MATRIX:
                own = _("A challenge of your own")
                rows: list[_Named] = [
                    (f"{key}/row/{option}", f"{said}: 1–5", False, None)
                    for option, said in options.items()
                ]
                for row in range(own_rows(value)):
                    rows.append(
                        (f"{key}/own/{row}/label", f"{own} ({row + 1})", False, field.max_length)
                    )
                    rows.append((f"{key}/own/{row}/degree", f"{own} ({row + 1}): 1–5", False, None))
                return rows
            case FieldKind.CHOICE | FieldKind.DECLARATION:
                return [(key, title, False, None)]
            case _:
                return [(key, title, field.lines > 1, field.max_length)]
