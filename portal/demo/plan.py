"""What the demo tells, read from data: commissions, their people, cities and what becomes of them.

Everybody here is invented, and so are the cities; all addresses end in ``.example``.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from portal.accounts.roles import Role
from portal.commissions.consortium import Partner
from portal.commissions.models import CityKind, SignatureMethod, Style

_HERE = Path(__file__).parent
PASSWORD = "welcome-to-learning-cities"  # noqa: S105 - printed for everybody who tries the demo


@dataclass(frozen=True)
class Staff:
    """Somebody with an account who is no delegate."""

    name: str
    email: str
    role: Role
    office: str
    language: str


@dataclass(frozen=True)
class CityPlan:
    """One invented city and how each of its applications ends."""

    name: str
    latin: str
    kind: CityKind
    subdivision: str
    latitude: float
    longitude: float
    population: int
    endings: dict[str, str]
    """``{code of the call: name of a story}``, in the order of the calls."""
    delegate_name: str
    delegate_email: str
    delegate_language: str
    mayor_given: str
    mayor_family: str
    partners: tuple[Partner, ...]
    """Of a consortium, the first leads."""
    team: tuple[Staff, ...]
    """Who helps the delegate: editors and readers."""
    organisation: str
    """Who applies for the city with the mayor's mandate; empty: the city itself."""

    @property
    def slug(self) -> str:
        """For addresses: ``bir-errihan``."""
        letters = (sign if sign.isalnum() and sign.isascii() else " " for sign in self.latin)
        return "-".join("".join(letters).lower().split())


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose city has registered and waits for the commission's word."""

    city: str
    latin: str
    kind: CityKind
    subdivision: str
    name: str
    email: str
    office: str
    language: str


@dataclass(frozen=True)
class CommissionPlan:
    """One commission's space: its practice, its people and its cities."""

    code: str
    names: dict[str, str]
    languages: tuple[str, ...]
    official_language: str
    local_language: str
    """Language of the drafts beside the official text."""
    brand_color: str
    letterhead: str
    contact_name: str
    contact_email: str
    contact_phone: str
    introduction: dict[str, str]
    style: Style
    two_step_decision: bool
    forward_at_once: bool
    officers_may_decline: bool
    signature_method: SignatureMethod
    closes_days_early: int
    """By how many days its cities' last day comes before the call's; 0: not at all."""
    is_silent: bool
    """Its applications wait for weeks; nobody there has acted."""
    attachments_each: int
    mayor_title: str
    delegate_office: str
    dialling_code: str
    staff: tuple[Staff, ...]
    cities: tuple[CityPlan, ...]
    newcomers: tuple[Newcomer, ...]

    @property
    def website(self) -> str:
        """An address that leads nowhere."""
        return f"https://unesco-{self.code}.example"

    @property
    def applications(self) -> int:
        """How many applications this space has in all calls."""
        return sum(len(city.endings) for city in self.cities)


@cache
def texts() -> dict[str, Any]:
    """Sentences people write in the demo, by kind and language."""
    found: dict[str, Any] = json.loads((_HERE / "texts.json").read_text(encoding="utf-8"))
    return found


@cache
def narratives() -> dict[str, Any]:
    """Motivations and plans of cities, in the official languages, and shorter local drafts."""
    found: dict[str, Any] = json.loads((_HERE / "narratives.json").read_text(encoding="utf-8"))
    return found


@cache
def read_plans() -> tuple[CommissionPlan, ...]:
    """All commissions of the demo, in alphabetical order of their codes."""
    paths = sorted((_HERE / "commissions").glob("*.json"))
    return tuple(_commission(json.loads(path.read_text(encoding="utf-8"))) for path in paths)


def shortened(plans: tuple[CommissionPlan, ...], most: int) -> tuple[CommissionPlan, ...]:
    """The same with at most so many applications: each story once, then more cities in turn."""
    cities = [(plan.code, city) for plan in plans for city in plan.cities]
    told: set[str] = set()
    first: list[tuple[str, CityPlan]] = []
    more: list[tuple[str, CityPlan]] = []
    for place in cities:
        is_new = bool(set(place[1].endings.values()) - told)
        (first if is_new else more).append(place)
        told.update(place[1].endings.values())
    kept: set[tuple[str, str]] = set()
    total = 0
    for code, city in (*first, *more):
        if total + len(city.endings) <= most:
            kept.add((code, city.latin))
            total += len(city.endings)
    chosen = (
        replace(plan, cities=tuple(c for c in plan.cities if (plan.code, c.latin) in kept))
        for plan in plans
    )
    return tuple(plan for plan in chosen if plan.cities)


def _commission(row: dict[str, Any]) -> CommissionPlan:
    practice = row.get("practice", {})
    return CommissionPlan(
        code=row["code"],
        names=row.get("names", {}),
        languages=tuple(row["languages"]),
        official_language=row["official_language"],
        local_language=row["local_language"],
        brand_color=row["brand_color"],
        letterhead="\n".join(row["letterhead"]),
        contact_name=row["contact"][0],
        contact_email=row["contact"][1],
        contact_phone=row["contact"][2],
        introduction=row["introduction"],
        style=Style(practice.get("style", "pass_through")),
        two_step_decision=practice.get("two_step_decision", True),
        forward_at_once=practice.get("forward_at_once", False),
        officers_may_decline=practice.get("officers_may_decline", False),
        signature_method=SignatureMethod(practice.get("signature_method", "both")),
        closes_days_early=practice.get("closes_days_early", 0),
        is_silent=practice.get("is_silent", False),
        attachments_each=practice.get("attachments_each", 1),
        mayor_title=row["mayor_title"],
        delegate_office=row["delegate_office"],
        dialling_code=row["dialling_code"],
        staff=tuple(
            Staff(person[0], person[1], Role(person[2]), person[3], person[4])
            for person in row["staff"]
        ),
        cities=tuple(_city(row, number) for number in range(len(row["cities"]))),
        newcomers=tuple(
            Newcomer(city[0], city[1], CityKind(city[2]), *city[3:])
            for city in row.get("newcomers", [])
        ),
    )


def _city(row: dict[str, Any], number: int) -> CityPlan:
    """People's names go round: a given name meets each family name once."""
    city = row["cities"][number]
    given, family = row["given_names"], row["family_names"]
    mayor = (given[number % len(given)], family[(3 * number + 1) % len(family)])
    delegate = (given[(number + 4) % len(given)], family[(3 * number + 2) % len(family)])
    latin = city.get("latin") or city["name"]
    plan = CityPlan(
        name=city["name"],
        latin=latin,
        kind=CityKind(city.get("kind") or row.get("kind", "municipality")),
        subdivision=city["in"],
        latitude=city["at"][0],
        longitude=city["at"][1],
        population=city["population"],
        endings=city["story"],
        delegate_name=city.get("delegate", [f"{delegate[0]} {delegate[1]}"])[0],
        delegate_email="",
        delegate_language=city.get("delegate_language") or row["languages"][0],
        mayor_given=mayor[0],
        mayor_family=mayor[1],
        partners=tuple(
            Partner(name, CityKind(kind), people, is_lead=place == 0)
            for place, (name, kind, people) in enumerate(city.get("partners", []))
        ),
        team=tuple(
            Staff(person[0], person[1], Role(person[2]), person[3], person[4])
            for person in city.get("team", [])
        ),
        organisation=city.get("organisation", ""),
    )
    email = city.get("delegate", ["", f"learning@{plan.slug}.example"])[1]
    return replace(plan, delegate_email=email)
