"""Tells the demo: calls, spaces and people first, then each commission's acts in order of time.

Everything goes through the services, each act at its own pretended moment. Only the acts of the
last days are told by mail: nobody wants to read a thousand mails about the past.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from portal.accounts.roles import Role, permissions_of
from portal.accounts.services.cities import CityFacts, add_city
from portal.applications.services.lapsing import lapse_overdue
from portal.applications.services.receipts import make_receipt
from portal.calls.form import parse_form
from portal.calls.models import Call, CallMode
from portal.calls.queries import guiding_texts
from portal.calls.services import (
    NewCall,
    create_call,
    store_form_version,
    store_guiding_documents,
)
from portal.commissions.consortium import stored_partners
from portal.commissions.directory import load_directory
from portal.commissions.models import City, NationalWindow
from portal.commissions.models import Commission as CommissionRow
from portal.commissions.services import Settings, change_settings, choose_style
from portal.core.clock import now as moment_now
from portal.core.clock import pretend
from portal.core.errors import Conflict
from portal.core.events import heard_only_by
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import CLOCK, OPERATOR, Actor, unit_of_work
from portal.demo.commission_papers import keep_texts, propose
from portal.demo.forms import demo_form
from portal.demo.people import COORDINATORS, Account, Cast, Registry
from portal.demo.plan import CityPlan, CommissionPlan, Staff, texts
from portal.demo.registrations import register_newcomers
from portal.demo.scenes import Scene
from portal.demo.stage import CallFacts
from portal.demo.stories import Round, moments_of
from portal.desk.services import set_national_dates
from portal.history.services import record_history
from portal.signing.keyring import network_seal
from portal.tenancy.scope import Commission, Network, Nobody, Worker

TOLD_BY_MAIL = timedelta(days=2)
"""Acts younger than this are told to people as usual."""
FOUNDED_AT = datetime(2023, 1, 16, 9, 0, tzinfo=UTC)
PLACES = 3
_CLOCK = replace(CLOCK, permissions=frozenset(map(str, permissions_of(CLOCK.office))))
_PAPER_EVERY = 4
_SILENT_DAYS = 41.0


@dataclass(frozen=True)
class Ground:
    """What all commissions of the demo stand on; small enough to hand to another process."""

    told_at: datetime
    rounds: tuple[Round, ...]
    coordinator: Actor
    accounts: tuple[Account, ...]


def rounds_at(now: datetime) -> tuple[Round, ...]:
    """Two rounds that are over, and one that is open now."""
    midnight = datetime.combine(now.date(), time.min, UTC)
    last = time(12)  # noon in UTC is the same day for almost everybody

    def end_of(day: datetime) -> datetime:
        return datetime.combine(day.date(), last, UTC)

    return (
        Round(
            "2023",
            datetime(2023, 2, 6, tzinfo=UTC),
            end_of(datetime(2023, 4, 28)),
            end_of(datetime(2023, 6, 30)),
        ),
        Round(
            "2025",
            datetime(2025, 2, 3, tzinfo=UTC),
            end_of(datetime(2025, 4, 30)),
            end_of(datetime(2025, 6, 30)),
        ),
        Round(
            "2027",
            midnight - timedelta(days=75),
            end_of(midnight + timedelta(days=38)),
            end_of(midnight + timedelta(days=80)),
        ),
    )


def lay_ground() -> Ground:
    """Calls, guiding documents, the Coordination Team and the network's keys.

    Raises Conflict if this database has calls already: the demo is told once.
    """
    told_at = moment_now().replace(microsecond=0)
    rounds = rounds_at(told_at)
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        if work.session.scalar(select(Call.id).limit(1)) is not None:
            raise Conflict(_l("There are data already. To start over: make reset run"))
    with pretend(FOUNDED_AT), heard_only_by(record_history):
        with unit_of_work(Network(), OPERATOR) as work:
            load_directory(work)
            store_guiding_documents(work)
            for number, call in enumerate(rounds):
                store_form_version(work, demo_form(_form_of(call)))
                create_call(work, _new_call(call, is_jury=number == 0))
        registry = Registry()
        with unit_of_work(Nobody(), OPERATOR) as work:
            made = [registry.add(work, staff) for staff in COORDINATORS]
        network_seal()  # makes the network's three keys, valid all along
    return Ground(told_at, rounds, made[0][0], tuple(account for _, account in made))


@dataclass(frozen=True)
class Planned:
    """One act of a commission's past."""

    moment: datetime
    act: str
    scene: Scene | None = None
    """None: the clock's act, after the call ``call_id``."""
    call_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Space:
    """A commission that is set up, and all that is going to happen in it, in order of time."""

    commission_id: int
    accounts: tuple[Account, ...]
    acts: tuple[Planned, ...]


def open_space(ground: Ground, plan: CommissionPlan) -> Space:
    """Set up one commission with its people, cities and dates; nothing has happened yet."""
    commission_id = _commission_id(plan.code)
    with pretend(FOUNDED_AT), heard_only_by(record_history):
        cast = _open(commission_id, plan)
        scenes = _scenes(ground, plan, commission_id, cast)
    call = ground.rounds[-1]
    with pretend(call.opens_at):
        propose(plan, commission_id, cast.officers[0], call_id=_call_id(call.code), code=call.code)
        keep_texts(plan, commission_id, cast.officers[0])
    _set_dates(ground, plan, commission_id, cast)
    register_newcomers(commission_id, plan, now=ground.told_at)
    acts = [
        Planned(moment, act, scene)
        for ending, call, scene in scenes
        for act, moment in moments_of(
            ending,
            call,
            seed=scene.city.latin,
            now=ground.told_at,
            silent_days=_SILENT_DAYS if plan.is_silent else 0,
        )
    ]
    acts += [
        Planned(call.commissions_close_at + timedelta(hours=2), "lapse", None, _call_id(call.code))
        for call in ground.rounds
        if call.commissions_close_at < ground.told_at
    ]
    acts.sort(key=lambda planned: planned.moment)
    return Space(commission_id, tuple(cast.accounts), tuple(acts))


def tell(ground: Ground, space: Space, *, tick: Callable[[], None]) -> None:
    """One commission from its first day until now; ``tick`` is called after each act."""
    for planned in space.acts:
        if ground.told_at - planned.moment < TOLD_BY_MAIL:
            with pretend(planned.moment):
                _play(space, planned)
        else:
            with pretend(planned.moment), heard_only_by(record_history, make_receipt):
                _play(space, planned)
        tick()


def _play(space: Space, planned: Planned) -> None:
    if planned.scene is not None:
        planned.scene.play(planned.act)
        return
    assert planned.call_id is not None
    with unit_of_work(Worker(space.commission_id), _CLOCK) as work:
        lapse_overdue(work, planned.call_id)


def _form_of(call: Round) -> str:
    return f"{call.code}-1"


def _new_call(call: Round, *, is_jury: bool) -> NewCall:
    return NewCall(
        code=call.code,
        titles={
            "en": f"Call for applications {call.code}",
            "fr": f"Appel à candidatures {call.code}",
            "ar": f"نداء تقديم الطلبات {call.code}",
        },
        form_version_id=_form_of(call),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        commissions_close_at=call.commissions_close_at,
        mode=CallMode.JURY if is_jury else CallMode.REGISTRATION,
        quota=PLACES if call.code == "2027" else None,
    )


def _open(commission_id: int, plan: CommissionPlan) -> Cast:
    """The commission's people and settings."""
    cast = Cast()
    registry = Registry()
    with unit_of_work(Nobody(), OPERATOR) as work:
        for staff in plan.staff:
            actor, account = registry.add(work, staff, commission=(commission_id, plan.code))
            cast.accounts.append(account)
            if staff.role is Role.SIGNATORY:
                cast.signatory = actor
            else:
                cast.officers.append(actor)
    with unit_of_work(Commission(commission_id), cast.officers[0]) as work:
        row = work.session.get_one(CommissionRow, commission_id)
        change_settings(work, commission_id, settings=_settings(plan, row))
        choose_style(work, commission_id, style=plan.style, seen_style=row.style)
    return cast


def _settings(plan: CommissionPlan, row: CommissionRow) -> Settings:
    return Settings(
        names={**row.names, **plan.names},
        languages=plan.languages,
        official_language=plan.official_language,
        time_zone=row.time_zone,
        letterhead=plan.letterhead,
        contact_name=plan.contact_name,
        contact_email=plan.contact_email,
        contact_phone=plan.contact_phone,
        website=plan.website,
        brand_color=plan.brand_color,
        introduction=plan.introduction,
        two_step_decision=plan.two_step_decision,
        forward_at_once=plan.forward_at_once,
        officers_may_decline=plan.officers_may_decline,
        signature_method=plan.signature_method,
        is_open=True,
    )


def _scenes(
    ground: Ground, plan: CommissionPlan, commission_id: int, cast: Cast
) -> list[tuple[str, Round, Scene]]:
    """Cities with their delegates, and a scene for each of their applications."""
    registry = Registry()
    calls = {call.code: _call_facts(commission_id, call) for call in ground.rounds}
    scenes = []
    for number, city in enumerate(plan.cities):
        city_id = _add_city(commission_id, city, cast.officers[0])
        staff = Staff(
            city.delegate_name,
            city.delegate_email,
            Role.DELEGATE,
            plan.delegate_office,
            city.delegate_language,
        )
        with unit_of_work(Nobody(), OPERATOR) as work:
            delegate, account = registry.add(
                work, staff, commission=(commission_id, plan.code), city=(city_id, city.name)
            )
        cast.accounts.append(account)
        team = _team(registry, plan, city, commission_id, city_id, cast)
        for call in ground.rounds:
            if call.code in city.endings:
                scene = Scene(
                    plan=plan,
                    city=city,
                    commission_id=commission_id,
                    city_id=city_id,
                    call=calls[call.code],
                    cast=cast,
                    delegate=delegate,
                    coordinator=ground.coordinator,
                    is_on_paper=number % _PAPER_EVERY == 2,
                    team=team,
                )
                scenes.append((city.endings[call.code], call, scene))
    return scenes


def _team(
    registry: Registry,
    plan: CommissionPlan,
    city: CityPlan,
    commission_id: int,
    city_id: uuid.UUID,
    cast: Cast,
) -> tuple[Actor, ...]:
    """Editors and readers beside the delegate."""
    found = []
    for staff in city.team:
        with unit_of_work(Nobody(), OPERATOR) as work:
            actor, account = registry.add(
                work, staff, commission=(commission_id, plan.code), city=(city_id, city.name)
            )
        cast.accounts.append(account)
        found.append(actor)
    return tuple(found)


def _add_city(commission_id: int, city: CityPlan, officer: Actor) -> uuid.UUID:
    """The officer enters the city; its place on the map comes from the demo's data."""
    with unit_of_work(Commission(commission_id), officer) as work:
        city_id = add_city(
            work,
            commission_id,
            city=CityFacts(
                name=city.name,
                latin_name=city.latin,
                kind=city.kind,
                subdivision=city.subdivision,
                population=None if city.partners else city.population,
            ),
        )
        row = work.session.get_one(City, (commission_id, city_id))
        row.latitude, row.longitude = city.latitude, city.longitude
        row.partners = stored_partners(city.partners)
    return city_id


def _set_dates(ground: Ground, plan: CommissionPlan, commission_id: int, cast: Cast) -> None:
    """An earlier last day of the commission's own; later it gives some of the time back."""
    if not plan.closes_days_early:
        return
    call = ground.rounds[-1]
    call_id = _call_id(call.code)
    with unit_of_work(Commission(commission_id), OPERATOR) as work:
        work.session.add(
            NationalWindow(
                commission_id=commission_id,
                call_id=call_id,
                closes_at=call.closes_at - timedelta(days=plan.closes_days_early),
            )
        )
    later = call.closes_at - timedelta(days=plan.closes_days_early // 2)
    with (
        pretend(ground.told_at - timedelta(days=3)),
        heard_only_by(record_history),
        unit_of_work(Commission(commission_id), cast.officers[0]) as work,
    ):
        set_national_dates(
            work,
            commission_id,
            call_id=call_id,
            opens_on=None,
            closes_on=later.date(),
            reason=texts()["dates"][plan.languages[0]],
        )


def _call_facts(commission_id: int, call: Round) -> CallFacts:
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        row = work.session.scalars(select(Call).where(Call.code == call.code)).one()
        documents = guiding_texts(work, tuple(row.guiding_document_ids))
        return CallFacts(
            id=row.id,
            code=row.code,
            form=parse_form(demo_form(row.form_version_id)),
            guiding_documents=[{"id": text.id, "version": text.version} for text in documents],
        )


def _call_id(code: str) -> uuid.UUID:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return work.session.scalars(select(Call.id).where(Call.code == code)).one()


def _commission_id(code: str) -> int:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return work.session.scalars(
            select(CommissionRow.commission_id).where(CommissionRow.code == code)
        ).one()
