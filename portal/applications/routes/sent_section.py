"""One section of the form as its page sends it: written by the city, or typed from paper.

HTTP only: reads the request. What it says is stored by the services, and only by them.
"""

from typing import Any

from flask import request

from portal.applications.answer_input import read_answers, read_seen
from portal.applications.queries.city import ApplicationHead
from portal.applications.services.drafting import SaveResult
from portal.calls.form import FieldKind, Section
from portal.calls.queries import GuidingText, guiding_texts
from portal.core.errors import NotFound
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work


def section_of(head: ApplicationHead, key: str) -> Section:
    """The section an address names. Raises NotFound."""
    for section in head.form.sections:
        if section.key == key:
            return section
    raise NotFound()


def documents_of(work: Work, head: ApplicationHead, section: Section) -> tuple[GuidingText, ...]:
    """The documents of the call, if a declaration of the section adopts them; else none."""
    if not any(field.names_guiding_documents for field in section.fields):
        return ()
    return guiding_texts(work, head.guiding_document_ids)


def sent_answers(section: Section, documents: tuple[GuidingText, ...]) -> dict[str, Any]:
    """Answers of the request; a declaration names the versions of what it adopts.

    Without the one whose other text the writer takes.
    """
    answers = read_answers(section, request.form, language=language_now())
    versions = [{"id": text.id, "version": text.version} for text in documents]
    for field in section.fields:
        if field.kind is FieldKind.DECLARATION and field.names_guiding_documents:
            agreed = answers[field.key]["agreed"]
            answers[field.key] = {"agreed": agreed, "documents": versions if agreed else []}
    answers.pop(request.form.get("take", ""), None)
    return answers


def sent_mark() -> str:
    """The mark of the open page the request comes from."""
    return request.form.get("page", "")[:40]


def revisions_after(section: Section, result: SaveResult) -> dict[str, int]:
    """What an open page has seen after a save: of a contradicted answer still the older one."""
    seen = read_seen(section, request.form)
    contradicted = {conflict.field for conflict in result.conflicts}
    return {
        field.key: seen[field.key]
        if field.key in contradicted
        else result.revisions.get(field.key, 0)
        for field in section.fields
    }
