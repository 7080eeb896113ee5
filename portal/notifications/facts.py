"""What a mail about an application speaks of, in the words of its reader's language."""

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.accounts.roles import Role
from portal.applications.models import Application, MayorLink, Submission
from portal.calls.models import Call
from portal.commissions.models import Commission, NationalWindow
from portal.commissions.names import wording
from portal.core.codes import hash_secret
from portal.core.events import Event
from portal.core.i18n import day, direction, moment
from portal.core.i18n import gettext as _
from portal.core.unit_of_work import Work
from portal.documents.models import Document, DocumentKind
from portal.notifications.events import DatesMoved
from portal.notifications.services import AttachedFile

_OPENING, _CLOSING = "\u2068", "\u2069"
"""First strong isolate and its end (Unicode Bidirectional Algorithm)."""


@dataclass(frozen=True)
class Facts:
    """An application, its call and its commission."""

    reference: str
    city: str
    commission_id: int
    wording_revision: int
    code: str
    time_zone: str
    names: dict[str, str]
    languages: tuple[str, ...]
    titles: dict[str, str]
    closes_at: datetime
    forward_at: datetime

    def in_words(self, language: str) -> dict[str, str]:
        """The facts for the sentences of a mail."""
        here = ZoneInfo(self.time_zone)
        return {
            "reference": self.reference,
            "city": self.city,
            "code": self.code,
            "commission": wording(self.names, self.languages, language),
            "call": wording(self.titles, (), language),
            "closing": moment(_last(self.closes_at, here), language, zone=here),
            "forward_by": moment(self.forward_at, language, zone=self.time_zone),
            "closing_day": day(_last(self.closes_at, here), language),
            "forward_day": day(self.forward_at.astimezone(here), language),
        }


@dataclass(frozen=True)
class CommissionFacts:
    """A commission, for a mail that speaks of no single application."""

    code: str
    names: dict[str, str]
    languages: tuple[str, ...]
    commission_id: int
    wording_revision: int

    def in_words(self, language: str) -> dict[str, str]:
        """The facts for the sentences of a mail."""
        return {"code": self.code, "commission": wording(self.names, self.languages, language)}


def commission_facts(work: Work, commission_id: int) -> CommissionFacts:
    """The facts of a commission. One statement."""
    row = work.session.execute(
        select(
            Commission.code, Commission.names, Commission.languages, Commission.wording_revision
        ).where(Commission.commission_id == commission_id)
    ).one()
    return CommissionFacts(
        row.code, dict(row.names), tuple(row.languages), commission_id, row.wording_revision
    )


def application_facts(work: Work, commission_id: int, application_id: uuid.UUID) -> Facts:
    """The facts of one application. One statement."""
    row = work.session.execute(
        select(
            Application.reference,
            Application.city_name,
            Call.titles,
            Call.closes_at,
            Call.commissions_close_at,
            Commission.wording_revision,
            Commission.code,
            Commission.time_zone,
            Commission.names,
            Commission.languages,
            NationalWindow.closes_at.label("national_closes_at"),
        )
        .join(Call, Call.id == Application.call_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .outerjoin(
            NationalWindow,
            (NationalWindow.commission_id == Application.commission_id)
            & (NationalWindow.call_id == Application.call_id),
        )
        .where(Application.commission_id == commission_id, Application.id == application_id)
    ).one()
    return Facts(
        reference=row.reference,
        city=row.city_name,
        commission_id=commission_id,
        wording_revision=row.wording_revision,
        code=row.code,
        time_zone=row.time_zone,
        names=dict(row.names),
        languages=tuple(row.languages),
        titles=dict(row.titles),
        closes_at=min(row.closes_at, row.national_closes_at or row.closes_at),
        forward_at=row.commissions_close_at,
    )


def call_facts(work: Work, event: DatesMoved) -> Facts:
    """The facts of a call for one commission, without an application. One statement."""
    row = work.session.execute(
        select(
            Call.titles,
            Commission.wording_revision,
            Commission.code,
            Commission.time_zone,
            Commission.names,
            Commission.languages,
        )
        .join(Commission, Commission.commission_id == event.commission_id)
        .where(Call.id == event.call_id)
    ).one()
    return Facts(
        reference="",
        city="",
        commission_id=event.commission_id,
        wording_revision=row.wording_revision,
        code=row.code,
        time_zone=row.time_zone,
        names=dict(row.names),
        languages=tuple(row.languages),
        titles=dict(row.titles),
        closes_at=event.closing,
        forward_at=event.forward_by,
    )


def dates_words(event: DatesMoved, facts: Facts, language: str) -> dict[str, str]:
    """What applies now and applied before, for the sentences of a mail."""
    here = ZoneInfo(facts.time_zone)
    return {
        **event_words(event, language, facts.time_zone),
        **facts.in_words(language),
        "closing_before": moment(_last(event.closing_before, here), language, zone=here),
    }


def event_words(event: Event, language: str, zone: str) -> dict[str, str]:
    """The event's own texts, names and times, for the sentences of a mail."""
    words: dict[str, str] = {}
    for field in dataclasses.fields(event):
        value = getattr(event, field.name)
        if isinstance(value, str):
            words[field.name] = str(value)
        elif isinstance(value, datetime):
            words[field.name] = moment(value, language, zone=zone)
            if field.name.endswith("_at"):
                local_day = day(value.astimezone(ZoneInfo(zone)), language)
                words[f"{field.name.removesuffix('_at')}_day"] = local_day
    return words


def office_words(office: str) -> str:
    """Who acted, where the actor has no name of a person."""
    words = {
        Role.DELEGATE: _("A colleague in your city"),
        Role.EDITOR: _("A colleague in your city"),
        Role.OFFICER: _("An officer"),
        Role.SIGNATORY: _("The signatory"),
        Role.JUROR: _("A juror"),
        Role.COORDINATOR: _("The Coordination Team"),
        "mayor": _("The mayor"),
    }
    return words.get(office, _("The portal"))


def isolated(words: dict[str, str], language: str) -> dict[str, str]:
    """For right-to-left sentences: names of the other direction do not disturb their order."""
    if direction(language) == "ltr":
        return words
    return {name: f"{_OPENING}{word}{_CLOSING}" if word else word for name, word in words.items()}


def receipt_of(work: Work, application_id: uuid.UUID, number: int | None) -> list[AttachedFile]:
    """The receipt of a submission, if there is one. One statement."""
    row = work.session.execute(
        select(Document.title, Document.media_type, Document.sha256)
        .join(
            Submission,
            (Submission.commission_id == Document.commission_id)
            & (Submission.id == Document.submission_id),
        )
        .where(
            Document.application_id == application_id,
            Document.kind == DocumentKind.RECEIPT,
            Submission.number == number,
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    ).first()
    return [AttachedFile(row.title, row.media_type, row.sha256)] if row else []


def language_of_link(work: Work, secret: str) -> str:
    """The language in which the mayor was asked."""
    found = work.session.scalar(
        select(MayorLink.language).where(MayorLink.token_hash == hash_secret(secret))
    )
    return found or "en"


def _last(ends_at: datetime, here: ZoneInfo) -> datetime:
    """An end at midnight is told as the last minute of the day that ends: nobody comes a day late.

    Whole days of a commission end so.
    """
    local = ends_at.astimezone(here)
    return local - timedelta(minutes=1) if local.time() == time.min else local
