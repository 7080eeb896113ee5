"""Applications, their frozen submissions, drafts, links for mayors and a commission's papers."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.applications.workflow import State
from portal.core.codes import new_id
from portal.core.db import JsonList, JsonObject, Sha256, db, enum_column
from portal.tenancy.keys import OF_APPLICATION, OF_PAPERS_APPLICATION
from portal.tenancy.ownership import CityDraft, CommissionPaper, CommissionSpace, SharedRecord


class LateAnswer(enum.StrEnum):
    """What a commission says to a reason for lateness."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Application(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """One city's request in one call. ``state`` is assigned by ``services.moving`` only."""

    __tablename__ = "application"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    reference: Mapped[str]
    """``KE-2027-014``: what everyone quotes."""
    state: Mapped[State] = mapped_column(enum_column(State))
    state_since: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    """Grows with each change of state; a form that shows an older one is stale."""
    city_name: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="")
    """Names and reference, folded: lower case, without accents."""
    population: Mapped[int | None]
    submission_number: Mapped[int] = mapped_column(default=0)
    """Number of the current submission; 0 before the first freeze."""
    officer_id: Mapped[uuid.UUID | None]
    officer_name: Mapped[str] = mapped_column(default="")
    checks_done: Mapped[int] = mapped_column(default=0)
    checks_total: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    """First submission: the Coordination Team reads a copy from then on."""
    endorsed_at: Mapped[datetime | None]
    forwarded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    late_reason: Mapped[str] = mapped_column(default="")
    late_answer: Mapped[LateAnswer] = mapped_column(
        enum_column(LateAnswer), default=LateAnswer.OPEN, server_default="open"
    )
    """Whether the commission takes in what came after its last day."""
    late_answer_reason: Mapped[str] = mapped_column(default="", server_default="")
    return_reason: Mapped[str] = mapped_column(default="")
    return_sections: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    small_city_reason: Mapped[str] = mapped_column(default="")
    """Why the commission accepts a population under the call's warning."""
    copied_from_id: Mapped[uuid.UUID | None]
    """The city's earlier application this one began with."""
    created_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["commission_id", "city_id"], ["city.commission_id", "city.city_id"]),
        ForeignKeyConstraint(
            ["commission_id", "city_id", "copied_from_id"],
            ["application.commission_id", "application.city_id", "application.id"],
        ),
        UniqueConstraint("commission_id", "city_id", "id"),
        UniqueConstraint("commission_id", "reference"),
        Index(
            "uq_application_open",
            "commission_id",
            "city_id",
            "call_id",
            unique=True,
            postgresql_where="state not in ('withdrawn', 'lapsed', 'declined')",
        ),
        CheckConstraint(
            "state in ('draft', 'awaiting_mayor', 'signed', 'withdrawn', 'lapsed')"
            " or submitted_at is not null",
            name="submitted_has_time",
        ),
        CheckConstraint(
            "(submitted_at is null) = (shared_at is null)", name="shared_from_submission"
        ),
        CheckConstraint(
            "state not in ('endorsed', 'forwarded', 'incomplete', 'member', 'not_admitted',"
            " 'deferred') or endorsed_at is not null",
            name="endorsed_has_time",
        ),
        CheckConstraint(
            "state not in ('forwarded', 'incomplete', 'member', 'not_admitted', 'deferred')"
            " or forwarded_at is not null",
            name="forwarded_has_time",
        ),
        Index(
            "ix_application_desk",
            "commission_id",
            "state",
            "state_since",
            "id",
            postgresql_include=[
                "city_id",
                "checks_done",
                "checks_total",
            ],  # the policy reads the city
        ),
        Index(
            "ix_application_figures",
            "commission_id",
            "call_id",
            postgresql_include=["state", "submitted_at", "endorsed_at", "forwarded_at"],
        ),
        Index(
            "ix_application_shared",
            "state",
            "state_since",
            "id",
            postgresql_where="shared_at is not null",
        ),
    )


class Submission(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """A frozen version of an application: answers, files, digest, print. Never changed."""

    __tablename__ = "submission"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    number: Mapped[int]
    form_version_id: Mapped[str] = mapped_column(ForeignKey("form_version.id"))
    answers: Mapped[JsonObject]
    """``{section: {field: value}}`` as at the freeze."""
    attachments: Mapped[JsonList]
    """``[{"title", "kind", "file_name", "sha256", "media_type", "size_bytes", "pages", "shown"}]``.

    ``kind``: see ``attached_kinds``; ``shown``: digests of the pages painted anew. The mayor's
    mandate has what it says as ``mandate``.
    """
    city: Mapped[JsonObject] = mapped_column(default=dict)
    """Name, kind, place and members as at the freeze: see ``city_facts.frozen_city``."""
    digest: Mapped[Sha256]
    """SHA-256 of the canonical JSON of answers, attachments and the city."""
    print_sha256: Mapped[Sha256]
    """The print as laid out for signing, before any signature."""
    document_sha256: Mapped[Sha256]
    """The file of this submission now: print, with the mayor's, with both signatures, sealed."""
    verification_code: Mapped[str]
    mayor_name: Mapped[str]
    mayor_office: Mapped[str]
    language: Mapped[str]
    """Language of the print beside the official one."""
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[str]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str] = mapped_column(default="")
    superseded_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        UniqueConstraint("commission_id", "application_id", "number"),
    )


class DraftSection(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """Answers in progress of one section, with a revision for each field."""

    __tablename__ = "draft_section"

    application_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[JsonObject]
    revisions: Mapped[JsonObject]
    """``{field: {"n", "by", "at", "page"}}``: ``n`` grows with each saved change of the field."""
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]

    __table_args__ = (ForeignKeyConstraint(*OF_APPLICATION),)


class MayorLink(CityDraft, db.Model):  # type: ignore[name-defined,misc]
    """A one-time link by which a mayor signs one submission without an account."""

    __tablename__ = "mayor_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    email: Mapped[str]
    """Empty: the link was handed over as a QR code."""
    language: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    """Empty: by the clock."""
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    """When a browser first fetched the document, not when a mail server tried the address."""
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    is_reminder: Mapped[bool] = mapped_column(default=False)
    """Mailed to bring an open link to mind; both open the page until one is used."""

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_mayor_link_submission", "commission_id", "submission_id"),
    )

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it still opens the page."""
        return not self.used_at and not self.revoked_at and moment < self.expires_at


class Message(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """A message between city and commission, kept in the file. Never shared further."""

    __tablename__ = "message"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    text: Mapped[str]
    author_id: Mapped[uuid.UUID | None]
    author_name: Mapped[str]
    is_from_city: Mapped[bool]
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        Index("ix_message_application", "commission_id", "application_id", "sent_at"),
    )


class Verdict(enum.StrEnum):
    """What an officer found at one point of the checklist."""

    MEETS = "meets"
    NEEDS_WORK = "needs_work"


class Check(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """One point of the checklist for one application."""

    __tablename__ = "check_point"

    application_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    point: Mapped[str] = mapped_column(primary_key=True)
    submission_number: Mapped[int]
    """The version the verdict counts for; one for an older version does not count."""
    carried_from: Mapped[int | None]
    """The version it was given on, if the matter of the point has not changed since."""
    verdict: Mapped[Verdict | None] = mapped_column(enum_column(Verdict))
    note: Mapped[str] = mapped_column(default="")
    checked_by: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None]

    __table_args__ = (ForeignKeyConstraint(*OF_PAPERS_APPLICATION),)


class Note(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """An internal note of the commission's staff."""

    __tablename__ = "note"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    text: Mapped[str]
    author_id: Mapped[uuid.UUID | None]
    author_name: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(*OF_PAPERS_APPLICATION),
        Index("ix_note_application", "commission_id", "application_id"),
    )


class EndorsementScan(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """A scan of Part 2 signed by hand that waits for the signatory's attestation. Added only."""

    __tablename__ = "endorsement_scan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    document_sha256: Mapped[Sha256]
    """The document that was printed, signed by hand and scanned."""
    scan_sha256: Mapped[Sha256]
    file_name: Mapped[str]
    media_type: Mapped[str]
    shown_sha256s: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Its pages painted anew (JPEG)."""
    part_two_page: Mapped[int]
    """Which page of the scan shows Part 2; pages count from 1."""
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime]
    attested_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(*OF_PAPERS_APPLICATION),
        Index("ix_endorsement_scan_application", "commission_id", "application_id", "uploaded_at"),
    )


class ReferenceCounter(CommissionSpace, db.Model):  # type: ignore[name-defined,misc]
    """Last number given out in a commission and call, for references without gaps."""

    __tablename__ = "reference_counter"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    last_number: Mapped[int]
