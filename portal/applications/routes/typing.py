"""Pages on which somebody types from a form filled in by hand: of the city and of the desk alike.

HTTP only: reads the request, calls one service, chooses the answer. ``Typing`` says whose pages.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.accounts.visitor import Space
from portal.applications.answer_input import read_seen
from portal.applications.answer_texts import local_lines, official_lines
from portal.applications.completeness import progress_of
from portal.applications.handwritten_files import ReceivedForm
from portal.applications.paper_words import page_list
from portal.applications.queries.city import ApplicationHead, Draft, application_head, draft
from portal.applications.queries.offline import PaperLine, paper_line
from portal.applications.routes.sent_section import (
    documents_of,
    revisions_after,
    section_of,
    sent_answers,
    sent_mark,
)
from portal.applications.routes.steps import StepItem
from portal.applications.section_page import field_views, new_page_mark, saved_text
from portal.applications.services.drafting import SaveResult
from portal.applications.services.typing_from_paper import (
    TypedSection,
    finish_typing,
    type_section,
)
from portal.applications.state_words import office_label
from portal.applications.workflow import State
from portal.calls.form import Section
from portal.calls.queries import GuidingText
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now, ngettext
from portal.core.unit_of_work import Work
from portal.web.htmx import fragment


@dataclass(frozen=True)
class Place:
    """The space a page stands in."""

    space: Space


@dataclass(frozen=True)
class Typing:
    """Who types from which form: ``city`` or ``desk``."""

    side: str
    space: Space
    reference: str
    paper_id: uuid.UUID

    def address(self, page: str, *, section: str | None = None) -> str:
        """Address of one of these pages on the same side."""
        return url_for(
            f"{self.side}.{page}",
            commission=self.space.code,
            reference=self.reference,
            paper_id=self.paper_id,
            section=section,
        )


@dataclass(frozen=True)
class _Page:
    head: ApplicationHead
    paper: PaperLine
    written: Draft
    section: Section
    documents: tuple[GuidingText, ...]


def add_pages(
    blueprint: Blueprint,
    address: str,
    right: Permission,
    typing_of: Callable[[str, uuid.UUID], Typing],
) -> None:
    """Hang the pages of one form on the blueprint of a side, each for those who hold ``right``.

    ``typing_of``: who types, by the reference and the form that an address names.
    """

    def handwritten(commission: str, reference: str, paper_id: uuid.UUID) -> ResponseReturnValue:
        """The scan beside what was typed from it."""
        return paper_page(typing_of(reference, paper_id))

    def handwritten_section(
        commission: str, reference: str, paper_id: uuid.UUID, section: str
    ) -> ResponseReturnValue:
        """One section to type, with the scan beside it."""
        return _section_page(typing_of(reference, paper_id), section)

    def save_handwritten_section(
        commission: str, reference: str, paper_id: uuid.UUID, section: str
    ) -> ResponseReturnValue:
        """Save what was typed and go on."""
        return _save_section_page(typing_of(reference, paper_id), section)

    def autosave_handwritten_section(
        commission: str, reference: str, paper_id: uuid.UUID, section: str
    ) -> ResponseReturnValue:
        """Save while somebody types."""
        return _autosave_section_page(typing_of(reference, paper_id), section)

    def finish_handwritten(
        commission: str, reference: str, paper_id: uuid.UUID
    ) -> ResponseReturnValue:
        """Say that all is typed."""
        return _finish_page(typing_of(reference, paper_id))

    one = f"{address}/section/<section>"
    blueprint.get(address)(requires(right)(handwritten))
    blueprint.get(one)(requires(right)(handwritten_section))
    blueprint.post(one)(requires(right)(save_handwritten_section))
    blueprint.post(f"{one}/autosave")(requires(right)(autosave_handwritten_section))
    blueprint.post(f"{address}/finish")(requires(right)(finish_handwritten))


def sent_files() -> list[tuple[str, bytes]]:
    """Name and content of the files of a form, as they were sent."""
    return [
        (upload.filename, upload.read())
        for upload in request.files.getlist("files")
        if upload.filename
    ]


def tell_of_pages(received: ReceivedForm) -> None:
    """Say which pages of a form nobody sent, and which came twice."""
    if received.missing:
        flash(
            ngettext(
                "Page %(pages)s of the form is missing. Send it as another form, so that nothing"
                " is left out.",
                "Pages %(pages)s of the form are missing. Send them as another form, so that"
                " nothing is left out.",
                len(received.missing),
                pages=page_list(received.missing),
            ),
            "warn",
        )
    if received.doubled:
        flash(
            ngettext(
                "Page %(pages)s of the form came more than once; all are kept.",
                "Pages %(pages)s of the form came more than once; all are kept.",
                len(received.doubled),
                pages=page_list(received.doubled),
            ),
            "info",
        )


def paper_page(typing: Typing, *, problem: object = "") -> str:
    """The scan, what was typed from it, and what is next."""
    with reading() as work:
        head = application_head(work, typing.reference)
        paper = paper_line(work, head.id, typing.paper_id)
        written = draft(work, head.id)
    language = language_now()
    return render_template(
        "applications/handwritten.html",
        place=Place(typing.space),
        typing=typing,
        head=head,
        paper=paper,
        sections=[
            (
                section,
                progress,
                [
                    (
                        field.label(language),
                        official_lines(field, _answer(written, section, field.key), language),
                        local_lines(field, _answer(written, section, field.key)),
                    )
                    for field in section.fields
                ],
            )
            for section, progress in zip(
                head.form.sections, progress_of(head.form, written.answers), strict=True
            )
        ],
        offices=office_label,
        is_frozen=head.state is not State.DRAFT,
        problem=problem,
    )


def _section_page(typing: Typing, section: str) -> str:
    """One section to type, with the scan beside it."""
    with reading() as work:
        page = _page(work, typing, section)
    return _render(typing, page, answers=page.written.answers.get(section, {}))


def _save_section_page(typing: Typing, section: str) -> ResponseReturnValue:
    """Save a section and go on, or show both texts where two people wrote."""
    with writing() as work:
        page = _page(work, typing, section)
        answers = sent_answers(page.section, page.documents)
        result = _save(work, page, typing, answers)
    if not result.is_whole:
        mine = {**page.written.answers.get(section, {}), **answers}
        return _render(typing, page, answers=mine, result=result), 409
    return redirect(_next(typing, page), 303)


def _autosave_section_page(typing: Typing, section: str) -> ResponseReturnValue:
    """Save while somebody types; the answer is the line that says when it was saved."""
    with writing() as work:
        page = _page(work, typing, section)
        result = _save(work, page, typing, sent_answers(page.section, page.documents))
    return fragment(
        "applications/_save_state.html",
        place=Place(typing.space),
        result=result,
        saved_at=saved_text(result.saved_at, result.saved_at, zone=typing.space.time_zone),
        fields=page.section.fields,
        seen=revisions_after(page.section, result),
        is_answer=True,
    )


def _finish_page(typing: Typing) -> ResponseReturnValue:
    """Say that all is typed."""
    try:
        with writing() as work:
            head = application_head(work, typing.reference)
            paper = finish_typing(work, head.id, typing.paper_id)
            is_for_city = paper.is_typed_for_city
    except (Invalid, Conflict) as error:
        return paper_page(typing, problem=error.message), error.status
    if is_for_city and typing.side == "desk":
        flash(_("The city has been asked to compare and to confirm."), "ok")
    else:
        flash(_("The form is marked as typed."), "ok")
    return redirect(typing.address("handwritten"), 303)


def _page(work: Work, typing: Typing, key: str) -> _Page:
    head = application_head(work, typing.reference)
    chosen = section_of(head, key)
    return _Page(
        head=head,
        paper=paper_line(work, head.id, typing.paper_id),
        written=draft(work, head.id),
        section=chosen,
        documents=documents_of(work, head, chosen),
    )


def _save(work: Work, page: _Page, typing: Typing, answers: dict[str, Any]) -> SaveResult:
    typed = TypedSection(
        section=page.section.key,
        answers=answers,
        seen=read_seen(page.section, request.form),
        page=sent_mark(),
    )
    return type_section(work, page.head.id, typing.paper_id, typed)


def _render(
    typing: Typing, page: _Page, *, answers: dict[str, Any], result: SaveResult | None = None
) -> str:
    key, head = page.section.key, page.head
    seen = result.revisions if result else page.written.revisions.get(key, {})
    conflicts = result.conflicts if result else ()
    views = field_views(
        page.section,
        answers,
        seen,
        language=language_now(),
        version=head.form.version,
        conflicts=conflicts,
    )
    progress = progress_of(head.form, page.written.answers)
    return render_template(
        "applications/typing.html",
        place=Place(typing.space),
        typing=typing,
        head=head,
        paper=page.paper,
        section=page.section,
        views=views,
        conflicts=conflicts,
        seen_of=seen,
        documents=page.documents,
        steps=[
            StepItem(
                label=section.title(language_now()),
                href=typing.address("handwritten_section", section=section.key),
                state="now" if section.key == key else "done" if not done.problems else "",
            )
            for section, done in zip(head.form.sections, progress, strict=True)
        ],
        saved_at=saved_text(page.written.saved_at, clock.now(), zone=head.time_zone),
        page_mark=new_page_mark(),
        is_frozen=head.state is not State.DRAFT,
    )


def _next(typing: Typing, page: _Page) -> str:
    keys = [section.key for section in page.head.form.sections]
    stays = request.form.get("then") == "stay" or "take" in request.form
    position = keys.index(page.section.key) + (0 if stays else 1)
    if position == len(keys) or request.form.get("then") == "back":
        return typing.address("handwritten")
    return typing.address("handwritten_section", section=keys[position])


def _answer(written: Draft, section: Section, field: str) -> Any:
    return written.answers.get(section.key, {}).get(field)
