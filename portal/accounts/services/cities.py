"""Cities that register themselves, and the commission's word on them.

Nothing of a registration is kept beside its one-time link until the person proved the address by
opening it; only then does the commission see a city. Its delegates get in when an officer confirms.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import select, update

from portal.accounts.events import (
    AddressToConfirm,
    CityCalled,
    CityConfirmed,
    CityRefused,
    CityRegistered,
    Recipient,
)
from portal.accounts.models import AccountToken, Membership, Person, TokenPurpose
from portal.accounts.roles import Permission, Role
from portal.accounts.services.invitations import (
    LONGEST_NAME,
    Newcomer,
    add_person,
    check_is_addressee,
)
from portal.accounts.services.joining import ask_to_join, holders_of, recipients_of
from portal.accounts.services.links import look_at_link, make_link, spend_link
from portal.accounts.services.memberships import give_membership
from portal.accounts.services.signing_in import clean_email
from portal.accounts.services.throttling import (
    REGISTER_ACCOUNT,
    REGISTER_ADDRESS,
    TooManyAttempts,
    count_attempt,
)
from portal.commissions.gazetteer import is_latin, place_of
from portal.commissions.models import City, CityKind, CityStatus, Commission
from portal.commissions.twins import same_city, tell_apart
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LONGEST_CITY_NAME = 160
"""Characters."""
MOST_PEOPLE = 100_000_000
"""More than the largest province has."""


@dataclass(frozen=True, kw_only=True)
class CityFacts:
    """What a city is called and what it is."""

    name: str
    """In its own script, as on the certificate."""
    latin_name: str
    kind: CityKind
    subdivision: str = ""
    population: int | None = None
    place_id: int | None = None
    """Number of the place if it was chosen from the list."""


@dataclass(frozen=True, kw_only=True)
class Registrant:
    """Who registers a city."""

    name: str
    office: str
    email: str
    language: str


def register_city(
    work: Work, commission_id: int, *, city: CityFacts, registrant: Registrant, address: str
) -> None:
    """Send the link that proves the address; the same whether it has an account or not.

    Raises Conflict if the commission takes no registrations, TooManyAttempts, Invalid.
    """
    commission = _open_commission(work, commission_id)
    check_city_facts(city)
    email = clean_email(registrant.email)
    count_attempt(work, REGISTER_ADDRESS, address)
    try:
        count_attempt(work, REGISTER_ACCOUNT, email)
    except TooManyAttempts:
        return  # the mails before are in the box; a stranger must not fill it
    link = AccountToken(
        purpose=TokenPurpose.CITY_REGISTRATION,
        email=email,
        name=registrant.name.strip()[:LONGEST_NAME],
        language=registrant.language,
        role=Role.DELEGATE,
        commission_id=commission_id,
        city_name=city.name.strip(),
        city_latin_name=city.latin_name.strip(),
        city_kind=city.kind,
        city_subdivision=city.subdivision.strip(),
        city_place_id=city.place_id,
        city_population=city.population,
        office=registrant.office.strip()[:LONGEST_NAME],
    )
    secret = make_link(work, link)
    work.record(
        AddressToConfirm(
            recipients=(Recipient(email=email, name=link.name, language=link.language),),
            secret=secret,
            expires_at=link.expires_at,
            commission_id=commission_id,
            commission_code=commission.code,
            commission_name=commission.name_in(link.language),
            city_name=link.city_name,
        )
    )


def look_at_registration(work: Work, secret: str, *, commission_id: int) -> AccountToken:
    """What a registration says, without spending its link. Raises NotFound."""
    link = look_at_link(work, secret, purpose=TokenPurpose.CITY_REGISTRATION)
    if link.commission_id != commission_id:
        raise NotFound()
    return link


def confirm_as_newcomer(work: Work, secret: str, newcomer: Newcomer) -> uuid.UUID:
    """Spend the link, make the account, hand the city to the commission; the person's id."""
    link = spend_link(work, secret, purpose=TokenPurpose.CITY_REGISTRATION)
    person = add_person(work, link.email, newcomer)
    _hand_in(work, link, person)
    return person.id


def confirm_as(work: Work, secret: str, *, person_id: uuid.UUID) -> None:
    """Spend the link for somebody signed in at its address; hand the city to the commission."""
    link = spend_link(work, secret, purpose=TokenPurpose.CITY_REGISTRATION)
    _hand_in(work, link, check_is_addressee(work, link, person_id))


def confirm_city(work: Work, city_id: uuid.UUID) -> None:
    """Let a registered city in: its delegates may begin at once.

    Raises NotFound, NotAllowed, Conflict if somebody decided before.
    """
    city = _take_pending(work, city_id)
    _decide(work, city, CityStatus.CONFIRMED)
    people = _registrants(work, city)
    for person, link in people:
        give_membership(
            work,
            person.id,
            Role.DELEGATE,
            commission_id=city.commission_id,
            city_id=city.city_id,
            city_name=city.called or city.name,
            office=link.office,
        )
    commission = _commission(work, city.commission_id)
    for person, _link in people:
        work.record(
            CityConfirmed(
                recipients=recipients_of([person]),
                commission_id=city.commission_id,
                commission_code=commission.code,
                commission_name=commission.name_in(person.language),
                city_id=city.city_id,
                city_name=city.called or city.name,
            )
        )


def refuse_city(work: Work, city_id: uuid.UUID, reason: str) -> None:
    """Do not take up a registration, with a reason its people read.

    Raises Invalid without a reason, NotFound, NotAllowed, Conflict if somebody decided before.
    """
    city = _take_pending(work, city_id)
    if not reason.strip():
        raise Invalid(_l("Say why: the city's people read it."), field="reason")
    _decide(work, city, CityStatus.REFUSED)
    work.session.execute(
        update(Membership)
        .where(
            Membership.commission_id == city.commission_id,
            Membership.city_id == city.city_id,
            Membership.ended_at.is_(None),
        )
        .values(ended_at=work.now)
    )
    commission = _commission(work, city.commission_id)
    for person, _link in _registrants(work, city):
        work.record(
            CityRefused(
                recipients=recipients_of([person]),
                commission_id=city.commission_id,
                commission_code=commission.code,
                commission_name=commission.name_in(person.language),
                city_id=city.city_id,
                city_name=city.called or city.name,
                reason=reason.strip(),
            )
        )


def add_city(work: Work, commission_id: int, *, city: CityFacts) -> uuid.UUID:
    """An officer enters a city, to invite its delegates next. Raises NotAllowed, Invalid."""
    if Permission.CITY_CONFIRM not in work.actor.permissions:
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    check_city_facts(city)
    known = _known(work, commission_id, city)
    if known is not None:
        raise Invalid(
            _l("%(city)s is entered already. Invite people to its team instead.", city=known.name),
            field="city_name",
        )
    row = _city(work, commission_id, city, CityStatus.CONFIRMED)
    row.decided_at, row.decided_by = work.now, work.actor.person_id
    work.session.flush()
    return row.city_id


def _hand_in(work: Work, link: AccountToken, person: Person) -> None:
    """Give the city to the commission; a city that is there already is asked to let them in."""
    assert link.commission_id is not None
    assert link.city_kind is not None
    commission = _open_commission(work, link.commission_id)
    facts = CityFacts(
        name=link.city_name,
        latin_name=link.city_latin_name,
        kind=link.city_kind,
        subdivision=link.city_subdivision,
        population=link.city_population,
        place_id=link.city_place_id,
    )
    known = _known(work, link.commission_id, facts)
    if known is not None:
        ask_to_join(work, link, person, known, commission)
        return
    city = _city(work, link.commission_id, facts, CityStatus.PENDING)
    link.city_id = city.city_id
    work.session.flush()
    work.record(
        CityRegistered(
            recipients=recipients_of(holders_of(work, Role.OFFICER, link.commission_id)),
            commission_id=link.commission_id,
            commission_code=commission.code,
            city_id=city.city_id,
            city_name=city.called,
            person_name=person.name,
            person_email=person.email,
            office=link.office,
        )
    )


def _known(work: Work, commission_id: int, facts: CityFacts) -> City | None:
    return same_city(
        work,
        commission_id,
        name=facts.name,
        latin_name=facts.latin_name,
        kind=facts.kind,
        subdivision=facts.subdivision,
        place_id=facts.place_id,
    )


def _city(work: Work, commission_id: int, facts: CityFacts, status: CityStatus) -> City:
    city = City(
        commission_id=commission_id,
        city_id=new_id(),
        name=facts.name.strip(),
        latin_name=facts.latin_name.strip(),
        kind=facts.kind,
        status=status,
        subdivision=facts.subdivision.strip(),
        population=facts.population,
        partners=[],
        created_at=work.now,
    )
    locate(city, _commission(work, commission_id), facts.place_id)
    work.session.add(city)
    work.session.flush()
    call_by_name(work, commission_id, city.name)
    return city


def locate(city: City, commission: Commission, place_id: int | None) -> None:
    """Put a city on the map where the chosen place is; without one it stays where it is."""
    city.place_id = place_id
    place = place_of(commission.country, f"{place_id}:") if place_id is not None else None
    if place is not None:
        city.latitude, city.longitude = place.latitude, place.longitude


def call_by_name(work: Work, commission_id: int, name: str) -> None:
    """Tell cities of one name apart, wherever their names stand."""
    for changed in tell_apart(work, commission_id, name):
        work.session.execute(
            update(Membership)
            .where(
                Membership.commission_id == changed.commission_id,
                Membership.city_id == changed.city_id,
            )
            .values(city_name=changed.called)
        )
        work.record(
            CityCalled(
                commission_id=changed.commission_id,
                city_id=changed.city_id,
                called=changed.called,
                names=(changed.name, changed.latin_name),
            )
        )


def _take_pending(work: Work, city_id: uuid.UUID) -> City:
    city = work.session.scalars(
        select(City).where(City.city_id == city_id).with_for_update()
    ).first()
    if city is None:
        raise NotFound()
    if Permission.CITY_CONFIRM not in work.actor.permissions:
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    if city.status is not CityStatus.PENDING:
        raise Conflict(_l("A colleague has already decided on this registration."))
    return city


def _decide(work: Work, city: City, status: CityStatus) -> None:
    city.status = status
    city.decided_at, city.decided_by = work.now, work.actor.person_id
    work.session.flush()


def _registrants(work: Work, city: City) -> list[tuple[Person, AccountToken]]:
    rows = work.session.execute(
        select(Person, AccountToken)
        .join(AccountToken, AccountToken.email == Person.email)
        .where(
            AccountToken.purpose == TokenPurpose.CITY_REGISTRATION,
            AccountToken.commission_id == city.commission_id,
            AccountToken.city_id == city.city_id,
            AccountToken.role == Role.DELEGATE,  # who asked to join later is let in by the team
            AccountToken.used_at.is_not(None),
        )
        .order_by(Person.id)
    )
    return [(person, link) for person, link in rows]


def check_city_facts(city: CityFacts) -> None:
    """Raise Invalid on the name that is missing or not in Latin letters."""
    for field in ("name", "latin_name"):
        value = getattr(city, field).strip()
        if not value or len(value) > LONGEST_CITY_NAME:
            raise Invalid(_l("Give the name of the city."), field=f"city_{field}")
    if city.population is not None and not 0 < city.population < MOST_PEOPLE:
        raise Invalid(_l("Give the number of people who live there."), field="city_population")
    if not is_latin(city.latin_name):
        raise Invalid(
            _l("Write this name in Latin letters, as on an international map."),
            field="city_latin_name",
        )


def _open_commission(work: Work, commission_id: int) -> Commission:
    commission = _commission(work, commission_id)
    if not commission.is_open or commission.is_closed_on(work.now.date()):
        raise Conflict(_l("This commission does not take registrations here at present."))
    return commission


def _commission(work: Work, commission_id: int) -> Commission:
    commission = work.session.get(Commission, commission_id)
    if commission is None:
        raise NotFound()
    return commission
