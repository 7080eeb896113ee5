"""Calls and forms for reading: what is open for a commission, until when, under which form."""

import enum
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select

from portal.calls.form import Form, parse_form
from portal.calls.models import Call, CallMode, DatesChange, FormVersion, GuidingDocument
from portal.commissions.models import Commission, NationalWindow, Standing
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work

_FORMS: dict[tuple[str, str], Form] = {}


class Phase(enum.StrEnum):
    """Where a call stands for one commission's cities."""

    COMING = "coming"
    OPEN = "open"
    DECIDING = "deciding"
    """Cities can no longer submit; commissions still decide and forward."""
    OVER = "over"


@dataclass(frozen=True)
class CallDates:
    """A call as one commission's cities see it: never wider than the call itself."""

    id: uuid.UUID
    code: str
    titles: dict[str, str]
    opens_at: datetime
    closes_at: datetime
    commissions_close_at: datetime
    form_version_id: str
    mode: CallMode
    quota: int | None
    population_warning: int
    guiding_document_ids: tuple[str, ...]
    official_languages: tuple[str, ...]
    is_training: bool
    dates_revision: int
    """Grows with each change of the dates, the call's or the commission's own."""
    dates_changed_at: datetime
    closes_before: datetime | None
    """The last moment that held before the latest change of it; None: it was never moved."""
    change_reason: str
    """Why it was moved; empty if it was not."""

    @property
    def is_moved(self) -> bool:
        """Whether cities submit until another moment than was announced at first."""
        return self.closes_before is not None and self.closes_before != self.closes_at

    def title(self, language: str) -> str:
        """The title in a language, else in English."""
        return self.titles.get(language) or self.titles["en"]

    def is_open_at(self, moment: datetime) -> bool:
        """Whether cities may submit without giving a reason."""
        return self.opens_at <= moment <= self.closes_at

    def phase_at(self, moment: datetime) -> Phase:
        """Where the call stands at a moment."""
        if moment < self.opens_at:
            return Phase.COMING
        if moment <= self.closes_at:
            return Phase.OPEN
        return Phase.DECIDING if moment <= self.commissions_close_at else Phase.OVER


@dataclass(frozen=True)
class MovedDates:
    """Dates of a call that were changed: who, why, what applied before and after."""

    id: uuid.UUID
    changed_at: datetime
    changed_by: str
    reason: str
    opens_before: datetime
    opens_at: datetime
    closes_before: datetime
    closes_at: datetime
    commissions_close_before: datetime
    commissions_close_at: datetime


@dataclass(frozen=True)
class GuidingText:
    """A document the network adopted."""

    id: str
    titles: dict[str, str]
    version: str

    def title(self, language: str) -> str:
        """The title in a language, else in English."""
        return self.titles.get(language) or self.titles["en"]


def open_calls(work: Work, commission_id: int) -> tuple[CallDates, ...]:
    """Calls in which this commission's cities may apply now; real ones first."""
    rows = work.session.execute(
        _calls_of(commission_id)
        .where(Call.opens_at <= work.now, Call.closes_at >= work.now, _is_for(commission_id))
        .order_by(Call.is_training, Call.closes_at, Call.id)
    )
    return tuple(call for call in map(_dates, rows) if call.is_open_at(work.now))


def next_call(work: Work, commission_id: int) -> CallDates | None:
    """The next call that has not opened for this commission yet."""
    rows = work.session.execute(
        _calls_of(commission_id)
        .where(Call.closes_at > work.now, Call.is_training.is_(False), _is_for(commission_id))
        .order_by(Call.opens_at, Call.id)
    )
    return next((call for call in map(_dates, rows) if call.opens_at > work.now), None)


def real_calls(work: Work, commission_id: int) -> tuple[CallDates, ...]:
    """All calls of this commission's cities, past and to come, without those for training."""
    rows = work.session.execute(
        _calls_of(commission_id)
        .where(Call.is_training.is_(False), _is_for(commission_id))
        .order_by(Call.opens_at, Call.id)
    )
    return tuple(map(_dates, rows))


def call_dates(work: Work, commission_id: int, call_id: uuid.UUID) -> CallDates:
    """One call as a commission's cities see it. Raises NotFound."""
    row = work.session.execute(_calls_of(commission_id).where(Call.id == call_id)).first()
    if row is None:
        raise NotFound()
    return _dates(row)


def dates_changes(work: Work, owner_id: int, call_id: uuid.UUID) -> tuple[MovedDates, ...]:
    """How a commission, or the network, moved the dates of a call; newest first."""
    rows = work.session.scalars(
        select(DatesChange)
        .where(DatesChange.commission_id == owner_id, DatesChange.call_id == call_id)
        .order_by(DatesChange.changed_at.desc(), DatesChange.id)
    )
    return tuple(map(_moved, rows))


def dates_change(work: Work, owner_id: int, change_id: uuid.UUID) -> tuple[uuid.UUID, MovedDates]:
    """The call and how its dates moved. Raises NotFound."""
    row = work.session.get(DatesChange, (owner_id, change_id))
    if row is None:
        raise NotFound()
    return row.call_id, _moved(row)


def form_of_version(work: Work, version_id: str) -> Form:
    """The form of a version. Raises NotFound."""
    definition = work.session.scalar(
        select(FormVersion.definition).where(FormVersion.id == version_id)
    )
    if definition is None:
        raise NotFound()
    return parse_form(definition)


def remembered_form(work: Work, version_id: str, digest: str) -> Form:
    """The form of a version, read and parsed once per process: another text has another digest."""
    known = _FORMS.get((version_id, digest))
    if known is None:
        known = _FORMS[version_id, digest] = form_of_version(work, version_id)
    return known


def guiding_texts(work: Work, ids: Collection[str]) -> tuple[GuidingText, ...]:
    """The guiding documents of these ids, oldest first."""
    rows = work.session.execute(
        select(GuidingDocument.id, GuidingDocument.titles, GuidingDocument.version)
        .where(GuidingDocument.id.in_(ids))
        .order_by(GuidingDocument.adopted_on, GuidingDocument.id)
    )
    return tuple(GuidingText(row.id, row.titles, row.version) for row in rows)


def narrowed(
    opens_at: datetime, closes_at: datetime, window: tuple[datetime | None, datetime | None]
) -> tuple[datetime, datetime]:
    """Opening and closing with a commission's own dates, which only ever narrow the call's."""
    own_opening, own_closing = window
    return (
        max(opens_at, own_opening or opens_at),
        min(closes_at, own_closing or closes_at),
    )


def _moved(row: DatesChange) -> MovedDates:
    return MovedDates(
        id=row.id,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        reason=row.reason,
        opens_before=row.opens_before,
        opens_at=row.opens_at,
        closes_before=row.closes_before,
        closes_at=row.closes_at,
        commissions_close_before=row.commissions_close_before,
        commissions_close_at=row.commissions_close_at,
    )


def _calls_of(commission_id: int) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Call,
        NationalWindow.opens_at,
        NationalWindow.closes_at,
        NationalWindow.quota,
        NationalWindow.dates_revision,
        NationalWindow.dates_changed_at,
        NationalWindow.closes_before,
        NationalWindow.change_reason,
    )
    return select(*columns).outerjoin(
        NationalWindow,
        (NationalWindow.call_id == Call.id) & (NationalWindow.commission_id == commission_id),
    )


def _is_for(commission_id: int) -> ColumnElement[bool]:
    """Whether cities of this commission may take part: some calls are for Member States alone."""
    is_associate = exists().where(
        Commission.commission_id == commission_id, Commission.standing == Standing.ASSOCIATE
    )
    return or_(Call.accepts_associates, ~is_associate)


def _dates(row: Row[Any]) -> CallDates:
    call, own_opening, own_closing, quota, own_revision, own_change, *own_move = tuple(row)
    opens_at, closes_at = narrowed(call.opens_at, call.closes_at, (own_opening, own_closing))
    own_before, own_reason = own_move
    if own_before and (closes_at != call.closes_at or own_change >= call.dates_changed_at):
        closes_before, reason = own_before, own_reason
    elif closes_at == call.closes_at:
        closes_before, reason = call.closes_before, call.change_reason
    else:  # the call moved, but not for these cities
        closes_before, reason = None, ""
    return CallDates(
        id=call.id,
        code=call.code,
        titles=call.titles,
        opens_at=opens_at,
        closes_at=closes_at,
        commissions_close_at=call.commissions_close_at,
        form_version_id=call.form_version_id,
        mode=call.mode,
        quota=call.quota if quota is None else quota,
        population_warning=call.population_warning,
        guiding_document_ids=tuple(call.guiding_document_ids),
        official_languages=tuple(call.official_languages),
        is_training=call.is_training,
        dates_revision=call.dates_revision + (own_revision or 0),
        dates_changed_at=max(call.dates_changed_at, own_change or call.dates_changed_at),
        closes_before=closes_before,
        change_reason=reason,
    )
