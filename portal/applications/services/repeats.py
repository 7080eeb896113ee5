"""The second click of somebody impatient: the same words again, by the same person, at once."""

import uuid
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from portal.applications.models import Message, Note
from portal.applications.remark_models import Remark
from portal.applications.team_models import Comment
from portal.core.unit_of_work import Work

_WITHIN = timedelta(minutes=1)

Written = TypeVar("Written", Message, Note, Comment, Remark)


def written_just_now(
    work: Work, kind: type[Written], application_id: uuid.UUID, text: str, **place: str
) -> Written | None:
    """What this person wrote in the same words within the last minute, if anything.

    The caller holds the application's lock, so that two clicks come one after the other.
    """
    when = kind.sent_at if kind is Message else kind.written_at
    return work.session.scalars(
        select(kind)
        .filter_by(
            application_id=application_id, author_id=work.actor.person_id, text=text, **place
        )
        .where(when > work.now - _WITHIN)
        .limit(1)
    ).first()
