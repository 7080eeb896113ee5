"""What a commission proposes to its cities in a call, for its own settings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.calls.form import Form
from portal.calls.queries import CallDates, form_of_version, next_call, open_calls
from portal.commissions.models import NationalValues
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class Proposals:
    """The proposals of one commission in the call its cities write for."""

    call: CallDates
    form: Form
    answers: dict[str, Any]
    document_kinds: tuple[str, ...]


def proposals(work: Work, commission_id: int) -> Proposals | None:
    """Of the call that is open, else of the next; None without a call."""
    call = next(iter(open_calls(work, commission_id)), None) or next_call(work, commission_id)
    if call is None:
        return None
    row = work.session.execute(
        select(NationalValues.answers, NationalValues.document_kinds).where(
            NationalValues.commission_id == commission_id, NationalValues.call_id == call.id
        )
    ).first()
    return Proposals(
        call=call,
        form=form_of_version(work, call.form_version_id),
        answers=dict(row.answers) if row else {},
        document_kinds=tuple(row.document_kinds) if row else (),
    )
