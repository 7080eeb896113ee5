"""Requests for places beyond the quota, as the Coordination Team reads them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from portal.applications.models import Application
from portal.applications.place_models import PlaceAnswer, PlaceRequest
from portal.applications.queries.places import quota, taken
from portal.calls.models import Call
from portal.commissions.models import Commission, NationalWindow
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work

MOST = 200


@dataclass(frozen=True)
class PlaceLine:
    """One request: who asks, for which city, why; what was answered."""

    application_id: uuid.UUID
    commission_id: int
    space: str
    commission: str
    reference: str
    city_name: str
    call_titles: dict[str, str]
    places: int | None
    places_taken: int
    reason: str
    asked_by: str
    asked_at: datetime
    answer: PlaceAnswer
    answer_reason: str
    answered_by: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answer is PlaceAnswer.OPEN


def place_requests(work: Work, *, language: str) -> tuple[PlaceLine, ...]:
    """Open requests first, those that wait longest; then what was answered, newest first."""
    rows = work.session.execute(
        _lines()
        .order_by(
            PlaceRequest.answered_at.desc().nulls_first(), PlaceRequest.asked_at, PlaceRequest.id
        )
        .limit(MOST)
    )
    return tuple(_line(row, language) for row in rows)


def place_request(work: Work, space: str, reference: str, *, language: str) -> PlaceLine:
    """The last request for an application. Raises NotFound."""
    row = work.session.execute(
        _lines()
        .where(Commission.code == space, Application.reference == reference)
        .order_by(PlaceRequest.asked_at.desc(), PlaceRequest.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound()
    return _line(row, language)


def _lines() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Application.id,
        Application.commission_id,
        Commission.code,
        Commission.names,
        Commission.languages,
        Application.reference,
        Application.city_name,
        Call.titles,
        quota().label("places"),
        taken(PlaceRequest.commission_id, PlaceRequest.call_id).label("places_taken"),
        PlaceRequest.reason,
        PlaceRequest.asked_by,
        PlaceRequest.asked_at,
        PlaceRequest.answer,
        PlaceRequest.answer_reason,
        PlaceRequest.answered_by,
        PlaceRequest.answered_at,
    )
    return (
        select(*columns)
        .select_from(PlaceRequest)
        .join(
            Application,
            (Application.commission_id == PlaceRequest.commission_id)
            & (Application.id == PlaceRequest.application_id),
        )
        .join(Commission, Commission.commission_id == PlaceRequest.commission_id)
        .join(Call, Call.id == PlaceRequest.call_id)
        .outerjoin(
            NationalWindow,
            (NationalWindow.commission_id == PlaceRequest.commission_id)
            & (NationalWindow.call_id == PlaceRequest.call_id),
        )
    )


def _line(row: Row[Any], language: str) -> PlaceLine:
    return PlaceLine(
        application_id=row.id,
        commission_id=row.commission_id,
        space=row.code,
        commission=wording(row.names, tuple(row.languages), language),
        reference=row.reference,
        city_name=row.city_name,
        call_titles=row.titles,
        places=row.places,
        places_taken=row.places_taken,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        answer=row.answer,
        answer_reason=row.answer_reason,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )
