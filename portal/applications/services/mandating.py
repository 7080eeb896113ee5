"""The mayor's mandate: who applies, and the signed document if it is not the city authority.

Whoever calls this has had the file examined: nothing here opens it.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.accounts.roles import Permission
from portal.applications.attached_kinds import MANDATE
from portal.applications.mandates import (
    Applicant,
    MandateFacts,
    MandateState,
    mandate_problem,
    mandate_state,
    organisation_of,
)
from portal.applications.services.attaching import ExaminedFile
from portal.applications.services.moving import lock
from portal.applications.team_models import Mandate
from portal.applications.workflow import State
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.i18n import gettext as _
from portal.core.i18n import in_language
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.shelf import storage


@dataclass(frozen=True, kw_only=True)
class MandateValues:
    """What the city says of its mandate."""

    applicant: Applicant
    holder_name: str = ""
    organisation: str = ""
    mayor_name: str = ""
    signed_on: date | None = None
    valid_until: date | None = None


def set_mandate(
    work: Work,
    application_id: uuid.UUID,
    *,
    values: MandateValues,
    file: ExaminedFile | None = None,
) -> Mandate:
    """Say who applies; for a representative also whom the mayor endorsed, when, until when.

    ``file``: the signed document; None keeps the one that is there. Raises Invalid on the field it
    concerns, Conflict if the application is not a draft, NotAllowed, NotFound.
    """
    if Permission.APPLICATION_EDIT not in work.actor.permissions:
        raise NotAllowed(_l("Only those who write for the city give its mandate."))
    application = lock(work, application_id)
    if application.state is not State.DRAFT:
        raise Conflict(_l("The application is frozen with its mandate. Take it back to change it."))
    mandate = mandate_row(work, application_id)
    if mandate is None:
        mandate = Mandate(
            id=new_id(),
            commission_id=application.commission_id,
            city_id=application.city_id,
            application_id=application_id,
        )
    if values.applicant is Applicant.REPRESENTATIVE:
        _check(work, values, has_file=file is not None or bool(mandate.sha256))
    mandate.applicant = values.applicant
    mandate.holder_name = values.holder_name.strip()
    mandate.organisation = values.organisation.strip()
    mandate.mayor_name = values.mayor_name.strip()
    mandate.signed_on, mandate.valid_until = values.signed_on, values.valid_until
    if file is not None:
        mandate.file_name = file.file_name[-200:]
        mandate.media_type = file.media_type
        mandate.size_bytes = len(file.data)
        mandate.pages = file.pages
        mandate.sha256 = storage().put(file.data)
        mandate.shown_sha256s = [storage().put(page) for page in file.shown_pages]
    mandate.changed_at, mandate.changed_by = work.now, work.actor.name
    work.session.add(mandate)
    work.session.flush()
    return mandate


def mandate_row(work: Work, application_id: uuid.UUID) -> Mandate | None:
    """What the city has said of its mandate so far."""
    return work.session.scalars(
        select(Mandate).where(Mandate.application_id == application_id)
    ).first()


def facts_of(mandate: Mandate | None) -> MandateFacts | None:
    """The row as the rules look at it."""
    if mandate is None:
        return None
    return MandateFacts(
        applicant=mandate.applicant,
        holder_name=mandate.holder_name,
        organisation=mandate.organisation,
        mayor_name=mandate.mayor_name,
        signed_on=mandate.signed_on,
        valid_until=mandate.valid_until,
        has_file=bool(mandate.sha256),
    )


def frozen_mandate(
    work: Work, application_id: uuid.UUID, answers: dict[str, dict[str, Any]], *, language: str
) -> list[dict[str, Any]]:
    """The mandate as a file of the frozen version; none where the city authority applies.

    Raises Invalid while it is needed and missing or over.
    """
    mandate = mandate_row(work, application_id)
    facts = facts_of(mandate)
    state = mandate_state(facts, organisation_of(answers), work.now.date())
    problem = mandate_problem(state, facts)
    if problem is not None:
        raise Invalid(problem)
    if mandate is None or state is not MandateState.THERE:
        return []
    assert mandate.signed_on is not None
    with in_language(language):
        title = _("The mayor's mandate for %(name)s", name=mandate.holder_name)
    until = mandate.valid_until
    return [
        {
            "title": title,
            "kind": MANDATE,
            "file_name": mandate.file_name,
            "sha256": mandate.sha256,
            "media_type": mandate.media_type,
            "size_bytes": mandate.size_bytes,
            "pages": mandate.pages,
            "shown": list(mandate.shown_sha256s),
            "mandate": {
                "holder_name": mandate.holder_name,
                "organisation": mandate.organisation,
                "mayor_name": mandate.mayor_name,
                "signed_on": mandate.signed_on.isoformat(),
                "valid_until": until.isoformat() if until else None,
            },
        }
    ]


def _check(work: Work, values: MandateValues, *, has_file: bool) -> None:
    today = work.now.date()
    if not values.holder_name.strip():
        raise Invalid(_l("Give the name of whom the mayor endorsed."), field="holder_name")
    if not values.mayor_name.strip():
        raise Invalid(_l("Give the name of the mayor who signed."), field="mayor_name")
    if values.signed_on is None or values.signed_on > today:
        raise Invalid(
            _l("Give the day on which the mayor signed; it is not in the future."),
            field="signed_on",
        )
    if values.valid_until is not None and values.valid_until < max(today, values.signed_on):
        raise Invalid(
            _l("This mandate is over. Ask the mayor for a new one, or correct the day."),
            field="valid_until",
        )
    if not has_file:
        raise Invalid(_l("Choose the signed document."), field="file")
