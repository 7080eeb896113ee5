"""What a city's screens read about its applications. Read in the city's scope."""

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import SelectBase, func, select
from sqlalchemy.orm import aliased

from portal.applications.models import (
    Application,
    DraftSection,
    Message,
    Submission,
)
from portal.applications.tracking import Usual
from portal.applications.workflow import State
from portal.calls.form import Form
from portal.calls.models import Call, FormVersion
from portal.calls.queries import narrowed, remembered_form
from portal.commissions.models import (
    City,
    CityStatus,
    Commission,
    NationalValues,
    NationalWindow,
    Style,
    UsualDays,
    WaitingStage,
)
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work
from portal.documents.models import Document
from portal.tenancy.scope import NETWORK_ID


@dataclass(frozen=True)
class OwnCity:
    """The city itself."""

    name: str
    latin_name: str
    status: CityStatus


@dataclass(frozen=True)
class ApplicationLine:
    """One application in the list on the first page."""

    reference: str
    state: State
    state_since: datetime
    call_id: uuid.UUID
    call_titles: dict[str, str]
    created_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True)
class ApplicationHead:
    """One application with its present submission, its call and its commission."""

    id: uuid.UUID
    city_id: uuid.UUID
    commission_id: int
    reference: str
    state: State
    state_since: datetime
    revision: int
    city_name: str
    submission_number: int
    officer_name: str
    submitted_at: datetime | None
    endorsed_at: datetime | None
    forwarded_at: datetime | None
    closed_at: datetime | None
    late_reason: str
    return_reason: str
    return_sections: list[str]
    copied_from_id: uuid.UUID | None
    """The earlier application it began with."""
    call_id: uuid.UUID
    call_titles: dict[str, str]
    call_opens_at: datetime
    call_closes_at: datetime
    commissions_close_at: datetime
    population_warning: int
    guiding_document_ids: list[str]
    is_training: bool
    form: Form
    """The form the call is pinned to."""
    commission_names: dict[str, str]
    commission_contact: str
    country: str
    """ISO 3166-1 alpha-2 code."""
    languages: list[str]
    official_language: str
    time_zone: str
    commission_closes_on: date | None
    style: Style
    """How the commission works with its cities."""
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    national_answers: dict[str, Any] | None
    """``{field: value}`` the commission proposes to its cities in this call."""
    national_documents: list[str] | None
    """Kinds of documents the commission asks for beside the form's."""
    submission_id: uuid.UUID | None
    digest: str | None
    document_sha256: str | None
    verification_code: str | None
    frozen_at: datetime | None
    mayor_name: str | None
    mayor_office: str | None
    document_id: uuid.UUID | None
    """The file of the present submission as it is now."""
    unread: int
    """Messages of the commission that nobody of the city has read."""

    @property
    def opens_at(self) -> datetime:
        """When the city may submit, by the call and the commission."""
        own = (self.window_opens_at, self.window_closes_at)
        return narrowed(self.call_opens_at, self.call_closes_at, own)[0]

    @property
    def closes_at(self) -> datetime:
        """Until when the city may submit without giving a reason."""
        own = (self.window_opens_at, self.window_closes_at)
        return narrowed(self.call_opens_at, self.call_closes_at, own)[1]

    def call_title(self, language: str) -> str:
        """The call's title in a language, else in English."""
        return self.call_titles.get(language) or self.call_titles["en"]

    def commission_name(self, language: str) -> str:
        """The commission's name in a language, else in its first, else in English."""
        return wording(self.commission_names, self.languages, language)


@dataclass(frozen=True)
class Draft:
    """Answers in progress."""

    answers: dict[str, dict[str, Any]]
    """``{section: {field: value}}``"""
    revisions: dict[str, dict[str, int]]
    """``{section: {field: n}}``"""
    saved_at: datetime | None
    saved_by: str


def own_city(work: Work, city_id: uuid.UUID) -> OwnCity:
    """The city of this scope. Raises NotFound."""
    row = work.session.execute(
        select(City.name, City.called, City.latin_name, City.status).where(City.city_id == city_id)
    ).first()
    if row is None:
        raise NotFound()
    return OwnCity(row.called or row.name, row.latin_name, row.status)


def city_itself(work: Work, city_id: uuid.UUID) -> City:
    """The whole row of the city of this scope. Raises NotFound."""
    city = work.session.scalars(select(City).where(City.city_id == city_id)).first()
    if city is None:
        raise NotFound()
    return city


def own_applications(work: Work) -> tuple[ApplicationLine, ...]:
    """All applications of this scope's city, newest first."""
    rows = work.session.execute(
        select(
            Application.reference,
            Application.state,
            Application.state_since,
            Application.call_id,
            Call.titles,
            Application.created_at,
            Application.submitted_at,
        )
        .join(Call, Call.id == Application.call_id)
        .order_by(Application.created_at.desc(), Application.id.desc())
    )
    return tuple(ApplicationLine(*row) for row in rows)


def application_id(work: Work, reference: str) -> uuid.UUID:
    """Which application of this scope a reference names, for an act on it. Raises NotFound."""
    rows = _ID.rows(work.session, reference=reference)
    if not rows:
        raise NotFound()
    found: uuid.UUID = rows[0][0]
    return found


def application_head(work: Work, reference: str) -> ApplicationHead:
    """The application of a reference in this scope. Raises NotFound."""
    rows = _HEAD.rows(work.session, reference=reference)
    if not rows:
        raise NotFound()
    *columns, digest = rows[0]
    values = dict(zip(_FIELDS, columns, strict=True))
    values["state"] = State(values["state"])
    values["style"] = Style(values["style"])
    values["form"] = remembered_form(work, values["form"], digest)
    return ApplicationHead(**values)


_FIELDS = tuple(field.name for field in fields(ApplicationHead))


def _head_statement() -> SelectBase:
    """A column for each field of the head, in their order; last the digest of the form's text."""
    document = aliased(Document)
    unread = (
        select(func.count())
        .where(
            Message.commission_id == Application.commission_id,
            Message.application_id == Application.id,
            Message.is_from_city.is_(False),
            Message.read_at.is_(None),
        )
        .scalar_subquery()
    )
    return (
        select(
            Application.id,
            Application.city_id,
            Application.commission_id,
            Application.reference,
            Application.state,
            Application.state_since,
            Application.revision,
            Application.city_name,
            Application.submission_number,
            Application.officer_name,
            Application.submitted_at,
            Application.endorsed_at,
            Application.forwarded_at,
            Application.closed_at,
            Application.late_reason,
            Application.return_reason,
            Application.return_sections,
            Application.copied_from_id,
            Call.id,
            Call.titles,
            Call.opens_at,
            Call.closes_at,
            Call.commissions_close_at,
            Call.population_warning,
            Call.guiding_document_ids,
            Call.is_training,
            FormVersion.id,
            Commission.names,
            Commission.contact_name,
            Commission.country,
            Commission.languages,
            Commission.official_language,
            Commission.time_zone,
            Commission.closes_on,
            Commission.style,
            NationalWindow.opens_at,
            NationalWindow.closes_at,
            NationalValues.answers,
            NationalValues.document_kinds,
            Submission.id,
            Submission.digest,
            Submission.document_sha256,
            Submission.verification_code,
            Submission.frozen_at,
            Submission.mayor_name,
            Submission.mayor_office,
            select(document.id)
            .where(
                document.commission_id == Submission.commission_id,
                document.submission_id == Submission.id,
                document.sha256 == Submission.document_sha256,
            )
            .order_by(document.created_at.desc())
            .limit(1)
            .scalar_subquery(),
            unread,
            FormVersion.digest,
        )
        .join(Call, Call.id == Application.call_id)
        .join(FormVersion, FormVersion.id == Call.form_version_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .outerjoin(
            NationalWindow,
            (NationalWindow.commission_id == Application.commission_id)
            & (NationalWindow.call_id == Application.call_id),
        )
        .outerjoin(
            NationalValues,
            (NationalValues.commission_id == Application.commission_id)
            & (NationalValues.call_id == Application.call_id),
        )
        .outerjoin(
            Submission,
            (Submission.commission_id == Application.commission_id)
            & (Submission.application_id == Application.id)
            & (Submission.number == Application.submission_number),
        )
        .where(Application.reference == given("reference"))
    )


_HEAD = Prepared(_head_statement)
_ID = Prepared(lambda: select(Application.id).where(Application.reference == given("reference")))


def usual(work: Work, stage: WaitingStage, commission_id: int) -> Usual | None:
    """How long a stage usually takes: at this commission, else anywhere; None if unknown."""
    row = work.session.execute(
        select(UsualDays.half, UsualDays.nine_of_ten, UsualDays.commission_id)
        .where(UsualDays.stage == stage, UsualDays.commission_id.in_((commission_id, NETWORK_ID)))
        .order_by(UsualDays.commission_id.desc())
        .limit(1)
    ).first()
    return Usual(row.half, row.nine_of_ten, row.commission_id != NETWORK_ID) if row else None


def draft(work: Work, application_id: uuid.UUID) -> Draft:
    """All answers in progress of one application."""
    rows = work.session.execute(
        select(
            DraftSection.section,
            DraftSection.answers,
            DraftSection.revisions,
            DraftSection.saved_at,
            DraftSection.saved_by,
        ).where(DraftSection.application_id == application_id)
    ).all()
    last = max(rows, key=lambda row: row.saved_at, default=None)
    return Draft(
        answers={row.section: row.answers for row in rows},
        revisions={
            row.section: {field: int(mark["n"]) for field, mark in row.revisions.items()}
            for row in rows
        },
        saved_at=last.saved_at if last else None,
        saved_by=last.saved_by if last else "",
    )
