"""Places of a commission in a call: how many it has, which applications have taken them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import aliased

from portal.applications.models import Application
from portal.applications.place_models import PlaceAnswer, PlaceRequest
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.models import NationalWindow
from portal.core.unit_of_work import Work

TAKING_STATES = (
    State.ENDORSED,
    State.FORWARDED,
    State.INCOMPLETE,
    State.MEMBER,
    State.NOT_ADMITTED,
    State.DEFERRED,
)
"""States in which an application has a place: from the commission's signature on."""
ASKING_STATES = (State.SUBMITTED, State.APPROVED)
"""States in which a place is still to be taken."""


@dataclass(frozen=True)
class AskedPlace:
    """The last request for one more place, for one application."""

    answer: PlaceAnswer
    reason: str
    asked_by: str
    asked_at: datetime
    answer_reason: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the Coordination Team has not answered yet."""
        return self.answer is PlaceAnswer.OPEN


@dataclass(frozen=True)
class Places:
    """Places of a commission in a call, when the call has a quota."""

    total: int
    taken: int

    @property
    def left(self) -> int:
        """How many can still be given."""
        return max(0, self.total - self.taken)


@dataclass(frozen=True)
class PlaceHolder:
    """An application that has a place."""

    reference: str
    city_name: str
    state: State


def places_from(total: int | None, taken: int | None) -> Places | None:
    """What ``quota`` and ``taken`` found; None: the call has no quota."""
    return None if total is None else Places(total, taken or 0)


def quota() -> Any:
    """Places of a commission, in a statement that joins the call and the national window."""
    return func.coalesce(NationalWindow.quota, Call.quota)


def taken(commission_id: Any, call_id: Any) -> ColumnElement[int]:
    """How many places are taken, in such a statement; none are counted without a quota."""
    holder = aliased(Application)
    count = (
        select(func.count())
        .select_from(holder)
        .where(
            holder.commission_id == commission_id,
            holder.call_id == call_id,
            holder.state.in_(TAKING_STATES),
        )
    )
    return case((quota().is_not(None), count.scalar_subquery()), else_=literal(0))


def asked_place(work: Work, application_id: uuid.UUID) -> AskedPlace | None:
    """The last request for an application, if there is one."""
    row = work.session.execute(
        select(
            PlaceRequest.answer,
            PlaceRequest.reason,
            PlaceRequest.asked_by,
            PlaceRequest.asked_at,
            PlaceRequest.answer_reason,
            PlaceRequest.answered_at,
        )
        .where(PlaceRequest.application_id == application_id)
        .order_by(PlaceRequest.asked_at.desc(), PlaceRequest.id.desc())
        .limit(1)
    ).first()
    return AskedPlace(*row) if row else None


def place_holders(work: Work, commission_id: int, call_id: uuid.UUID) -> tuple[PlaceHolder, ...]:
    """The applications that have a place, in the order of their references."""
    rows = work.session.execute(
        select(Application.reference, Application.city_name, Application.state)
        .where(
            Application.commission_id == commission_id,
            Application.call_id == call_id,
            Application.state.in_(TAKING_STATES),
        )
        .order_by(Application.reference)
    )
    return tuple(PlaceHolder(*row) for row in rows)
