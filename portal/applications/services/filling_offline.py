"""Forms filled in offline: made with the draft's answers, read when they come back, taken over.

What a file says is never believed: its token is proved, its application looked up in the sender's
own scope, and each answer waits for a person's word beside the one that stands in the draft.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.accounts.roles import Permission
from portal.applications.events import FilledFormTakenOver
from portal.applications.models import Application
from portal.applications.offline_answers import answers_in, form_values
from portal.applications.offline_comparison import ComparedAnswer, compare
from portal.applications.offline_form import OfflineFacts, languages_of, offline_form
from portal.applications.offline_models import FilledForm
from portal.applications.offline_token import FormToken, mark_of, read_token, write_token
from portal.applications.services.drafting import save_section
from portal.applications.services.freezing import draft_answers, form_of
from portal.applications.services.moving import File, look_at, take
from portal.applications.workflow import State
from portal.calls.form import FieldKind, Form
from portal.calls.queries import CallDates, form_of_version, guiding_texts
from portal.commissions.models import Commission
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.offline_form import render_offline_form
from portal.documents.offline_reading import ReadForm
from portal.documents.shelf import storage
from portal.signing.keyring import offline_key, portal_address

MOST_FORMS = 40
"""Filled forms of one application: more would be a mistake."""
Answers = dict[str, dict[str, object]]


class MisdirectedForm(Conflict):
    """The file belongs to another application of the same city: ``reference`` names it."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            _l(
                "This file belongs to your application %(reference)s. Send it there: nothing was"
                " changed here.",
                reference=reference,
            ),
            field="file",
        )
        self.reference = reference


@dataclass(frozen=True)
class Choice:
    """What a person decided on one answer of a file."""

    takes: bool
    seen: int
    """Revision of the draft's answer the person saw."""


def application_form(
    work: Work, application_id: uuid.UUID, *, language: str, by_hand: bool
) -> bytes:
    """The form of an application as PDF: with its answers, or empty to fill in by hand."""
    file = look_at(work, application_id)
    form = form_of(work, file)
    answers = {} if by_hand else draft_answers(work, file.application)
    chosen = _language(file.commission, language)
    token = FormToken(
        commission_id=file.commission.commission_id,
        application_id=file.application.id,
        form_version=form.version,
        language=chosen,
        made_at=work.now,
        marks=_marks(form, answers, chosen),
    )
    facts = OfflineFacts(
        form=form,
        commission=file.commission,
        guiding_documents=guiding_texts(work, file.call.guiding_document_ids),
        call_titles=file.call.titles,
        answers=answers,
        language=chosen,
        about=f"{file.application.city_name} · {file.application.reference}",
        address=portal_address(),
        token=write_token(token, offline_key()),
        made_at=work.now,
        by_hand=by_hand,
    )
    return render_offline_form(offline_form(facts))


def blank_form(
    work: Work, commission: Commission, call: CallDates, *, language: str, by_hand: bool
) -> bytes:
    """The form of a call for a city without an application. The same the whole day long."""
    form = form_of_version(work, call.form_version_id)
    chosen = _language(commission, language)
    made_at = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    token = FormToken(commission.commission_id, None, form.version, chosen, made_at, {})
    facts = OfflineFacts(
        form=form,
        commission=commission,
        guiding_documents=guiding_texts(work, call.guiding_document_ids),
        call_titles=call.titles,
        answers={},
        language=chosen,
        about=call.titles.get(chosen) or call.titles["en"],
        address=f"{portal_address()}/c/{commission.code}/",
        token=write_token(token, offline_key()),
        made_at=made_at,
        by_hand=by_hand,
    )
    return render_offline_form(offline_form(facts))


def receive_filled_form(
    work: Work, application_id: uuid.UUID, *, read: ReadForm, data: bytes, file_name: str
) -> FilledForm:
    """Keep what a filled form says, to be compared with the draft; changes no answer.

    Raises Invalid if the file is not for this application, MisdirectedForm if it is another's of
    the same city, Conflict if the application is not a draft.
    """
    file = _draft(work, application_id)
    token = read_token(read.token, offline_key())
    if token is None:
        raise _not_ours()
    if token.application_id not in (None, application_id):
        raise _elsewhere(work, token.application_id)
    sha256 = hashlib.sha256(data).hexdigest()
    known = work.session.scalars(
        select(FilledForm).where(
            FilledForm.application_id == application_id,
            FilledForm.sha256 == sha256,
            FilledForm.settled_at.is_(None),
        )
    ).first()
    if known is not None:
        return known
    _check_room(work, application_id)
    application = file.application
    filled = FilledForm(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application_id,
        file_name=file_name[-200:],
        size_bytes=len(data),
        sha256=storage().put(data),
        form_version_id=token.form_version,
        language=token.language,
        made_at=token.made_at,
        answers=answers_in(form_of(work, file), read.values, token.language),
        marks=dict(token.marks),
        received_at=work.now,
        received_by=work.actor.name,
    )
    work.session.add(filled)
    work.session.flush()
    return filled


def compared(form: Form, draft: Answers, filled: FilledForm) -> tuple[ComparedAnswer, ...]:
    """The answers of a filled form beside the draft's present ones."""
    return compare(form, draft, filled.answers, filled.marks, language=filled.language)


def take_over(
    work: Work,
    application_id: uuid.UUID,
    filled_id: uuid.UUID,
    *,
    choices: Mapping[tuple[str, str], Choice],
) -> int:
    """Put the chosen answers of a filled form into the draft; returns how many.

    Raises Invalid if an answer that contradicts the draft was not decided on, Conflict if somebody
    changed one of the chosen answers meanwhile: nothing is changed then.
    """
    file = _draft(work, application_id)
    filled = filled_form(work, application_id, filled_id)
    if filled.settled_at is not None:
        raise Conflict(_l("A colleague has already taken over this file. Nothing was changed."))
    form = form_of(work, file)
    open_answers = [
        answer
        for answer in compared(form, draft_answers(work, file.application), filled)
        if answer.is_open
    ]
    undecided = [answer for answer in open_answers if _key(answer) not in choices]
    if undecided:
        raise Invalid(_l("Choose for each answer which text is to stand, then take them over."))
    taken = [answer for answer in open_answers if choices[_key(answer)].takes]
    for section in form.sections:
        chosen = [answer for answer in taken if answer.section.key == section.key]
        if not chosen:
            continue
        result = save_section(
            work,
            application_id,
            section.key,
            {answer.field.key: _taken(work, file, answer) for answer in chosen},
            {answer.field.key: choices[_key(answer)].seen for answer in chosen},
        )
        if not result.is_whole:
            raise Conflict(
                _l(
                    "A colleague has changed one of these answers meanwhile. Nothing was taken"
                    " over: look at the answers as they are now and choose again."
                )
            )
    filled.settled_at, filled.settled_by, filled.taken = work.now, work.actor.name, len(taken)
    work.record(FilledFormTakenOver(**file.ids, taken=len(taken), sha256=filled.sha256))
    return len(taken)


def filled_form(work: Work, application_id: uuid.UUID, filled_id: uuid.UUID) -> FilledForm:
    """A filled form of an application. Raises NotFound."""
    filled = work.session.scalars(
        select(FilledForm).where(
            FilledForm.application_id == application_id, FilledForm.id == filled_id
        )
    ).first()
    if filled is None:
        raise NotFound()
    return filled


def _taken(work: Work, file: File, answer: ComparedAnswer) -> object:
    """A declaration names the versions of what it adopts, as on its page."""
    if answer.field.kind is FieldKind.DECLARATION and answer.field.names_guiding_documents:
        return {
            "agreed": True,
            "documents": [
                {"id": document.id, "version": document.version}
                for document in guiding_texts(work, file.call.guiding_document_ids)
            ],
        }
    return answer.offered


def _key(answer: ComparedAnswer) -> tuple[str, str]:
    return answer.section.key, answer.field.key


def _draft(work: Work, application_id: uuid.UUID) -> File:
    if Permission.APPLICATION_EDIT not in work.actor.permissions:
        raise NotAllowed(
            _l(
                "Only those who write for the city change its answers."
                " Ask a delegate for the role of an editor."
            )
        )
    file = take(work, application_id)
    if file.application.state is not State.DRAFT:
        raise Conflict(
            _l(
                "The answers are frozen, so that nothing can be taken over from a file. Take the"
                " application back first."
            )
        )
    return file


def _check_room(work: Work, application_id: uuid.UUID) -> None:
    count = work.session.scalar(
        select(func.count()).where(FilledForm.application_id == application_id)
    )
    if int(count or 0) >= MOST_FORMS:
        raise Invalid(
            _l("There are %(limit)s filled forms already. Write online instead.", limit=MOST_FORMS),
            field="file",
        )


def _elsewhere(work: Work, application_id: uuid.UUID | None) -> Exception:
    """Another application of this scope is named; of any other nothing is said."""
    reference = work.session.scalar(
        select(Application.reference).where(Application.id == application_id)
    )
    return MisdirectedForm(reference) if reference else _not_ours()


def _not_ours() -> Invalid:
    return Invalid(
        _l(
            "This file was not made for this application. Please download the form here, fill it"
            " in and send that file."
        ),
        field="file",
    )


def _marks(
    form: Form, answers: Mapping[str, Mapping[str, object]], language: str
) -> dict[str, str]:
    """Marks of the answers as they would come back if nobody touched them."""
    back = answers_in(form, form_values(form, answers, language), language)
    return {
        f"{section.key}/{field.key}": mark_of(back[section.key][field.key])
        for section, field in form.fields()
        if answers.get(section.key, {}).get(field.key)
    }


def _language(commission: Commission, wished: str) -> str:
    languages = languages_of(commission)
    return wished if wished in languages else languages[0]
