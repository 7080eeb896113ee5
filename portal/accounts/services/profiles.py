"""What people say about themselves: name and language."""

import uuid

from sqlalchemy import update

from portal.accounts.models import Person
from portal.accounts.services.invitations import LONGEST_NAME
from portal.core.errors import Invalid
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def change_profile(work: Work, person_id: uuid.UUID, *, name: str, language: str) -> None:
    """Set name and language. What was signed or recorded before keeps the former name."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_l("Give your name as colleagues know it."), field="name")
    _check_language(language)
    work.session.execute(
        update(Person).where(Person.id == person_id).values(name=name, language=language)
    )


def choose_language(work: Work, person_id: uuid.UUID, language: str) -> None:
    """Set the language of pages and mails. Raises Invalid."""
    _check_language(language)
    work.session.execute(update(Person).where(Person.id == person_id).values(language=language))


def _check_language(language: str) -> None:
    if language not in INTERFACE_LANGUAGES:
        raise Invalid(_l("Choose one of the languages of the list."), field="language")
