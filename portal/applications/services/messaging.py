"""Messages between a city and its commission, kept in the file. Never read by anybody else."""

import dataclasses
import uuid

from sqlalchemy import update

from portal.accounts.roles import Permission
from portal.applications.events import MessageSent
from portal.applications.models import Message
from portal.applications.services.moving import take
from portal.applications.services.repeats import written_just_now
from portal.core.codes import new_id
from portal.core.errors import Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.tenancy.scope import City

LONGEST_MESSAGE = 4000


def send_message(work: Work, application_id: uuid.UUID, text: str) -> Message:
    """Add a message to the file; the other side is told by mail. A second click adds none.

    Raises Invalid if it is empty or too long.
    """
    if Permission.MESSAGE_WRITE not in work.actor.permissions:
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    text = text.strip()
    if not text:
        raise Invalid(_l("Write your message first."), field="text")
    if len(text) > LONGEST_MESSAGE:
        raise Invalid(
            _l("Shorten the message to %(limit)s characters.", limit=LONGEST_MESSAGE), field="text"
        )
    file = take(work, application_id)
    repeated = written_just_now(work, Message, application_id, text)
    if repeated is not None:
        return repeated
    message = Message(
        id=new_id(),
        commission_id=file.application.commission_id,
        city_id=file.application.city_id,
        application_id=application_id,
        text=text,
        author_id=work.actor.person_id,
        author_name=work.actor.name,
        is_from_city=isinstance(work.scope, City),
        sent_at=work.now,
    )
    work.session.add(message)
    event = MessageSent(**file.ids, is_from_city=message.is_from_city, text=text)
    work.record(dataclasses.replace(event, shared_at=None))
    return message


def mark_messages_read(work: Work, application_id: uuid.UUID) -> None:
    """Remember that this side has read what the other wrote."""
    work.session.execute(
        update(Message)
        .where(
            Message.application_id == application_id,
            Message.is_from_city.is_not(isinstance(work.scope, City)),
            Message.read_at.is_(None),
        )
        .values(read_at=work.now)
    )
