"""People of the demo: accounts with one password, second factors, memberships, and who acts.

Writes rows of people directly: there is no screen on which somebody makes a hundred accounts.
"""

import uuid
from dataclasses import dataclass, field

import pyotp
from sqlalchemy import select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role, permissions_of
from portal.accounts.services.passwords import hash_password
from portal.accounts.services.second_factor import begin_enrolment, enrol
from portal.core.codes import new_id
from portal.core.unit_of_work import Actor, Work
from portal.demo.plan import PASSWORD, Staff


@dataclass(frozen=True)
class Account:
    """One line of ``var/demo.json``: a person in one place."""

    role: str
    email: str
    password: str
    totp_secret: str | None
    commission: str | None
    city: str | None
    language: str


@dataclass
class Cast:
    """Who acts in one space."""

    officers: list[Actor] = field(default_factory=list)
    signatory: Actor | None = None
    accounts: list[Account] = field(default_factory=list)


COORDINATORS = (
    Staff(
        "Astrid Lindholm",
        "astrid.lindholm@coordination.example",
        Role.COORDINATOR,
        "Programme Specialist",
        "en",
    ),
    Staff(
        "Mathilde Carrière",
        "mathilde.carriere@coordination.example",
        Role.COORDINATOR,
        "Spécialiste de programme",
        "fr",
    ),
    Staff(
        "Yasmin Haddad",
        "yasmin.haddad@coordination.example",
        Role.COORDINATOR,
        "أخصائية برامج",
        "ar",
    ),
)
_WITH_SECOND_FACTOR = (Role.COORDINATOR, Role.SIGNATORY)


class Registry:
    """Makes each person once, however many places they serve."""

    def __init__(self) -> None:
        self._password_hash = hash_password(PASSWORD)
        self._secrets: dict[uuid.UUID, str] = {}

    def add(
        self,
        work: Work,
        staff: Staff,
        *,
        commission: tuple[int, str] | None = None,
        city: tuple[uuid.UUID, str] | None = None,
    ) -> tuple[Actor, Account]:
        """Give somebody an account and a role. ``commission``: number and code."""
        person = self._person(work, staff)
        secret = self._second_factor(work, person, staff)
        work.session.add(
            Membership(
                id=new_id(),
                person_id=person.id,
                role=staff.role,
                commission_id=commission[0] if commission else None,
                city_id=city[0] if city else None,
                city_name=city[1] if city else "",
                office=staff.office,
                since=work.now,
            )
        )
        work.session.flush()
        account = Account(
            role=str(staff.role),
            email=staff.email,
            password=PASSWORD,
            totp_secret=secret,
            commission=commission[1] if commission else None,
            city=city[1] if city else None,
            language=staff.language,
        )
        return actor_of(person.id, staff), account

    def _person(self, work: Work, staff: Staff) -> Person:
        person = work.session.scalars(select(Person).where(Person.email == staff.email)).first()
        if person is None:
            person = Person(
                id=new_id(),
                email=staff.email,
                name=staff.name,
                language=staff.language,
                password_hash=self._password_hash,
                created_at=work.now,
            )
            work.session.add(person)
            work.session.flush()
        return person

    def _second_factor(self, work: Work, person: Person, staff: Staff) -> str | None:
        if staff.role not in _WITH_SECOND_FACTOR:
            return None
        if person.id not in self._secrets:
            enrolment = begin_enrolment(person.id, person.email)
            secret = enrolment.secret.replace(" ", "")
            code = pyotp.TOTP(secret).at(work.now)
            enrol(work, person.id, sealed=enrolment.sealed, code=code)
            self._secrets[person.id] = secret
        return self._secrets[person.id]


def actor_of(person_id: uuid.UUID, staff: Staff, *, on_behalf_of: str = "") -> Actor:
    """The person as an actor in the role."""
    return Actor(
        name=staff.name,
        office=str(staff.role),
        person_id=person_id,
        permissions=frozenset(str(permission) for permission in permissions_of(staff.role)),
        title=staff.office,
        on_behalf_of=on_behalf_of,
    )
