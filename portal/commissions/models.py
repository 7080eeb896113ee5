"""Commissions and the cities of their countries: the tenants and those who apply to them."""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.commissions.names import wording
from portal.core.db import JsonList, JsonObject, db, enum_column
from portal.tenancy.ownership import PublicFact, SharedRecord


class Region(enum.StrEnum):
    """The five programme regions of UNESCO."""

    AFRICA = "africa"
    ARAB_STATES = "arab_states"
    ASIA_PACIFIC = "asia_pacific"
    EUROPE_NORTH_AMERICA = "europe_north_america"
    LATIN_AMERICA_CARIBBEAN = "latin_america_caribbean"


class Standing(enum.StrEnum):
    """Standing of the country in UNESCO."""

    MEMBER = "member"
    ASSOCIATE = "associate"


class SignatureMethod(enum.StrEnum):
    """How a commission signs Part 2."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    BOTH = "both"

    @property
    def is_electronic_offered(self) -> bool:
        """Whether the signatory may sign on screen."""
        return self is not SignatureMethod.PAPER

    @property
    def is_paper_offered(self) -> bool:
        """Whether a scan of the page signed by hand is taken in."""
        return self is not SignatureMethod.ELECTRONIC


class Style(enum.StrEnum):
    """How a commission works with its cities; ``styles`` says which steps each style has."""

    PASS_THROUGH = "pass_through"  # noqa: S105 - no password
    """Checks what cities send, signs and forwards it."""
    ACCOMPANY = "accompany"
    """Helps its cities to write as well."""
    SELECT = "select"
    """Chooses among its cities, with jurors and a ranking."""


class Commission(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """A National Commission for UNESCO. ``commission_id`` is the ISO 3166 number of its country
    (commissions beyond one per country take numbers from 1001 on)."""

    __tablename__ = "commission"

    code: Mapped[str] = mapped_column(unique=True)
    """In addresses and references, lower case: ``ke``."""
    country: Mapped[str]
    """ISO 3166-1 alpha-2 code of the state."""
    region: Mapped[Region] = mapped_column(enum_column(Region))
    electoral_group: Mapped[str]
    standing: Mapped[Standing] = mapped_column(enum_column(Standing))
    names: Mapped[JsonObject]
    """Official name by language code."""
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Languages of its space, the first is the default."""
    official_language: Mapped[str] = mapped_column(default="en")
    """Language of the official text of its applications: ``en`` or ``fr``."""
    time_zone: Mapped[str] = mapped_column(default="UTC")
    is_open: Mapped[bool] = mapped_column(default=False)
    """Whether its people have opened the space for cities."""
    closes_on: Mapped[date | None]
    """Last day of the membership in UNESCO, if it has an end; read only afterwards."""
    closing_reason: Mapped[str] = mapped_column(default="")
    style: Mapped[Style] = mapped_column(
        enum_column(Style), default=Style.PASS_THROUGH, server_default=text("'pass_through'")
    )
    two_step_decision: Mapped[bool] = mapped_column(default=True)
    forward_at_once: Mapped[bool] = mapped_column(default=False)
    officers_may_decline: Mapped[bool] = mapped_column(default=False)
    signature_method: Mapped[SignatureMethod] = mapped_column(
        enum_column(SignatureMethod), default=SignatureMethod.BOTH
    )
    letterhead: Mapped[str] = mapped_column(default="")
    """Address lines under the name on letters and prints."""
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    brand_color: Mapped[str] = mapped_column(default="#00609c")
    logo_sha256: Mapped[str | None]
    """PNG painted anew, for everybody to see; None: it has none."""
    introduction: Mapped[JsonObject] = mapped_column(default=dict)
    """Words to the cities by language code."""
    own_settings: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, server_default=text("'{}'")
    )
    """Names of the settings its people have changed; the others are the Coordination Team's."""
    set_up_steps: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, server_default=text("'{}'")
    )
    """Steps of the guided set-up its people have been through."""
    wording_revision: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    """Milliseconds at which its people last worded a sentence anew; 0: it speaks as all do."""
    updated_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("official_language in ('en', 'fr')", name="official_language"),
        CheckConstraint("code = lower(code)", name="code_lower"),
    )

    def name_in(self, language: str) -> str:
        """The official name in a language, else in the commission's first, else in English."""
        return wording(self.names, self.languages, language)

    def is_closed_on(self, day: date) -> bool:
        """Whether the space is read only on that day."""
        return self.closes_on is not None and day > self.closes_on


class NetworkSettings(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """What the Coordination Team sets for commissions that have set nothing else: one row."""

    __tablename__ = "network_settings"

    brand_color: Mapped[str]
    introduction: Mapped[JsonObject]
    two_step_decision: Mapped[bool]
    forward_at_once: Mapped[bool]
    officers_may_decline: Mapped[bool]
    signature_method: Mapped[SignatureMethod] = mapped_column(enum_column(SignatureMethod))
    changed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("commission_id = 0", name="network"),)


class Rewording(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """A sentence that a commission says in its own words in one language; read on all its pages."""

    __tablename__ = "rewording"

    language: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    """Short name of the sentence (``core.sentences.key_of``)."""
    context: Mapped[str]
    message: Mapped[str]
    """The sentence in the source language."""
    texts: Mapped[JsonList]
    """One text for each form of a plural; empty: as the portal says it."""
    changed_at: Mapped[datetime]


class CityKind(enum.StrEnum):
    """What a "city" can be (concept note: an administrative unit with an elected body)."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    COMMUNE = "commune"
    COUNTY = "county"
    TOWN_COUNCIL = "town_council"
    CONSORTIUM = "consortium"


class CityStatus(enum.StrEnum):
    """Whether the commission knows the city."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class City(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """An applicant and later a member. Its own ``city_id`` is part of its key."""

    __tablename__ = "city"

    city_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-20)
    name: Mapped[str]
    """Exact name in its own script, as on the certificate."""
    latin_name: Mapped[str]
    kind: Mapped[CityKind] = mapped_column(enum_column(CityKind))
    status: Mapped[CityStatus] = mapped_column(enum_column(CityStatus))
    subdivision: Mapped[str] = mapped_column(default="")
    """Region or province, to tell apart cities of one name."""
    called: Mapped[str] = mapped_column(default="")
    """In lists and mails: the name, with the region where another city has the same name."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    place_id: Mapped[int | None] = mapped_column(BigInteger)
    """Number of the place at GeoNames, if it was chosen from the list."""
    population: Mapped[int | None]
    """As the city states it; a consortium without it has the sum of its members."""
    partners: Mapped[JsonList] = mapped_column(default=list)
    """Of a consortium: ``[{"name", "latin_name", "kind", "population", "is_lead"}]``."""
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None]

    __table_args__ = (Index("ix_city_status", "commission_id", "status"),)


class WaitingStage(enum.StrEnum):
    """A stretch of the way on which a city can only wait."""

    DECISION = "decision"
    """From the submission to the endorsement."""
    FORWARDING = "forwarding"
    """From the endorsement to the Coordination Team."""
    REGISTRATION = "registration"
    """From there to the register of members."""


class UsualDays(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """How long a stage usually takes at a commission (0: anywhere), by all calls so far.

    Published only above a floor of cases (``coordination.usual_days``): it names no city.
    """

    __tablename__ = "usual_days"

    stage: Mapped[WaitingStage] = mapped_column(enum_column(WaitingStage), primary_key=True)
    half: Mapped[int]
    """Whole days within which half of the applications passed the stage."""
    nine_of_ten: Mapped[int]
    """Whole days within which nine of ten did."""


class NationalWindow(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """A commission's own dates and places in one call; never wider than the call's."""

    __tablename__ = "national_window"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    quota: Mapped[int | None]
    """Places granted by the Coordination Team instead of the call's; None: the call's."""
    dates_revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """How often the commission changed its dates; added to the call's own number."""
    dates_changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closes_before: Mapped[datetime | None]
    """The last moment for its cities before the commission moved it; None: never moved."""
    change_reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was moved, as anybody reads it."""


class NationalValues(PublicFact, db.Model):  # type: ignore[name-defined,misc]
    """What a commission proposes to all its cities in one call."""

    __tablename__ = "national_values"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    answers: Mapped[JsonObject] = mapped_column(default=dict)
    """``{field: value}`` of the form's national fields, in the shapes of the form."""
    document_kinds: Mapped[JsonList] = mapped_column(default=list)
    """Kinds of documents it asks for beside the form's: names as its cities read them."""
    updated_at: Mapped[datetime]
