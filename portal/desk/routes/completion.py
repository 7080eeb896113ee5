"""Asking a city for completion: a page with the text to send, proposed in the city's language."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from portal.accounts.access import reading, requires, visitor_now, writing
from portal.accounts.roles import Permission
from portal.applications.checklist import checklist
from portal.applications.checklist_points import Point
from portal.applications.models import Verdict
from portal.applications.services.deciding import return_for_completion
from portal.applications.workflow import Action, available
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import day, endonym, in_language, language_name, language_now
from portal.core.i18n import gettext as _
from portal.core.placeholders import fill_in
from portal.desk.completion import FoundPoint, Request, own_text
from portal.desk.completion_forms import ChooseTextForm
from portal.desk.forms import ReturnForm
from portal.desk.queries import file_parts as parts
from portal.desk.queries.completion import Correspondence, TextRow, correspondence, return_texts
from portal.desk.queries.file import FileHead, file_head
from portal.desk.queries.file_parts import Review
from portal.desk.routes.application import days_in, offer_sections, show
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.checklist import subject_of
from portal.desk.services import last_day

OWN_TEXT = ""
"""Stands for the portal's text among the commission's own."""


@dataclass(frozen=True)
class _Case:
    """What the page is made from."""

    head: FileHead
    review: Review
    texts: list[TextRow]
    letters: Correspondence
    year: int

    def needing_work(self, language: str) -> list[Point]:
        """Points the officer found wrong in this version, in a language."""
        wrong = {
            row.point
            for row in self.review.checks.values()
            if row.verdict is Verdict.NEEDS_WORK
            and row.submission_number == self.head.submission_number
        }
        with in_language(language):
            subject = subject_of(self.head, self.review, year=self.year)
            return [point for point in checklist(subject) if point.key in wrong]


@blueprint.get("/<reference>/completion")
@requires(Permission.APPLICATION_RETURN)
def completion(commission: str, reference: str) -> ResponseReturnValue:
    """The text that is proposed, to be changed and sent."""
    case = _case(reference)
    if not _may_return(case):
        return redirect(
            url_for("desk.application", commission=commission, reference=reference), code=303
        )
    chosen = _chosen(case)
    form = ReturnForm(formdata=None)
    offer_sections(form, case.head)
    form.sections.data = _sections(case)
    form.reason.data = _proposal(case, chosen)
    return _page(case, form, chosen)


@blueprint.post("/<reference>/return")
@requires(Permission.APPLICATION_RETURN)
def return_application(commission: str, reference: str) -> ResponseReturnValue:
    """Ask the city for completion, in the words that were written."""
    case = _case(reference)
    form = ReturnForm()
    offer_sections(form, case.head)
    if not form.validate_on_submit():
        return _page(case, form, _chosen(case)), 422
    try:
        with writing() as work:
            return_for_completion(
                work,
                case.head.id,
                seen_revision=int(form.seen_revision.data or 0),
                reason=form.reason.data or "",
                sections=tuple(form.sections.data or ()),
            )
    except Invalid as error:
        form.add_error(error)
        return _page(case, form, _chosen(case)), 422
    except Conflict as error:
        case = _case(reference)
        if _may_return(case):
            return _page(case, form, _chosen(case), problem=error.message), 409
        return show(reference, act=Action.RETURN, form=form, problem=error.message, status=409)
    flash(_("The city has been asked to complete its application."), "ok")
    return redirect(
        url_for("desk.application", commission=commission, reference=reference), code=303
    )


def _case(reference: str) -> _Case:
    _space, commission_id = space_here()
    with reading() as work:
        head = file_head(work, reference)
        return _Case(
            head=head,
            review=parts.review(work, head),
            texts=return_texts(work),
            letters=correspondence(work, commission_id, head.city_id),
            year=work.now.year,
        )


def _may_return(case: _Case) -> bool:
    space, _commission_id = space_here()
    return Action.RETURN in available(case.head.state, space.permissions, case.head.practices)


def _chosen(case: _Case) -> tuple[TextRow | None, str]:
    """The text to begin with, None for the portal's own, and its language."""
    wanted = request.args.get("text")
    language = request.args.get("language", "")
    if language not in case.letters.languages:
        language = case.letters.city_language
    for text in case.texts:
        if wanted == str(text.id):
            return text, language
    first = next((text for text in case.texts if language in text.wordings), None)
    return (first if wanted is None else None), language


def _sections(case: _Case) -> list[str]:
    found = {point.section for point in case.needing_work(language_now()) if point.section}
    return [section.key for section in case.head.form.sections if section.key in found]


def _proposal(case: _Case, chosen: tuple[TextRow | None, str]) -> str:
    text, language = chosen
    head, visitor = case.head, visitor_now()
    titles = {section.key: section.title(language) for section in head.form.sections}
    until = last_day(head.commissions_close_at, ZoneInfo(head.time_zone))
    asked = Request(
        city=head.city_name,
        reference=head.reference,
        sections=[titles[key] for key in _sections(case)],
        points=[FoundPoint(p.title, p.explanation) for p in case.needing_work(language)],
        until=day(until, language),
        officer=visitor.name if visitor else "",
        commission=case.letters.commission_in(language),
    )
    wording = text.wordings.get(language) if text else None
    return fill_in(wording or own_text(language), asked.places(language)).strip()


def _page(
    case: _Case, form: ReturnForm, chosen: tuple[TextRow | None, str], *, problem: object = ""
) -> str:
    text, language = chosen
    form.seen_revision.raw_data, form.seen_revision.data = None, case.head.revision
    choose = ChooseTextForm(formdata=None)
    choose.text.choices = [
        *(SelectChoice(str(each.id), each.title) for each in case.texts),
        SelectChoice(OWN_TEXT, _("The portal's text")),
    ]
    choose.language.choices = [SelectChoice(code, endonym(code)) for code in case.letters.languages]
    choose.text.data = str(text.id) if text else OWN_TEXT
    choose.language.data = language
    points = [(each, case.review.checks[each.key]) for each in case.needing_work(language_now())]
    return render_template(
        "desk/completion.html",
        commission=space_here()[0].code,
        head=case.head,
        form=form,
        problem=problem,
        choose=choose,
        language=language,
        is_untranslated=text is not None and language not in text.wordings,
        city_language=language_name(case.letters.city_language),
        points=points,
        **days_in(case.head.time_zone),
    )
