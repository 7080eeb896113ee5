"""What the register, the public directory and the decision page read."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from portal.applications.models import Application
from portal.applications.services.moving import practices_of
from portal.applications.workflow import Practice, State
from portal.calls.form import Field, parse_form
from portal.calls.models import Call, FormVersion
from portal.commissions.consortium import Partner, read_partners
from portal.commissions.countries import country_name, sort_key
from portal.commissions.models import Commission, Region
from portal.core.codes import clean_code
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.members.models import Member, MemberStatus

PUBLIC_STATUSES = (MemberStatus.ACTIVE, MemberStatus.INACTIVE)
"""Statuses in which a city is a member."""


@dataclass(frozen=True)
class MemberLine:
    """One city of the register."""

    commission_id: int
    space: str
    country: str
    region: Region
    city_id: uuid.UUID
    name: str
    latin_name: str
    subdivision: str
    call_code: str
    admitted_on: date
    status: MemberStatus
    status_since: date
    status_reason: str
    certificate_code: str
    population: int | None
    latitude: float | None
    longitude: float | None
    partners: tuple[Partner, ...]
    """The municipalities of a consortium, its lead first."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names it is found by: its own and those of a consortium's municipalities."""
        return (self.name, self.latin_name, *(partner.name for partner in self.partners))


@dataclass(frozen=True)
class Totals:
    """Counts that explain themselves: members = admitted − left − removed."""

    admitted: int
    inactive: int
    left: int
    removed: int
    countries: int
    population: int

    @property
    def members(self) -> int:
        """Cities that are members today, the inactive among them."""
        return self.admitted - self.left - self.removed


@dataclass(frozen=True)
class Profile:
    """A member's public page."""

    line: MemberLine
    answers: tuple[tuple[Field, Any], ...]
    """Public fields in the order of the form, with their values."""


@dataclass(frozen=True)
class Candidate:
    """A forwarded application, as far as the decision about it needs."""

    application_id: uuid.UUID
    commission_id: int
    reference: str
    city_name: str
    country: str
    state: State
    revision: int
    call_title: dict[str, str]
    practices: frozenset[Practice]


def member_lines(
    work: Work,
    *,
    language: str,
    statuses: tuple[MemberStatus, ...],
    region: Region | None = None,
    search: str = "",
) -> tuple[MemberLine, ...]:
    """Cities of the register by country and name, in the reader's language."""
    statement = _statement().where(Member.status.in_(statuses))
    if region is not None:
        statement = statement.where(Commission.region == region)
    lines = [_line(row, language) for row in work.session.execute(statement)]
    words = sort_key(search.strip())
    found = [
        line
        for line in lines
        if not words or any(words in sort_key(text) for text in (*line.names, line.country))
    ]
    return tuple(
        sorted(found, key=lambda line: (sort_key(line.country), sort_key(line.latin_name)))
    )


def member_line(work: Work, space: str, city_id: uuid.UUID, *, language: str) -> MemberLine:
    """One city of the register. Raises NotFound."""
    row = work.session.execute(
        _statement().where(Commission.code == space.lower(), Member.city_id == city_id)
    ).first()
    if row is None:
        raise NotFound()
    return _line(row, language)


def totals(work: Work) -> Totals:
    """Counts over the whole register."""
    is_member = Member.status.in_(PUBLIC_STATUSES)
    row = work.session.execute(
        select(
            func.count().label("admitted"),
            func.count().filter(Member.status == MemberStatus.INACTIVE).label("inactive"),
            func.count().filter(Member.status == MemberStatus.LEFT).label("left"),
            func.count().filter(Member.status == MemberStatus.REMOVED).label("removed"),
            func.count(Commission.country.distinct()).filter(is_member).label("countries"),
            func.coalesce(func.sum(Member.population).filter(is_member), 0).label("population"),
        )
        .select_from(Member)
        .join(Commission, Commission.commission_id == Member.commission_id)
    ).one()
    return Totals(
        admitted=row.admitted,
        inactive=row.inactive,
        left=row.left,
        removed=row.removed,
        countries=row.countries,
        population=int(row.population),
    )


def profile(work: Work, certificate: str, *, language: str) -> Profile:
    """A member's public page by the code of its certificate.

    Raises NotFound for any other code, and for cities that are no members any more.
    """
    row = work.session.execute(
        _statement()
        .add_columns(Member.profile, FormVersion.definition)
        .outerjoin(Call, Call.code == Member.call_code)
        .outerjoin(FormVersion, FormVersion.id == Call.form_version_id)
        .where(
            Member.certificate_code == (clean_code(certificate) or ""),
            Member.status.in_(PUBLIC_STATUSES),
        )
    ).first()
    if row is None:
        raise NotFound()
    fields = parse_form(row.definition).fields() if row.definition else ()
    return Profile(
        line=_line(row, language),
        answers=tuple(
            (field, row.profile[field.key])
            for _section, field in fields
            if field.is_public and field.key in row.profile
        ),
    )


def candidate(work: Work, space: str, reference: str, *, language: str) -> Candidate:
    """A forwarded application to decide about. Raises NotFound."""
    row = work.session.execute(
        select(Application, Call, Commission)
        .join(Call, Call.id == Application.call_id)
        .join(Commission, Commission.commission_id == Application.commission_id)
        .where(
            Commission.code == space.lower(),
            Application.reference == reference.upper(),
            Application.shared_at.is_not(None),
            Application.forwarded_at.is_not(None),
        )
    ).first()
    if row is None:
        raise NotFound()
    application, call, commission = row[0], row[1], row[2]
    return Candidate(
        application_id=application.id,
        commission_id=application.commission_id,
        reference=application.reference,
        city_name=application.city_name,
        country=country_name(commission.country, language),
        state=application.state,
        revision=application.revision,
        call_title=dict(call.titles),
        practices=practices_of(commission, call),
    )


def _statement() -> Select[*tuple[Any, ...]]:
    return select(
        Member.commission_id,
        Commission.code,
        Commission.country,
        Commission.region,
        Member.city_id,
        Member.name,
        Member.latin_name,
        Member.subdivision,
        Member.call_code,
        Member.admitted_on,
        Member.status,
        Member.status_since,
        Member.status_reason,
        Member.certificate_code,
        Member.population,
        Member.latitude,
        Member.longitude,
        Member.partners,
    ).join(Commission, Commission.commission_id == Member.commission_id)


def _line(row: Any, language: str) -> MemberLine:
    return MemberLine(
        commission_id=row.commission_id,
        space=row.code,
        country=country_name(row.country, language),
        region=row.region,
        city_id=row.city_id,
        name=row.name,
        latin_name=row.latin_name,
        subdivision=row.subdivision,
        call_code=row.call_code,
        admitted_on=row.admitted_on,
        status=row.status,
        status_since=row.status_since,
        status_reason=row.status_reason,
        certificate_code=row.certificate_code,
        population=row.population,
        latitude=row.latitude,
        longitude=row.longitude,
        partners=read_partners(row.partners),
    )
