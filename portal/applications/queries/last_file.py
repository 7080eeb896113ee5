"""The earlier application a draft began with: answers, form, and what the commission said.

Read in the city's scope, so only what the city may see of its own files.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.applications.events import ApplicationDeclined, ApplicationReturned
from portal.applications.models import Application, DraftSection, Message
from portal.applications.workflow import State
from portal.calls.form import Form
from portal.calls.models import Call, FormVersion
from portal.calls.queries import remembered_form
from portal.core.unit_of_work import Work
from portal.history.models import HistoryEntry

_REMARKS = (ApplicationReturned.name, ApplicationDeclined.name)


@dataclass(frozen=True)
class Remark:
    """What the commission wrote when it sent the application back or declined it."""

    is_final: bool
    """It declined; otherwise it asked for completion."""
    text: str
    sections: tuple[str, ...]
    """Sections it named; empty for the whole."""
    at: datetime

    def concerns(self, section: str) -> bool:
        """Whether it is to be read beside a section."""
        return not self.sections or section in self.sections


@dataclass(frozen=True)
class LastFile:
    """An earlier application."""

    reference: str
    state: State
    call_titles: dict[str, str]
    form: Form
    answers: dict[str, dict[str, Any]]
    """``{section: {field: value}}`` as last written."""
    remarks: tuple[Remark, ...]
    """Newest first."""

    def call_title(self, language: str) -> str:
        """The call's title in a language, else in English."""
        return self.call_titles.get(language) or self.call_titles["en"]


def last_file(work: Work, application_id: uuid.UUID | None) -> LastFile | None:
    """The earlier application of this id; None for none. One statement."""
    if application_id is None:
        return None
    row = work.session.execute(
        select(
            Application.reference,
            Application.state,
            Call.titles,
            FormVersion.id,
            FormVersion.digest,
            select(func.jsonb_object_agg(DraftSection.section, DraftSection.answers))
            .where(
                DraftSection.commission_id == Application.commission_id,
                DraftSection.application_id == Application.id,
            )
            .scalar_subquery()
            .label("answers"),
            select(
                func.jsonb_agg(
                    func.jsonb_build_object(
                        "event",
                        HistoryEntry.event,
                        "details",
                        HistoryEntry.details,
                        "at",
                        HistoryEntry.occurred_at,
                    )
                )
            )
            .where(
                HistoryEntry.commission_id == Application.commission_id,
                HistoryEntry.application_id == Application.id,
                HistoryEntry.event.in_(_REMARKS),
            )
            .scalar_subquery()
            .label("remarks"),
        )
        .join(Call, Call.id == Application.call_id)
        .join(FormVersion, FormVersion.id == Call.form_version_id)
        .where(Application.id == application_id)
    ).first()
    if row is None:
        return None
    remarks = [_remark(entry) for entry in row.remarks or []]
    return LastFile(
        reference=row.reference,
        state=row.state,
        call_titles=row.titles,
        form=remembered_form(work, row.id, row.digest),
        answers=row.answers or {},
        remarks=tuple(sorted(remarks, key=lambda remark: remark.at, reverse=True)),
    )


def words_of_the_commission(
    work: Work, application_id: uuid.UUID | None
) -> tuple[tuple[str, datetime], ...]:
    """Messages of the commission in an earlier application, newest first."""
    if application_id is None:
        return ()
    rows = work.session.execute(
        select(Message.text, Message.sent_at)
        .where(Message.application_id == application_id, Message.is_from_city.is_(False))
        .order_by(Message.sent_at.desc(), Message.id)
    )
    return tuple((row.text, row.sent_at) for row in rows)


def _remark(entry: dict[str, Any]) -> Remark:
    details = entry["details"]
    return Remark(
        is_final=entry["event"] == ApplicationDeclined.name,
        text=str(details.get("reason") or ""),
        sections=tuple(details.get("sections") or ()),
        at=datetime.fromisoformat(entry["at"]),
    )
