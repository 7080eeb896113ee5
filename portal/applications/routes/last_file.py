"""Beside a draft: the city's earlier application, what was said of it, what is new in the form."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires
from portal.accounts.roles import Permission
from portal.applications.answer_texts import all_lines
from portal.applications.carrying_over import (
    Change,
    copied_answers,
    form_changes,
    proposed_statistics,
)
from portal.applications.completeness import is_answered
from portal.applications.queries.city import ApplicationHead, Draft, application_head, draft
from portal.applications.queries.last_file import LastFile, last_file, words_of_the_commission
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.workflow import State
from portal.calls.form import FieldKind, Section
from portal.core.errors import NotFound
from portal.core.i18n import language_now


@dataclass(frozen=True)
class SectionCopied:
    """What one section of the new application began with."""

    section: Section
    copied: int
    """Answers that were copied."""
    to_confirm: tuple[tuple[str, str], ...]
    """Key and label of figures that wait for a person's word."""
    declares_anew: bool


@blueprint.get("/<reference>/last-file")
@requires(Permission.DRAFT_READ)
def last_application(commission: str, reference: str) -> ResponseReturnValue:
    """What was copied, what the commission said last time, what changed in the form."""
    with reading() as work:
        head = application_head(work, reference)
        last = last_file(work, head.copied_from_id)
        if last is None:
            raise NotFound()
        messages = words_of_the_commission(work, head.copied_from_id)
        written = draft(work, head.id)
    return render_template(
        "applications/last_file.html",
        place=city_here(),
        head=head,
        last=last,
        messages=messages,
        changes=_changes(head, last),
        sections=_sections(head, last, written),
        is_frozen=head.state is not State.DRAFT,
    )


def _changes(head: ApplicationHead, last: LastFile) -> list[dict[str, Any]]:
    """Fields that are not the same, with the old answer where the question was dropped."""
    language = language_now()
    given = {key: value for values in last.answers.values() for key, value in values.items()}
    return [
        {
            "change": each.change,
            "section": each.section,
            "field": each.field,
            "label": each.field.label(language),
            "sentences": each.sentences,
            "lines": all_lines(each.field, given.get(each.field.key), language)
            if each.change is Change.DROPPED
            else (),
        }
        for each in form_changes(last.form, head.form)
    ]


def _sections(head: ApplicationHead, last: LastFile, written: Draft) -> list[SectionCopied]:
    copied = copied_answers(last.form, head.form, last.answers)
    figures = proposed_statistics(last.form, head.form, last.answers)
    language = language_now()
    return [
        SectionCopied(
            section=section,
            copied=len(copied.get(section.key, {})),
            to_confirm=tuple(
                (field.key, field.label(language))
                for field in section.fields
                if field.key in figures
                and not is_answered(field, written.answers.get(section.key, {}).get(field.key))
            ),
            declares_anew=any(field.kind is FieldKind.DECLARATION for field in section.fields),
        )
        for section in head.form.sections
    ]
