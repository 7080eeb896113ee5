"""Questions of the Coordination Team about a forwarded dossier, and the commission's answers."""

import uuid

from portal.applications.events import QuestionAnswered, QuestionAsked
from portal.applications.services.moving import check_move, move, take
from portal.applications.workflow import Action
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def ask(work: Work, application_id: uuid.UUID, *, seen_revision: int, question: str) -> None:
    """Ask for a completion; the file goes to the commission and comes back with the answer."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.ASK)
    if not question.strip():
        raise Invalid(_l("Write the question to the commission."), field="question")
    move(work, file, Action.ASK)
    work.record(QuestionAsked(**file.ids, question=question.strip()))


def answer(work: Work, application_id: uuid.UUID, *, seen_revision: int, answer: str) -> None:
    """Answer the Coordination Team's question in the same file."""
    file = take(work, application_id, seen_revision=seen_revision)
    check_move(work, file, Action.ANSWER)
    if not answer.strip():
        raise Invalid(_l("Write the answer to the Coordination Team."), field="answer")
    move(work, file, Action.ANSWER)
    work.record(QuestionAnswered(**file.ids, answer=answer.strip()))
