"""What a commission proposes to all its cities in one call: answers and kinds of documents."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from portal.accounts.roles import Permission
from portal.applications.completeness import field_problem, is_answered
from portal.calls.models import Call
from portal.calls.queries import form_of_version
from portal.commissions.models import NationalValues
from portal.core.errors import Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

MOST_KINDS = 20
LONGEST_KIND = 80


def propose_to_cities(
    work: Work,
    commission_id: int,
    call_id: uuid.UUID,
    *,
    answers: Mapping[str, Any],
    document_kinds: Sequence[str],
) -> NationalValues:
    """Keep what a commission proposes. Applications that begin from now on are filled in with it.

    ``answers``: ``{field: value}``; empty answers propose nothing. ``document_kinds``: names.
    Raises Invalid for an answer the form would not take, naming the field.
    """
    if Permission.COMMISSION_SETTINGS not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    version = work.session.scalar(select(Call.form_version_id).where(Call.id == call_id))
    if version is None:
        raise NotFound()
    form = form_of_version(work, version)
    kept = {}
    for field in form.national_fields():
        value = answers.get(field.key)
        if not is_answered(field, value):
            continue
        problem = field_problem(field, value, form.version)
        if problem is not None:
            raise Invalid(problem, field=field.key)
        kept[field.key] = value
    row = work.session.get(NationalValues, (commission_id, call_id))
    if row is None:
        row = NationalValues(commission_id=commission_id, call_id=call_id)
        work.session.add(row)
    row.answers = kept
    row.document_kinds = _kinds(document_kinds)
    row.updated_at = work.now
    work.session.flush()
    return row


def _kinds(names: Sequence[str]) -> list[str]:
    kinds = list(dict.fromkeys(name for raw in names if (name := " ".join(raw.split()))))
    if len(kinds) > MOST_KINDS:
        raise Invalid(
            _l("Name at most %(limit)s kinds of documents.", limit=MOST_KINDS),
            field="document_kinds",
        )
    if any(len(name) > LONGEST_KIND for name in kinds):
        raise Invalid(
            _l("Shorten each kind to %(limit)s characters.", limit=LONGEST_KIND),
            field="document_kinds",
        )
    return kinds
