"""A small world: one commission, one open call, one city with its application, and people."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role
from portal.applications.models import Application, Submission
from portal.applications.workflow import State
from portal.calls.models import Call, FormVersion
from portal.commissions.models import (
    City,
    CityKind,
    CityStatus,
    Commission,
    Region,
    Standing,
)
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network

TUNISIA = 788
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CLOSES_AT = datetime(2027, 3, 31, 22, 59, tzinfo=UTC)
FORWARD_AT = datetime(2027, 4, 30, 21, 59, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The ids of what was made."""

    call_id: uuid.UUID
    city_id: uuid.UUID
    application_id: uuid.UUID

    @property
    def ids(self) -> dict[str, object]:
        return {
            "commission_id": TUNISIA,
            "city_id": self.city_id,
            "application_id": self.application_id,
        }


def make_world(*, state: State = State.DRAFT, submitted_at: datetime | None = None) -> World:
    with unit_of_work(Network(), OPERATOR, at=NOW) as work:
        call_id = _call(work)
        work.session.add(
            Commission(
                commission_id=TUNISIA,
                code="tn",
                country="TN",
                region=Region.ARAB_STATES,
                electoral_group="V(b)",
                standing=Standing.MEMBER,
                names={
                    "en": "Tunisian National Commission",
                    "fr": "Commission nationale tunisienne",
                    "ar": "اللجنة الوطنية التونسية",
                },
                languages=["ar", "fr"],
                official_language="fr",
                time_zone="Africa/Tunis",
                is_open=True,
            )
        )
    world = World(call_id=call_id, city_id=uuid.uuid4(), application_id=uuid.uuid4())
    with unit_of_work(CommissionScope(TUNISIA), OPERATOR, at=NOW) as work:
        work.session.add(
            City(
                commission_id=TUNISIA,
                city_id=world.city_id,
                name="صفاقس",
                latin_name="Sfax",
                kind=CityKind.MUNICIPALITY,
                status=CityStatus.CONFIRMED,
                created_at=NOW,
                shared_at=submitted_at,
            )
        )
        work.session.flush()
        work.session.add(
            Application(
                commission_id=TUNISIA,
                city_id=world.city_id,
                id=world.application_id,
                call_id=call_id,
                reference="TN-2027-001",
                state=state,
                state_since=NOW,
                city_name="Sfax",
                submission_number=1,
                submitted_at=submitted_at,
                shared_at=submitted_at,
                created_at=NOW,
            )
        )
    return world


def add_person(
    name: str, language: str, role: Role, *, world: World | None = None, email: str = ""
) -> uuid.UUID:
    """Somebody of Tunisia, of its city, or of the Coordination Team."""
    person_id = uuid.uuid4()
    with unit_of_work(Network(), OPERATOR, at=NOW) as work:
        work.session.add(
            Person(
                id=person_id,
                email=email or f"{name.split()[0].lower()}@people.example",
                name=name,
                language=language,
                created_at=NOW,
            )
        )
        work.session.flush()
        add_membership(work, person_id, role, world=world)
    return person_id


def add_membership(
    work: Work, person_id: uuid.UUID, role: Role, *, world: World | None = None
) -> None:
    work.session.add(
        Membership(
            person_id=person_id,
            role=role,
            commission_id=None if role is Role.COORDINATOR else TUNISIA,
            city_id=world.city_id if world and role is Role.DELEGATE else None,
            since=NOW,
        )
    )


def add_submission(world: World, *, number: int = 1) -> uuid.UUID:
    """A frozen version of the application."""
    submission_id = uuid.uuid4()
    with unit_of_work(CommissionScope(TUNISIA), OPERATOR, at=NOW) as work:
        work.session.add(
            Submission(
                commission_id=TUNISIA,
                city_id=world.city_id,
                id=submission_id,
                application_id=world.application_id,
                number=number,
                form_version_id="test-1",
                answers={},
                attachments=[],
                digest="d" * 64,
                print_sha256="e" * 64,
                document_sha256="f" * 64,
                verification_code="ABCD-EFGH-JKMN",
                mayor_name="Leila Trabelsi",
                mayor_office="Maire",
                language="ar",
                frozen_at=NOW,
                frozen_by="Amina",
            )
        )
    return submission_id


def _call(work: Work) -> uuid.UUID:
    work.session.add(FormVersion(id="test-1", definition={}, digest="0" * 64, created_at=NOW))
    work.session.flush()
    call = Call(
        id=uuid.uuid4(),
        code="2027",
        titles={"en": "Call 2027", "fr": "Appel 2027", "ar": "نداء 2027"},
        form_version_id="test-1",
        opens_at=datetime(2027, 1, 1, tzinfo=UTC),
        closes_at=CLOSES_AT,
        commissions_close_at=FORWARD_AT,
        guiding_document_ids=[],
        official_languages=["en", "fr"],
    )
    work.session.add(call)
    return call.id
