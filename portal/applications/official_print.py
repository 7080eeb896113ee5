"""From a frozen submission to the values of its official print. No rule, no byte of PDF here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.applications.attached_kinds import frozen_kind, kind_label
from portal.applications.bilingual import Bilingual
from portal.applications.handwritten_words import paper_story
from portal.applications.models import Application, Submission
from portal.applications.offline_models import PaperForm
from portal.applications.print_city import city_sections
from portal.applications.print_texts import print_texts
from portal.calls.form import Field, FieldKind, Form
from portal.calls.models import Call
from portal.calls.queries import GuidingText
from portal.commissions.models import City, Commission
from portal.core.i18n import day, direction, gettext, in_language, ngettext, number
from portal.documents.form_values import (
    Answer,
    ApplicationPrint,
    AttachedFile,
    AttachmentsAnswer,
    DeclarationAnswer,
    Label,
    LongAnswer,
    RatingAnswer,
    Section,
    Signatory,
    StatisticAnswer,
    TextAnswer,
)


@dataclass(frozen=True)
class PrintFacts:
    """All that a print of one submission says, before it is laid out."""

    application: Application
    submission: Submission
    call: Call
    commission: Commission
    city: City
    form: Form
    guiding_documents: tuple[GuidingText, ...]
    answers_json: bytes
    signatory: Signatory
    base_url: str
    page_key: bytes
    made_at: datetime
    papers: tuple[PaperForm, ...] = ()
    """Forms filled in by hand from which answers were typed."""
    watermark: str | None = None


def application_print(facts: PrintFacts) -> ApplicationPrint:
    """The values of the print in the submission's language beside the official language."""
    language, official = facts.submission.language, facts.commission.official_language
    words = Bilingual(language, official)
    return ApplicationPrint(
        language=language,
        direction=direction(language),
        official_language=official,
        texts=print_texts(language=language, official=official),
        network_name=words.said(lambda: gettext("UNESCO Global Network of Learning Cities")),
        title=words.said(lambda: gettext("Application for membership")),
        call_title=words.of(facts.call.titles),
        commission_name=words.name_of(facts.commission),
        letterhead=tuple(line for line in facts.commission.letterhead.splitlines() if line),
        city_name=_city_name(facts),
        reference=facts.application.reference,
        submission_number=facts.submission.number,
        answers_digest=facts.submission.digest,
        answers_json=facts.answers_json,
        verification_code=facts.submission.verification_code,
        base_url=facts.base_url,
        page_key=facts.page_key,
        sections=(
            *city_sections(facts.submission.city, words),
            *_sections(facts, words),
            *_papers(facts, words),
            *_attachments(facts, words),
        ),
        mayor=Signatory(facts.submission.mayor_name, facts.submission.mayor_office),
        signatory=facts.signatory,
        made_at=facts.made_at,
        made_on=day(facts.made_at, language),
        watermark=facts.watermark,
    )


def _city_name(facts: PrintFacts) -> Label:
    """As at the freeze; prints made before cities were frozen carry the present name."""
    frozen = facts.submission.city
    name = frozen.get("name") or facts.city.name
    latin = frozen.get("latin_name") or facts.city.latin_name
    return Label(name, latin if latin != name else "")


def _sections(facts: PrintFacts, words: Bilingual) -> list[Section]:
    answers = facts.submission.answers
    return [
        Section(
            title=words.of(section.titles),
            answers=tuple(
                _answer(field, answers.get(section.key, {}).get(field.key), facts, words)
                for field in section.fields
            ),
        )
        for section in facts.form.sections
    ]


def _answer(field: Field, value: Any, facts: PrintFacts, words: Bilingual) -> Answer:
    title = words.of(field.labels)
    match field.kind:
        case FieldKind.LONG_TEXT:
            return LongAnswer(title, (value or {}).get("official") or None)
        case FieldKind.STATISTIC:
            return _statistic(title, value or {}, words)
        case FieldKind.MATRIX:
            return _ratings(title, field, value or {}, words)
        case FieldKind.DECLARATION:
            return _declaration(title, field, value or {}, facts, words)
        case FieldKind.CHOICE:
            return TextAnswer(title, _options(field, [value] if value else [], words))
        case FieldKind.CHOICES:
            return TextAnswer(title, _options(field, value or [], words))
        case _:
            return TextAnswer(title, value or None)


def _statistic(title: Label, value: dict[str, Any], words: Bilingual) -> StatisticAnswer:
    if value.get("not_available") or not value.get("value"):
        return StatisticAnswer(title, None)
    shown = number(float(value["value"]), words.language)
    year = str(value.get("year") or "")
    return StatisticAnswer(title, shown, int(year) if year.isdecimal() else None)


def _ratings(title: Label, field: Field, value: dict[str, Any], words: Bilingual) -> RatingAnswer:
    degrees = value.get("rows", {})
    rows = [
        (words.of(option.labels), int(degrees[option.key]) if degrees.get(option.key) else None)
        for option in field.options
    ]
    rows += [
        (Label(own["label"]), int(own["degree"]) if own.get("degree") else None)
        for own in value.get("own", [])
        if own.get("label")
    ]
    return RatingAnswer(title, tuple(rows))


def _declaration(
    title: Label, field: Field, value: dict[str, Any], facts: PrintFacts, words: Bilingual
) -> DeclarationAnswer:
    documents = facts.guiding_documents if field.names_guiding_documents else ()
    return DeclarationAnswer(
        label=title,
        statement=words.of(field.hints) if field.hints else title,
        documents=tuple(
            f"{document.title(words.official)} ({document.version})" for document in documents
        ),
        is_made=bool(value.get("agreed")),
    )


def _options(field: Field, keys: list[str], words: Bilingual) -> str | None:
    chosen = [words.of(option.labels).text for option in field.options if option.key in keys]
    return " · ".join(chosen) or None


def _papers(facts: PrintFacts, words: Bilingual) -> list[Section]:
    """Who typed from paper and who confirmed it: whoever signs is told."""
    typed = [paper for paper in facts.papers if paper.typed_at is not None]
    if not typed:
        return []
    title = words.said(lambda: gettext("Form filled in by hand"))
    with in_language(words.language):
        stories = tuple(
            TextAnswer(title, paper_story(paper, words.language, facts.commission.time_zone))
            for paper in typed
        )
    return [Section(title, stories)]


def _attachments(facts: PrintFacts, words: Bilingual) -> list[Section]:
    if not facts.submission.attachments:
        return []
    title = words.said(lambda: gettext("Attachments"))
    with in_language(words.language):
        files = tuple(
            _attached(facts.form, file, words.language) for file in facts.submission.attachments
        )
    return [Section(title, (AttachmentsAnswer(title, files),))]


def _attached(form: Form, file: dict[str, Any], language: str) -> AttachedFile:
    kilobytes = number(max(1, round(file["size_bytes"] / 1024)), language)
    pages = file.get("pages") or 1
    extent = ngettext(
        "%(num)s page, %(size)s KB", "%(num)s pages, %(size)s KB", pages, size=kilobytes
    )
    return AttachedFile(
        file["title"], kind_label(form, frozen_kind(file), language), extent, file["sha256"]
    )
