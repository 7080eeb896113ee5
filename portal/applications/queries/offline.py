"""Forms filled in offline, for the screens of the city and of the desk."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.applications.models import Application
from portal.applications.offline_models import FilledForm, PaperForm
from portal.applications.workflow import State
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class FilledLine:
    """A PDF that came back."""

    id: uuid.UUID
    file_name: str
    received_at: datetime
    received_by: str
    settled_at: datetime | None
    settled_by: str
    taken: int


@dataclass(frozen=True)
class PaperLine:
    """A form filled in by hand."""

    id: uuid.UUID
    file_name: str
    pages: int
    shown_pages: int
    is_for_commission: bool
    received_at: datetime
    received_by: str
    received_office: str
    typed_at: datetime | None
    typed_by: str
    typed_office: str
    is_typed_for_city: bool
    finished_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str

    @property
    def waits_for_city(self) -> bool:
        """Whether a text that was typed for the city is not confirmed by it."""
        return self.is_typed_for_city and self.confirmed_at is None


@dataclass(frozen=True)
class WaitingPaper:
    """A form by hand that the commission types for a city."""

    id: uuid.UUID
    reference: str
    city_name: str
    pages: int
    received_at: datetime
    received_by: str
    typed_at: datetime | None
    typed_by: str
    finished_at: datetime | None
    confirmed_at: datetime | None


def filled_lines(work: Work, application_id: uuid.UUID) -> tuple[FilledLine, ...]:
    """All filled forms of an application, newest first."""
    rows = work.session.execute(
        select(
            FilledForm.id,
            FilledForm.file_name,
            FilledForm.received_at,
            FilledForm.received_by,
            FilledForm.settled_at,
            FilledForm.settled_by,
            FilledForm.taken,
        )
        .where(FilledForm.application_id == application_id)
        .order_by(FilledForm.received_at.desc(), FilledForm.id.desc())
    )
    return tuple(FilledLine(*row) for row in rows)


def paper_lines(work: Work, application_id: uuid.UUID) -> tuple[PaperLine, ...]:
    """All forms on paper of an application, oldest first."""
    rows = work.session.execute(
        _papers()
        .where(PaperForm.application_id == application_id)
        .order_by(PaperForm.received_at, PaperForm.id)
    )
    return tuple(PaperLine(*row) for row in rows)


def paper_line(work: Work, application_id: uuid.UUID, paper_id: uuid.UUID) -> PaperLine:
    """One form on paper of an application. Raises NotFound."""
    row = work.session.execute(
        _papers().where(PaperForm.application_id == application_id, PaperForm.id == paper_id)
    ).first()
    if row is None:
        raise NotFound()
    return PaperLine(*row)


def papers_to_confirm(work: Work, application_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Forms whose text was typed for the city and waits for its word."""
    return tuple(
        work.session.scalars(
            select(PaperForm.id)
            .where(
                PaperForm.application_id == application_id,
                PaperForm.is_typed_for_city.is_(True),
                PaperForm.confirmed_at.is_(None),
            )
            .order_by(PaperForm.received_at, PaperForm.id)
        )
    )


def waiting_papers(work: Work) -> tuple[WaitingPaper, ...]:
    """What the commission types for cities: untyped first, then what waits for the city's word."""
    columns: tuple[Any, ...] = (
        PaperForm.id,
        Application.reference,
        Application.city_name,
        PaperForm.pages,
        PaperForm.received_at,
        PaperForm.received_by,
        PaperForm.typed_at,
        PaperForm.typed_by,
        PaperForm.finished_at,
        PaperForm.confirmed_at,
    )
    rows = work.session.execute(
        select(*columns)
        .join(
            Application,
            (Application.commission_id == PaperForm.commission_id)
            & (Application.id == PaperForm.application_id),
        )
        .where(PaperForm.is_for_commission.is_(True), Application.state == State.DRAFT)
        .order_by(PaperForm.finished_at.is_not(None), PaperForm.received_at, PaperForm.id)
        .limit(100)
    )
    return tuple(WaitingPaper(*row) for row in rows)


def _papers() -> Select[Any]:
    columns: tuple[Any, ...] = (
        PaperForm.id,
        PaperForm.file_name,
        PaperForm.pages,
        func.cardinality(PaperForm.shown_sha256s),
        PaperForm.is_for_commission,
        PaperForm.received_at,
        PaperForm.received_by,
        PaperForm.received_office,
        PaperForm.typed_at,
        PaperForm.typed_by,
        PaperForm.typed_office,
        PaperForm.is_typed_for_city,
        PaperForm.finished_at,
        PaperForm.confirmed_at,
        PaperForm.confirmed_by,
    )
    return select(*columns)
