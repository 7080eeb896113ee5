"""The directory of commissions as the Coordination Team keeps it, with the state of set-up.

Read in the network's own scope: people are not visible to the read-only role of the dashboard.
"""

import enum
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.accounts.models import AccountToken, Membership, TokenPurpose
from portal.accounts.roles import Role
from portal.commissions.countries import country_name, sort_key
from portal.commissions.models import Commission, Region, Standing
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


class SetUp(enum.StrEnum):
    """How far a commission's space is."""

    NOBODY = "nobody"
    INVITED = "invited"
    PEOPLE = "people"
    OPEN = "open"


class Closing(enum.StrEnum):
    """Whether a space has an end."""

    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True)
class CommissionLine:
    """One commission of the directory."""

    commission_id: int
    code: str
    country: str
    name: str
    region: Region
    standing: Standing
    electoral_group: str
    languages: tuple[str, ...]
    official_language: str
    time_zone: str
    is_open: bool
    closes_on: date | None
    closing_reason: str
    officers: int
    signatories: int
    invited: int

    @property
    def set_up(self) -> SetUp:
        """How far the space is."""
        if self.is_open:
            return SetUp.OPEN
        if self.officers:
            return SetUp.PEOPLE
        return SetUp.INVITED if self.invited else SetUp.NOBODY


@dataclass(frozen=True)
class Wanted:
    """The filter of the list."""

    search: str = ""
    region: Region | None = None
    standing: Standing | None = None
    set_up: SetUp | None = None
    closing: Closing | None = None


def commission_lines(
    work: Work, wanted: Wanted, *, language: str, today: date
) -> tuple[CommissionLine, ...]:
    """The commissions a filter asks for, by country name in the reader's language."""
    rows = work.session.execute(_statement(work))
    lines = [_line(row, language) for row in rows]
    found = [line for line in lines if _matches(line, wanted, today)]
    return tuple(sorted(found, key=lambda line: (sort_key(line.country), line.code)))


def commission_line(work: Work, space: str, *, language: str) -> CommissionLine:
    """One commission by its code. Raises NotFound."""
    row = work.session.execute(_statement(work).where(Commission.code == space.lower())).first()
    if row is None:
        raise NotFound()
    return _line(row, language)


def _statement(work: Work) -> Any:
    people = (
        select(
            Membership.commission_id,
            func.count().filter(Membership.role == Role.OFFICER).label("officers"),
            func.count().filter(Membership.role == Role.SIGNATORY).label("signatories"),
        )
        .where(Membership.ended_at.is_(None), Membership.city_id.is_(None))
        .group_by(Membership.commission_id)
        .subquery()
    )
    invitations = (
        select(AccountToken.commission_id, func.count().label("invited"))
        .where(
            AccountToken.purpose == TokenPurpose.INVITATION,
            AccountToken.role == Role.OFFICER,
            AccountToken.used_at.is_(None),
            AccountToken.revoked_at.is_(None),
            AccountToken.expires_at > work.now,
        )
        .group_by(AccountToken.commission_id)
        .subquery()
    )
    return (
        select(
            Commission.commission_id,
            Commission.code,
            Commission.country,
            Commission.names,
            Commission.region,
            Commission.standing,
            Commission.electoral_group,
            Commission.languages,
            Commission.official_language,
            Commission.time_zone,
            Commission.is_open,
            Commission.closes_on,
            Commission.closing_reason,
            func.coalesce(people.c.officers, 0).label("officers"),
            func.coalesce(people.c.signatories, 0).label("signatories"),
            func.coalesce(invitations.c.invited, 0).label("invited"),
        )
        .outerjoin(people, people.c.commission_id == Commission.commission_id)
        .outerjoin(invitations, invitations.c.commission_id == Commission.commission_id)
    )


def _line(row: Any, language: str) -> CommissionLine:
    return CommissionLine(
        commission_id=row.commission_id,
        code=row.code,
        country=country_name(row.country, language),
        name=wording(row.names, row.languages, language),
        region=row.region,
        standing=row.standing,
        electoral_group=row.electoral_group,
        languages=tuple(row.languages),
        official_language=row.official_language,
        time_zone=row.time_zone,
        is_open=row.is_open,
        closes_on=row.closes_on,
        closing_reason=row.closing_reason,
        officers=row.officers,
        signatories=row.signatories,
        invited=row.invited,
    )


def _matches(line: CommissionLine, wanted: Wanted, today: date) -> bool:
    if wanted.region is not None and line.region is not wanted.region:
        return False
    if wanted.standing is not None and line.standing is not wanted.standing:
        return False
    if wanted.set_up is not None and line.set_up is not wanted.set_up:
        return False
    if wanted.closing is not None and _closing(line, today) is not wanted.closing:
        return False
    words = sort_key(wanted.search)
    return not words or any(
        words in sort_key(text) for text in (line.country, line.name, line.code)
    )


def _closing(line: CommissionLine, today: date) -> Closing | None:
    if line.closes_on is None:
        return None
    return Closing.CLOSED if today > line.closes_on else Closing.CLOSING
