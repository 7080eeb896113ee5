"""What anybody may read: commissions, open calls, dates, guiding documents, counts of members."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from portal.calls.models import Call
from portal.calls.queries import (
    CallDates,
    GuidingText,
    Phase,
    guiding_texts,
    narrowed,
    real_calls,
)
from portal.commissions.countries import country_name, search_key, search_names, sort_key
from portal.commissions.models import Commission, NationalWindow, Standing
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.unit_of_work import Work
from portal.tenancy.scope import NETWORK_ID


@dataclass(frozen=True)
class CommissionLink:
    """A commission in the list of all."""

    code: str
    country: str
    name: str
    time_zone: str
    closes_at: datetime | None
    """Last moment to submit in its open call; None: none is open for its cities."""


@dataclass(frozen=True)
class CommissionPage:
    """A commission's public facts."""

    commission_id: int
    code: str
    country: str
    """ISO 3166-1 alpha-2."""
    names: dict[str, str]
    languages: tuple[str, ...]
    official_language: str
    time_zone: str
    is_open: bool
    closes_on: date | None
    closing_reason: str
    contact_name: str
    contact_email: str
    contact_phone: str
    website: str
    brand_color: str
    logo_sha256: str | None
    introduction: dict[str, str]
    wording_revision: int

    def name(self, language: str) -> str:
        """The official name in a language, else in the commission's own."""
        return wording(self.names, self.languages, language)

    def words(self, language: str) -> str:
        """The commission's words to its cities, in a language it wrote; may be empty."""
        return wording(self.introduction, self.languages, language)


@dataclass(frozen=True)
class HowToApply:
    """A commission's page: its facts, the call it is about, and which others there are."""

    commission: CommissionPage
    call: CallDates | None
    """The open one, else the next, else the one being decided; or the one that was asked for."""
    calls: tuple[CallDates, ...]
    """All calls of its cities, by opening."""
    guiding_texts: tuple[GuidingText, ...]
    now: datetime

    @property
    def phase(self) -> Phase | None:
        """Where the call stands; None if there is none."""
        return self.call.phase_at(self.now) if self.call else None

    @property
    def is_closed(self) -> bool:
        """Whether the commission's space has ended."""
        closes_on = self.commission.closes_on
        return closes_on is not None and self.now.date() > closes_on

    @property
    def has_form(self) -> bool:
        """Whether there is a form to fill in: the call is open or to come."""
        return not self.is_closed and self.phase in (Phase.OPEN, Phase.COMING)

    @property
    def other_calls(self) -> tuple[CallDates, ...]:
        """Calls that are open or to come, besides the one the page is about."""
        return tuple(
            call
            for call in self.calls
            if call != self.call and call.phase_at(self.now) in (Phase.OPEN, Phase.COMING)
        )


@dataclass(frozen=True)
class CallPage:
    """A call for all countries: its facts and where it is open now."""

    call: CallDates
    guiding_texts: tuple[GuidingText, ...]
    links: tuple[CommissionLink, ...]
    now: datetime

    @property
    def phase(self) -> Phase:
        """Where the call stands for a commission without dates of its own."""
        return self.call.phase_at(self.now)


def commission_links(work: Work, *, language: str, search: str = "") -> tuple[CommissionLink, ...]:
    """All commissions by country, in the reader's language.

    Found by name or code of the country in the reader's language or any of the country's own, in
    any script and without accents, or by the commission's name.
    """
    commissions = work.session.execute(
        select(
            Commission.commission_id,
            Commission.code,
            Commission.country,
            Commission.names,
            Commission.languages,
            Commission.time_zone,
            Commission.is_open,
            Commission.closes_on,
            Commission.standing,
        ).order_by(Commission.commission_id)
    ).all()
    closings = _closings(work)
    today = work.now.date()
    words = search_key(search)
    links = []
    for row in commissions:
        link = CommissionLink(
            code=row.code,
            country=country_name(row.country, language),
            name=wording(row.names, row.languages, language),
            time_zone=row.time_zone,
            closes_at=closings.of(row.commission_id, row.standing)
            if row.is_open and (row.closes_on is None or today <= row.closes_on)
            else None,
        )
        if not words or _is_meant(words, row, link.name):
            links.append(link)
    return tuple(sorted(links, key=lambda link: (sort_key(link.country), link.code)))


def network_calls(work: Work) -> tuple[CallDates, ...]:
    """Real calls whose cities can submit now or later, by opening."""
    return tuple(
        call
        for call in real_calls(work, NETWORK_ID)
        if call.phase_at(work.now) in (Phase.OPEN, Phase.COMING)
    )


def network_call(work: Work, code: str) -> CallDates:
    """A call for all countries. Raises NotFound, also for training."""
    return _of_code(real_calls(work, NETWORK_ID), code)


def call_page(work: Work, code: str, *, language: str) -> CallPage:
    """A call for all countries, and where it is open. Raises NotFound, also for training."""
    call = network_call(work, code)
    return CallPage(
        call=call,
        guiding_texts=guiding_texts(work, call.guiding_document_ids),
        links=tuple(
            link for link in commission_links(work, language=language) if link.closes_at is not None
        )
        if call.phase_at(work.now) is Phase.OPEN
        else (),
        now=work.now,
    )


def how_to_apply(work: Work, code: str, *, call_code: str | None = None) -> HowToApply:
    """Everything on a commission's page, about one of its calls. Raises NotFound."""
    row = work.session.scalars(select(Commission).where(Commission.code == code.lower())).first()
    if row is None:
        raise NotFound()
    calls = real_calls(work, row.commission_id)
    call = _of_code(calls, call_code) if call_code is not None else _foremost(calls, work.now)
    return HowToApply(
        commission=_page(row),
        call=call,
        calls=calls,
        guiding_texts=guiding_texts(work, call.guiding_document_ids) if call else (),
        now=work.now,
    )


@dataclass(frozen=True)
class _Closings:
    """Until when cities can submit, for each commission; calls for Member States alone apart."""

    by_commission: dict[int, dict[uuid.UUID, tuple[datetime, datetime]]]
    calls: tuple[Call, ...]
    now: datetime

    def of(self, commission_id: int, standing: Standing) -> datetime | None:
        """The last moment in the open calls of a commission; None if none is open for it."""
        own = self.by_commission.get(commission_id, {})
        windows = [
            own.get(call.id, (call.opens_at, call.closes_at))
            for call in self.calls
            if call.accepts_associates or standing is not Standing.ASSOCIATE
        ]
        return max((end for start, end in windows if start <= self.now <= end), default=None)


def _closings(work: Work) -> _Closings:
    calls = tuple(
        work.session.scalars(
            select(Call)
            .where(
                Call.opens_at <= work.now, Call.closes_at >= work.now, Call.is_training.is_(False)
            )
            .order_by(Call.opens_at, Call.id)
        )
    )
    open_calls = {call.id: call for call in calls}
    windows = work.session.execute(
        select(
            NationalWindow.commission_id,
            NationalWindow.call_id,
            NationalWindow.opens_at,
            NationalWindow.closes_at,
        ).where(NationalWindow.call_id.in_(open_calls))
    )
    found: dict[int, dict[uuid.UUID, tuple[datetime, datetime]]] = {}
    for row in windows:
        call = open_calls[row.call_id]
        found.setdefault(row.commission_id, {})[row.call_id] = narrowed(
            call.opens_at, call.closes_at, (row.opens_at, row.closes_at)
        )
    return _Closings(found, calls, work.now)


def _is_meant(words: str, row: Row[*tuple[Any, ...]], name: str) -> bool:
    """Whether somebody who typed these words may look for this commission."""
    keys = (*search_names(row.country, INTERFACE_LANGUAGES), search_key(name))
    return words == row.code or any(words in key for key in keys)


def _of_code(calls: tuple[CallDates, ...], code: str) -> CallDates:
    found = next((call for call in calls if call.code == code), None)
    if found is None:
        raise NotFound()
    return found


def _foremost(calls: tuple[CallDates, ...], now: datetime) -> CallDates | None:
    """The open call that closes first, else the next to open, else the one being decided."""
    by_phase = {
        phase: [call for call in calls if call.phase_at(now) is phase]
        for phase in (Phase.OPEN, Phase.COMING, Phase.DECIDING)
    }
    if by_phase[Phase.OPEN]:
        return min(by_phase[Phase.OPEN], key=lambda call: (call.closes_at, call.code))
    return next(iter(by_phase[Phase.COMING] + by_phase[Phase.DECIDING]), None)


def logo_of(work: Work, code: str) -> str:
    """Digest of the logo of a commission. Raises NotFound."""
    sha256 = work.session.scalar(select(Commission.logo_sha256).where(Commission.code == code))
    if sha256 is None:
        raise NotFound()
    return sha256


def _page(row: Commission) -> CommissionPage:
    return CommissionPage(
        commission_id=row.commission_id,
        code=row.code,
        country=row.country,
        names=dict(row.names),
        languages=tuple(row.languages),
        official_language=row.official_language,
        time_zone=row.time_zone,
        is_open=row.is_open,
        closes_on=row.closes_on,
        closing_reason=row.closing_reason,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        website=row.website,
        brand_color=row.brand_color,
        logo_sha256=row.logo_sha256,
        introduction=dict(row.introduction),
        wording_revision=row.wording_revision,
    )
