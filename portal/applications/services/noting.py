"""Internal notes: read by the commission's staff only, never by the city or the network."""

import uuid

from portal.accounts.roles import Permission
from portal.applications.events import NoteWritten
from portal.applications.models import Note
from portal.applications.services.moving import take
from portal.applications.services.repeats import written_just_now
from portal.core.codes import new_id
from portal.core.errors import Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LONGEST_NOTE = 4000
"""Characters."""


def write_note(work: Work, application_id: uuid.UUID, *, text: str) -> Note:
    """Add a note to the file, once. Raises Invalid if it is empty or too long."""
    file = take(work, application_id)
    if Permission.NOTE_WRITE not in work.actor.permissions:
        raise NotAllowed(_l("Only staff of the commission write internal notes."))
    text = text.strip()
    if not text:
        raise Invalid(_l("Write the note first."), field="text")
    if len(text) > LONGEST_NOTE:
        raise Invalid(
            _l("Shorten the note to %(limit)s characters.", limit=LONGEST_NOTE), field="text"
        )
    repeated = written_just_now(work, Note, application_id, text)
    if repeated is not None:
        return repeated
    note = Note(
        id=new_id(),
        commission_id=file.application.commission_id,
        application_id=application_id,
        text=text,
        author_id=work.actor.person_id,
        author_name=work.actor.name,
        written_at=work.now,
    )
    work.session.add(note)
    work.record(NoteWritten(**file.ids))
    return note
