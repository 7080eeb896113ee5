"""What the commission remarks in a draft it accompanies: the city answers with its own form."""

import uuid

from flask import request

from portal.applications.queries.city import ApplicationHead
from portal.applications.services.remarking import answer_remark, resolve_remark
from portal.commissions.styles import StyleStep, has_step
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


def is_accompanied(head: ApplicationHead) -> bool:
    """Whether the commission reads and comments drafts."""
    return has_step(head.style, StyleStep.COMMENT_DRAFTS)


def take_remark(work: Work, head: ApplicationHead) -> uuid.UUID | None:
    """What the request says about remarks is done; the talk it concerns, None if nothing.

    Without words there is no answer. Raises NotFound, Invalid if it is too long, Conflict.
    """
    sent = request.form
    for button, is_resolved in (("remark-resolve", True), ("remark-reopen", False)):
        if sent.get(button):
            talk = _id_of(sent[button])
            _answer(work, head, talk, at_once=False)
            resolve_remark(work, head.id, talk, is_resolved=is_resolved)
            return talk
    for button, at_once in (("remark-answer", False), ("remark-mail", True)):
        if sent.get(button):
            talk = _id_of(sent[button])
            return talk if _answer(work, head, talk, at_once=at_once) else None
    return None


def _answer(work: Work, head: ApplicationHead, talk: uuid.UUID, *, at_once: bool) -> bool:
    text = request.form.get(f"remark-{talk}", "")
    if text.strip():
        answer_remark(work, head.id, talk, text=text, at_once=at_once)
    return bool(text.strip())


def _id_of(value: str) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except ValueError:
        raise NotFound() from None
