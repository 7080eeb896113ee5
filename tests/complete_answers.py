"""Answers that leave nothing of a form open, for drafts that are to be frozen."""

from typing import Any

from portal.applications.mandates import ORGANISATION_FIELD
from portal.calls.form import Field, FieldKind, parse_form
from portal.calls.models import GuidingDocument
from portal.calls.services import form_definition
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Nobody


def complete_answers() -> dict[str, dict[str, Any]]:
    """An answer to every field of the official form, good enough to freeze."""
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        versions = [
            {"id": document.id, "version": document.version}
            for document in work.session.query(GuidingDocument)
        ]
    return answers_naming(versions)


def answers_naming(versions: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """An answer to every field; the declarations name these versions of guiding documents."""
    form = parse_form(form_definition())
    found: dict[str, dict[str, Any]] = {section.key: {} for section in form.sections}
    for section, field in form.fields():
        documents = versions if field.names_guiding_documents else []
        found[section.key][field.key] = _answer(field, documents)
    section_key, organisation = ORGANISATION_FIELD
    found[section_key][organisation] = ""  # the city authority itself applies: no mandate
    return found


def _answer(field: Field, documents: list[dict[str, str]]) -> Any:
    match field.kind:
        case FieldKind.EMAIL:
            return "contact@city.example"
        case FieldKind.URL | FieldKind.LINKS:
            return "https://city.example"
        case FieldKind.PHONE:
            return "+254 20 555 0142"
        case FieldKind.CHOICE:
            return field.options[0].key
        case FieldKind.CHOICES:
            return [field.options[0].key]
        case FieldKind.NUMBER:
            return "12"
        case FieldKind.STATISTIC:
            return {"value": "120000", "year": "2025", "not_available": False}
        case FieldKind.LONG_TEXT:
            return {"official": "Learning for everybody, all through life.", "local": ""}
        case FieldKind.MATRIX:
            return {"rows": {option.key: "3" for option in field.options}, "own": []}
        case FieldKind.DECLARATION:
            return {"agreed": True, "documents": documents}
        case _:
            return "Achieng"
