"""Writing the application: the list of sections, one page per section, autosave."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.city_fields import Suggestions, suggestions_for
from portal.accounts.roles import Permission
from portal.applications.answer_input import read_seen
from portal.applications.beginnings import NOTHING, Beginning, beginnings
from portal.applications.completeness import progress_of, warnings_of
from portal.applications.known_of_city import NAME, asks_for_known
from portal.applications.mandates import mandate_state, organisation_of
from portal.applications.queries.city import (
    ApplicationHead,
    Draft,
    application_head,
    city_itself,
    draft,
)
from portal.applications.queries.last_file import LastFile, last_file
from portal.applications.queries.offline import papers_to_confirm
from portal.applications.queries.papers import attachments
from portal.applications.queries.people import Colleague, colleagues
from portal.applications.queries.remarks import Talks, open_talks, talks_of
from portal.applications.queries.team import CommentLine, comments_of, open_comments
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.routes.commenting import take_comment
from portal.applications.routes.remarking import is_accompanied, take_remark
from portal.applications.routes.sent_section import (
    documents_of,
    revisions_after,
    section_of,
    sent_answers,
    sent_mark,
)
from portal.applications.routes.steps import section_steps
from portal.applications.section_page import field_views, new_page_mark, saved_text, text_counts
from portal.applications.services.city_facts import settle_at
from portal.applications.services.drafting import SaveResult, save_section
from portal.applications.services.mandating import facts_of, mandate_row
from portal.applications.services.presence import names_in, others_at_work
from portal.applications.workflow import State
from portal.calls.form import Form, Section
from portal.calls.queries import GuidingText
from portal.commissions.consortium import population_of
from portal.commissions.gazetteer import Place, place_of
from portal.commissions.models import City
from portal.commissions.positions import written_position
from portal.core import clock
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work
from portal.web.htmx import fragment


@blueprint.get("/<reference>")
@requires(Permission.DRAFT_READ)
def task_list(commission: str, reference: str) -> ResponseReturnValue:
    """All sections with how far they are, and what to do next."""
    here = city_here()
    with reading() as work:
        head = application_head(work, reference)
        written = draft(work, head.id)
        files = attachments(work, head.id)
        comments = open_comments(work, head.id)
        talks = open_talks(work, head.id) if is_accompanied(head) else {}
        others = others_at_work(work, head.id)
        mandate = facts_of(mandate_row(work, head.id))
        to_confirm = papers_to_confirm(work, head.id) if head.state is State.DRAFT else ()
    form = head.form
    progress = progress_of(form, written.answers)
    return render_template(
        "applications/task_list.html",
        place=here,
        head=head,
        form=form,
        written=written,
        sections=list(zip(form.sections, progress, strict=True)),
        files=files,
        comments=comments,
        talks=talks,
        is_accompanied=is_accompanied(head),
        mandate_state=mandate_state(
            mandate, organisation_of(written.answers), clock.now().date()
        ).value,
        at_work={key: names_in(others, key) for key in {one.section for one in others}},
        to_confirm=to_confirm,
        is_complete=all(not section.problems for section in progress),
    )


@blueprint.get("/<reference>/section/<section>")
@requires(Permission.DRAFT_READ)
def section(commission: str, reference: str, section: str) -> ResponseReturnValue:
    """One section to fill in; to read only, once the application is frozen."""
    with reading() as work:
        page = _page(work, reference, section)
        around = _around(work, page)
    return _render(page, around, answers=page.answers, seen=page.seen)


@blueprint.post("/<reference>/section/<section>")
@requires(Permission.APPLICATION_EDIT)
def save(commission: str, reference: str, section: str) -> ResponseReturnValue:
    """Save a section and go on, or show both texts where two people wrote."""
    with writing() as work:
        page = _page(work, reference, section)
        answers = _sent_answers(page)
        result = _save(work, page, answers)
        if result.is_whole and page.chosen_place:
            settle_at(work, page.head.city_id, page.chosen_place)
        commented = take_comment(work, page.head, page.section)
        talk = take_remark(work, page.head)
        around = _around(work, page) if not result.is_whole else None
    if around is not None:
        mine = {**page.answers, **answers}
        return _render(page, around, answers=mine, seen=result.revisions, result=result), 409
    if commented is not None or talk is not None:
        return redirect(
            url_for(
                "city.section",
                commission=commission,
                reference=reference,
                section=section,
                _anchor=f"{commented}-comments" if commented else f"talk-{talk}",
            ),
            303,
        )
    return redirect(_next_address(page), 303)


@blueprint.post("/<reference>/section/<section>/autosave")
@requires(Permission.APPLICATION_EDIT)
def autosave(commission: str, reference: str, section: str) -> ResponseReturnValue:
    """Save while somebody writes; the answer is the line that says when it was saved."""
    with writing() as work:
        page = _page(work, reference, section, shows_city=False)
        answers = _sent_answers(page)
        result = _save(work, page, answers)
    return fragment(
        "applications/_save_state.html",
        place=city_here(),
        result=result,
        saved_at=saved_text(result.saved_at, result.saved_at, zone=city_here().space.time_zone),
        fields=page.section.fields,
        seen=revisions_after(page.section, result),
        counts=text_counts(
            page.section,
            answers,
            official_language=page.head.official_language,
            sent=request.form,
        ),
        is_answer=True,
    )


@dataclass(frozen=True)
class _SectionPage:
    """What a section's page is made from."""

    head: ApplicationHead
    form: Form
    section: Section
    written: Draft
    documents: tuple[GuidingText, ...]
    last: LastFile | None
    """The earlier application it began with."""
    city: City | None
    """The city's record, where the section asks for something that may be known of it."""
    chosen_place: Place | None
    """The place that was chosen from the names proposed."""

    @property
    def answers(self) -> dict[str, Any]:
        """Stored answers of the section."""
        return self.written.answers.get(self.section.key, {})

    @property
    def seen(self) -> dict[str, int]:
        """Stored revisions of the section."""
        return self.written.revisions.get(self.section.key, {})


def _page(work: Work, reference: str, key: str, *, shows_city: bool = True) -> _SectionPage:
    head = application_head(work, reference)
    form = head.form
    chosen = section_of(head, key)
    return _SectionPage(
        head=head,
        form=form,
        section=chosen,
        written=draft(work, head.id),
        documents=documents_of(work, head, chosen),
        last=last_file(work, head.copied_from_id),
        city=city_itself(work, head.city_id) if shows_city and asks_for_known(chosen) else None,
        chosen_place=place_of(head.country, request.form.get("choose", "")),
    )


def _sent_answers(page: _SectionPage) -> dict[str, Any]:
    """Answers of the request, with what was chosen or accepted beside them."""
    answers = sent_answers(page.section, page.documents)
    if page.chosen_place and NAME in answers:
        answers[NAME] = page.chosen_place.name
    source, _mark, key = request.form.get("accept", "").partition(":")
    offer = _begins(page).get(key, NOTHING).offered(source)
    return {**answers, key: offer.value} if offer else answers


def _begins(page: _SectionPage) -> dict[str, Beginning]:
    return beginnings(
        page.form,
        page.section,
        page.answers,
        page.seen,
        last=page.last,
        national=page.head.national_answers,
        city=page.city,
        language=language_now(),
    )


def _save(work: Work, page: _SectionPage, answers: dict[str, Any]) -> SaveResult:
    return save_section(
        work,
        page.head.id,
        page.section.key,
        answers,
        read_seen(page.section, request.form),
        page=sent_mark(),
    )


@dataclass(frozen=True)
class _Around:
    """What the team does beside the answers."""

    comments: dict[str, list[CommentLine]]
    here: list[str]
    """Names of those who have this section open."""
    team: tuple[Colleague, ...]
    """Who may be told of a comment: the others."""
    talks: Talks
    """What the commission remarks, if it accompanies drafts."""


def _around(work: Work, page: _SectionPage) -> _Around:
    place = city_here()
    everybody = colleagues(work, place.commission_id, place.city_id)
    return _Around(
        comments=comments_of(work, page.head.id, page.section.key),
        here=names_in(others_at_work(work, page.head.id), page.section.key),
        team=tuple(one for one in everybody if one.person_id != work.actor.person_id),
        talks=talks_of(work, page.head.id, page.section.key) if is_accompanied(page.head) else {},
    )


def _render(
    page: _SectionPage,
    around: _Around,
    *,
    answers: dict[str, Any],
    seen: dict[str, int],
    result: SaveResult | None = None,
) -> str:
    conflicts = result.conflicts if result else ()
    progress = progress_of(page.form, page.written.answers)
    warnings = warnings_of(
        page.form,
        {**page.written.answers, page.section.key: answers},
        population_warning=page.head.population_warning,
    )
    keys = [section.key for section in page.form.sections]
    position = keys.index(page.section.key)
    is_frozen = page.head.state is not State.DRAFT
    may_write = Permission.APPLICATION_EDIT in city_here().space.permissions
    return render_template(
        "applications/section.html",
        place=city_here(),
        head=page.head,
        section=page.section,
        views=field_views(
            page.section,
            answers,
            seen,
            language=language_now(),
            version=page.form.version,
            conflicts=conflicts,
            begins=_begins(page),
            shows_missing="check" in request.args,
        ),
        conflicts=conflicts,
        seen_of=seen,
        documents=page.documents,
        city=page.city,
        population=population_of(page.city) if page.city else None,
        lies_at=written_position(page.city) if page.city else "",
        found=_places_named(page, answers),
        last=page.last,
        shows_examples=page.head.state is State.DRAFT,
        steps=section_steps(page.head, progress, current=page.section.key),
        position=position + 1,
        previous=keys[position - 1] if position else None,
        following=keys[position + 1] if position + 1 < len(keys) else None,
        warnings=[warning for warning in warnings if warning.section == page.section.key],
        saved_at=saved_text(page.written.saved_at, clock.now(), zone=page.head.time_zone),
        page_mark=new_page_mark(),
        around=around,
        is_accompanied=is_accompanied(page.head),
        is_frozen=is_frozen,
        is_read_only=is_frozen or not may_write,
        beat_href=None
        if is_frozen or not may_write
        else url_for(
            "city.presence",
            commission=city_here().space.code,
            reference=page.head.reference,
            section=page.section.key,
        ),
        has_returned=page.section.key in page.head.return_sections,
    )


def _places_named(page: _SectionPage, answers: dict[str, Any]) -> Suggestions | None:
    """Places of the name that stands in the form, for who asked for them with a button."""
    if "look" not in request.args or NAME not in answers:
        return None
    return suggestions_for(answers[NAME], page.head.country, city_here().space.languages)


def _next_address(page: _SectionPage) -> str:
    """Where the pressed button leads."""
    commission, reference = city_here().space.code, page.head.reference
    then = request.form.get("then", "continue")
    if then == "back":
        return url_for("city.task_list", commission=commission, reference=reference)
    keys = [section.key for section in page.form.sections]
    accepted = request.form.get("accept", "").partition(":")[2]
    names = bool({"look", "choose"} & set(request.form))
    stays = then == "stay" or "take" in request.form or bool(accepted) or names
    position = keys.index(page.section.key) + (0 if stays else 1)
    if position == len(keys):
        return url_for("city.attachments", commission=commission, reference=reference)
    return url_for(
        "city.section",
        commission=commission,
        reference=reference,
        section=keys[position],
        look=1 if "look" in request.form else None,
        _anchor=accepted or (NAME if names else None),
    )
