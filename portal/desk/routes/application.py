"""One application on one page: what the chosen tab shows, and beside it what is next."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import SelectChoice

from portal.accounts.access import reading, requires, visitor_now
from portal.accounts.roles import Permission
from portal.applications.answer_texts import local_lines, official_lines
from portal.applications.attached_kinds import frozen_kind, kind_label
from portal.applications.differences import answer_differences, file_differences
from portal.applications.forms import ActForm
from portal.applications.queries.chronicle import Entry, entries
from portal.applications.services.checking import CHECKED_STATES
from portal.applications.state_words import (
    event_label,
    holder_label,
    next_label,
    office_label,
    state_label,
)
from portal.applications.workflow import Action, State, available
from portal.calls.form import FieldKind
from portal.core.i18n import day, language_now, moment, with_office
from portal.core.i18n import gettext as _
from portal.core.unit_of_work import Work
from portal.desk.accompanying import accompanies
from portal.desk.forms import (
    AnswerForm,
    ApproveForm,
    DeclineForm,
    ForwardForm,
    ReturnForm,
    RevokeForm,
    TextForm,
)
from portal.desk.queries import file_parts as parts
from portal.desk.queries.file import FileHead, file_head
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.routes.checklist import checklist_values
from portal.desk.services import last_day

TABS = ("checklist", "answers", "changes", "documents", "messages", "notes", "history")
WRITTEN_ON = ("messages", "notes")
"""Tabs with a text to write."""
FORMS: dict[Action, type[ActForm]] = {
    Action.APPROVE: ApproveForm,
    Action.DECLINE: DeclineForm,
    Action.FORWARD: ForwardForm,
    Action.REVOKE: RevokeForm,
    Action.ANSWER: AnswerForm,
}
"""Acts that are a form on the page; asking for completion and endorsing have pages of their own."""


@dataclass(frozen=True)
class ShownAnswer:
    """One answer as text: the official wording and the city's own beside it."""

    label: str
    official_label: str
    lines: tuple[str, ...]
    local: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class ShownSection:
    """A section of the form with its answers."""

    key: str
    title: str
    official_title: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True)
class Page:
    """What one response shows besides the application itself."""

    tab: str
    acts: dict[str, Markup]
    """Acts that are a form, each with its fields."""
    open_action: str = ""
    """The act whose form is shown open, with what was typed into it."""
    problem: object = ""
    """A sentence at the top: what went wrong with the last act."""


@blueprint.get("/<reference>")
@requires(Permission.APPLICATION_READ)
def application(commission: str, reference: str) -> ResponseReturnValue:
    """One application: its header, one tab, and the acts that are possible."""
    return show(reference, tab=request.args.get("tab", ""))


def show(
    reference: str,
    *,
    tab: str = "",
    act: Action | None = None,
    form: ActForm | None = None,
    text_form: TextForm | None = None,
    problem: object = "",
    status: int = 200,
    fragment: str = "",
) -> ResponseReturnValue:
    """Render the page; ``form`` is that of ``act`` with its errors and all that was typed.

    ``fragment`` names the part htmx asked for.
    """
    space, _commission_id = space_here()
    chosen = tab if tab in TABS else "checklist"
    with reading() as work:
        head = file_head(work, reference)
        shown = _tab_values(work, head, chosen)
    visitor = visitor_now()
    may_assign = Permission.APPLICATION_CHECK in space.permissions
    actions = available(head.state, space.permissions, head.practices)
    acts = {
        action.value: _act_fields(head, action, form if action is act else None)
        for action in actions
        if action in FORMS
    }
    left_over = form if act is not None and act.value not in acts else None
    return (
        render_template(
            fragment or "desk/application.html",
            head=head,
            page=Page(chosen, acts, act.value if act else "", problem),
            left_over=left_over,
            tabs=TABS,
            commission=space.code,
            state_label=state_label,
            **days_in(head.time_zone),
            me=visitor.person_id if visitor else None,
            may_assign=may_assign,
            holder=holder_label(head.state),
            next_sentence=next_label(head.state),
            next_title=_next_title(head, actions),
            may_sign=Action.ENDORSE in actions,
            may_return=Action.RETURN in actions,
            may_accompany=may_assign and accompanies(head),
            may_send_paper=_may_send_paper(head, space.permissions),
            may_check=may_assign and head.state in CHECKED_STATES,
            text_form=text_form or (TextForm(formdata=None) if chosen in WRITTEN_ON else None),
            **shown,
        ),
        status,
    )


def _may_send_paper(head: FileHead, permissions: frozenset[Permission]) -> bool:
    """Whether an officer may prepare the signature on paper now."""
    may_send = Permission.APPLICATION_CHECK in permissions
    return may_send and waits_for_part_two(head) and head.signature_method.is_paper_offered


def waits_for_part_two(head: FileHead) -> bool:
    """Whether a signatory, whoever looks now, could endorse the application as it stands."""
    return Action.ENDORSE in available(head.state, {Permission.APPLICATION_ENDORSE}, head.practices)


def days_in(time_zone: str) -> dict[str, Any]:
    """``on`` and ``last`` for templates: the day of a moment there, and the last day before it."""
    zone = ZoneInfo(time_zone)
    return {
        "on": lambda at: day(at.astimezone(zone).date()),
        "last": lambda until: day(last_day(until, zone)),
    }


def _tab_values(work: Work, head: FileHead, tab: str) -> dict[str, object]:
    """What a tab shows; at most three statements."""
    match tab:
        case "answers":
            return {"sections": _sections(head)}
        case "changes":
            return _changes(work, head)
        case "documents":
            return {
                "documents": parts.documents(work, head),
                "kind_of": lambda file: kind_label(head.form, frozen_kind(file), language_now()),
                "signatures": parts.review(work, head).signatures,
            }
        case "messages":
            return {"messages": parts.messages(work, head)}
        case "notes":
            return {"notes": parts.notes(work, head)}
        case "history":
            return {"events": _events(work, head)}
        case _:
            return checklist_values(work, head)


def _next_title(head: FileHead, actions: tuple[Action, ...]) -> str:
    """What is next for this reader, as the heading of the column."""
    if Action.ENDORSE in actions:
        return _("Sign the endorsement")
    if Action.APPROVE in actions:
        return _("Decide") if head.is_checked else _("Check the application")
    if Action.FORWARD in actions:
        return _("Forward the dossier")
    if Action.ANSWER in actions:
        return _("Answer the question")
    if head.state is State.APPROVED:
        return _("Waiting for the signature")
    return state_label(head.state)


def _events(work: Work, head: FileHead) -> list[dict[str, object]]:
    """History as the timeline shows it, newest first, internal acts included."""
    return [
        {
            "state": "now" if index == 0 else "done",
            "title": event_label(entry.event, entry.details),
            "when": _who_and_when(entry, head),
            "note": entry.words or entry.details.get("officer_name", ""),
        }
        for index, entry in enumerate(entries(work, head.id))
    ]


def _who_and_when(entry: Entry, head: FileHead) -> str:
    at = moment(entry.occurred_at, zone=head.time_zone, width="short")
    office = entry.actor_title or office_label(entry.actor_office)
    return f"{at} · {with_office(entry.actor_name, office) if entry.actor_name else office}"


def _sections(head: FileHead) -> tuple[ShownSection, ...]:
    language, official = language_now(), head.official_language
    answers = head.answers or {}
    return tuple(
        ShownSection(
            key=section.key,
            title=section.title(language),
            official_title=section.title(official) if official != language else "",
            answers=tuple(
                ShownAnswer(
                    label=field.label(language),
                    official_label=field.label(official) if official != language else "",
                    lines=official_lines(
                        field, answers.get(section.key, {}).get(field.key), language
                    ),
                    local=local_lines(field, answers.get(section.key, {}).get(field.key)),
                    kind=_look_of(field.kind),
                )
                for field in section.fields
            ),
        )
        for section in head.form.sections
    )


def _look_of(kind: FieldKind) -> str:
    return "text" if kind is FieldKind.LONG_TEXT else "short"


def _changes(work: Work, head: FileHead) -> dict[str, object]:
    previous = parts.previous_submission(work, head) if head.submission_id else None
    if previous is None:
        return {"previous": None, "differences": (), "files": ()}
    number, answers, attachments = previous
    return {
        "previous": number,
        "differences": answer_differences(
            head.form, answers, head.answers or {}, language=language_now()
        ),
        "files": file_differences(attachments, head.attachments or []),
    }


def _act_fields(head: FileHead, action: Action, given: ActForm | None) -> Markup:
    """The fields of an act: as they were given, with what is wrong, or empty."""
    asks_size = head.is_small and not head.small_city_reason
    if given is None:
        return _empty_fields(action, language_now(), asks_size=asks_size)
    return _drawn_fields(action, given, asks_size=asks_size)


@lru_cache(maxsize=1024)
def _empty_fields(action: Action, _language: str, *, asks_size: bool) -> Markup:
    """Labels and hints alone, the same for every application: drawn once per language."""
    return _drawn_fields(action, FORMS[action](formdata=None), asks_size=asks_size)


def _drawn_fields(action: Action, form: ActForm, *, asks_size: bool) -> Markup:
    for field in form:
        field.id = f"{action.value}-{field.name}"  # several forms stand on one page
    html = render_template(
        "desk/_act_fields.html", act=action.value, form=form, asks_size=asks_size
    )
    return Markup(html)  # noqa: S704 - our own template


def offer_sections(form: ReturnForm, head: FileHead) -> None:
    """Let the officer choose among the sections of the application's form."""
    language = language_now()
    form.sections.choices = [
        SelectChoice(section.key, section.title(language)) for section in head.form.sections
    ]
