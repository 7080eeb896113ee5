"""What the page of one application reads: a header, then what the chosen tab shows.

Everything is read in the commission's scope; internal papers never leave it.
"""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import SelectBase, func, select

from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.applications.events import QuestionAsked
from portal.applications.models import (
    Application,
    EndorsementScan,
    Message,
    Note,
    Submission,
)
from portal.applications.queries.places import ASKING_STATES, quota, taken
from portal.applications.services.moving import practices
from portal.applications.workflow import Practice, State
from portal.calls.form import Form
from portal.calls.models import Call, CallMode, FormVersion
from portal.calls.queries import remembered_form
from portal.commissions.models import (
    City,
    CityKind,
    Commission,
    NationalWindow,
    SignatureMethod,
    Style,
)
from portal.core.errors import NotFound
from portal.core.statements import Prepared, given
from portal.core.unit_of_work import Work
from portal.desk.queries.space import Officer, officers_from, officers_of
from portal.documents.models import Document
from portal.history.models import HistoryEntry


@dataclass(frozen=True)
class FileHead:
    """One application with its present submission and the rules of its call."""

    id: uuid.UUID
    city_id: uuid.UUID
    call_id: uuid.UUID
    reference: str
    state: State
    state_since: datetime
    revision: int
    city_name: str
    population: int | None
    submission_number: int
    officer_id: uuid.UUID | None
    officer_name: str
    checks_done: int
    checks_total: int
    submitted_at: datetime | None
    endorsed_at: datetime | None
    forwarded_at: datetime | None
    late_reason: str
    late_answer: str
    late_answer_reason: str
    return_reason: str
    return_sections: list[str]
    small_city_reason: str
    latin_name: str
    subdivision: str
    city_kind: CityKind
    call_titles: dict[str, str]
    call_closes_at: datetime
    commissions_close_at: datetime
    population_warning: int
    guiding_document_ids: list[str]
    mode: CallMode
    two_step_decision: bool
    officers_may_decline: bool
    forward_at_once: bool
    signature_method: SignatureMethod
    official_language: str
    time_zone: str
    style: Style
    form: Form
    """The form the call is pinned to."""
    submission_id: uuid.UUID | None
    answers: dict[str, dict[str, Any]] | None
    attachments: list[dict[str, Any]] | None
    document_sha256: str | None
    verification_code: str | None
    mayor_name: str | None
    mayor_office: str | None
    window_closes_at: datetime | None
    scan_waits: bool
    """Whether a scan of Part 2 signed by hand waits for the signatory."""
    messages: int
    unread: int
    notes: int
    documents: int
    delegates: int
    """People of the city who have an account."""
    places: int | None
    """Places of the commission in the call; None: no quota."""
    places_taken: int
    question: str | None
    """The last question of the Coordination Team."""
    officers: tuple[Officer, ...]
    """Colleagues who can take the file, by name."""

    @property
    def practices(self) -> frozenset[Practice]:
        """The settings that open and close rows of the workflow."""
        return practices(
            two_step_decision=self.two_step_decision,
            officers_may_decline=self.officers_may_decline,
            mode=self.mode,
        )

    @property
    def needs_place(self) -> bool:
        """Whether it has no place yet in a call that limits them."""
        return self.places is not None and self.state in ASKING_STATES

    @property
    def finds_no_place(self) -> bool:
        """Whether it needs a place and none is left."""
        return self.needs_place and self.places_taken >= (self.places or 0)

    @property
    def is_checked(self) -> bool:
        """Whether all points of the checklist meet."""
        return 0 < self.checks_total <= self.checks_done

    @property
    def is_small(self) -> bool:
        """Whether the population is under the call's warning."""
        return self.population is not None and self.population < self.population_warning


def file_head(work: Work, reference: str) -> FileHead:
    """The application of a reference in this commission. Raises NotFound."""
    rows = _HEAD.rows(work.session, reference=reference)
    if not rows:
        raise NotFound()
    *columns, digest = rows[0]
    values = dict(zip(_FIELDS, columns, strict=True))
    values["state"] = State(values["state"])
    values["city_kind"] = CityKind(values["city_kind"])
    values["mode"] = CallMode(values["mode"])
    values["signature_method"] = SignatureMethod(values["signature_method"])
    values["style"] = Style(values["style"])
    values["form"] = remembered_form(work, values["form"], digest)
    values["officers"] = officers_from(values["officers"])
    return FileHead(**values)


_FIELDS = tuple(field.name for field in fields(FileHead))


def _head_statement() -> SelectBase:
    """A column for each field of the head, in their order; last the digest of the form's text."""
    of_file = (Message.application_id == Application.id) & (
        Message.commission_id == Application.commission_id
    )
    return (
        select(
            Application.id,
            Application.city_id,
            Application.call_id,
            Application.reference,
            Application.state,
            Application.state_since,
            Application.revision,
            Application.city_name,
            Application.population,
            Application.submission_number,
            Application.officer_id,
            Application.officer_name,
            Application.checks_done,
            Application.checks_total,
            Application.submitted_at,
            Application.endorsed_at,
            Application.forwarded_at,
            Application.late_reason,
            Application.late_answer,
            Application.late_answer_reason,
            Application.return_reason,
            Application.return_sections,
            Application.small_city_reason,
            City.latin_name,
            City.subdivision,
            City.kind,
            Call.titles,
            Call.closes_at,
            Call.commissions_close_at,
            Call.population_warning,
            Call.guiding_document_ids,
            Call.mode,
            Commission.two_step_decision,
            Commission.officers_may_decline,
            Commission.forward_at_once,
            Commission.signature_method,
            Commission.official_language,
            Commission.time_zone,
            Commission.style,
            FormVersion.id,
            Submission.id,
            Submission.answers,
            Submission.attachments,
            Submission.document_sha256,
            Submission.verification_code,
            Submission.mayor_name,
            Submission.mayor_office,
            NationalWindow.closes_at,
            select(EndorsementScan.attested_at.is_(None))
            .where(
                EndorsementScan.commission_id == Application.commission_id,
                EndorsementScan.application_id == Application.id,
                EndorsementScan.document_sha256 == Submission.document_sha256,
            )
            .order_by(EndorsementScan.uploaded_at.desc(), EndorsementScan.id.desc())
            .limit(1)
            .scalar_subquery(),
            select(func.count()).where(of_file).scalar_subquery(),
            select(func.count())
            .where(of_file, Message.is_from_city, Message.read_at.is_(None))
            .scalar_subquery(),
            select(func.count())
            .where(
                Note.application_id == Application.id,
                Note.commission_id == Application.commission_id,
            )
            .scalar_subquery(),
            select(func.count())
            .where(
                Document.application_id == Application.id,
                Document.commission_id == Application.commission_id,
            )
            .scalar_subquery(),
            select(func.count())
            .where(
                Membership.commission_id == Application.commission_id,
                Membership.city_id == Application.city_id,
                Membership.role == Role.DELEGATE,
                Membership.ended_at.is_(None),
            )
            .scalar_subquery(),
            quota(),
            taken(Application.commission_id, Application.call_id),
            select(HistoryEntry.details["question"].astext)
            .where(
                HistoryEntry.commission_id == Application.commission_id,
                HistoryEntry.application_id == Application.id,
                HistoryEntry.event == QuestionAsked.name,
            )
            .order_by(HistoryEntry.position.desc())
            .limit(1)
            .scalar_subquery(),
            officers_of(Application.commission_id),
            FormVersion.digest,
        )
        .join(
            City,
            (City.commission_id == Application.commission_id)
            & (City.city_id == Application.city_id),
        )
        .join(Call, Call.id == Application.call_id)
        .join(FormVersion, FormVersion.id == Call.form_version_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .outerjoin(
            Submission,
            (Submission.commission_id == Application.commission_id)
            & (Submission.application_id == Application.id)
            & (Submission.number == Application.submission_number),
        )
        .outerjoin(
            NationalWindow,
            (NationalWindow.commission_id == Application.commission_id)
            & (NationalWindow.call_id == Application.call_id),
        )
        .where(Application.reference == given("reference"))
    )


_HEAD = Prepared(_head_statement)
