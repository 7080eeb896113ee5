"""Whose a row is: table mixins that carry the tenant's key and name the policies of the table.

A table inherits exactly one of them or stands in the list of exceptions of the architecture tests.
The SQL of each policy is ``policies_of``; migrations write it, a test compares.
"""

import uuid
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Table
from sqlalchemy.orm import Mapped, mapped_column

APP_ROLE = "portal_app"
COORDINATION_ROLE = "portal_coordination"

_COMMISSION = "(select nullif(current_setting('app.commission', true), '')::int)"
_CITY = "(select nullif(current_setting('app.city', true), '')::uuid)"
_OWN_COMMISSION = f"commission_id = {_COMMISSION}"
_OWN_CITY = f"{_OWN_COMMISSION} and ({_CITY} is null or city_id = {_CITY})"
_CITY_ONLY = f"{_OWN_COMMISSION} and city_id = {_CITY}"
_COMMISSION_ONLY = f"{_OWN_COMMISSION} and {_CITY} is null"
_NETWORK_ONLY = f"{_COMMISSION} = 0 and {_CITY} is null"


class Owned:
    """Base of all mixins: the tenant comes first in every key."""

    ownership: ClassVar[str]
    commission_id: Mapped[int] = mapped_column(primary_key=True, sort_order=-30)


class Private(Owned):
    """Rows that only their own scope sees; the ORM says so in each statement as well."""


class CommissionSpace(Private):
    """Belongs to a commission, used by its cities too (keys for signing, reference numbers)."""

    ownership: ClassVar[str] = "commission_space"


class PublicFact(Owned):
    """Readable by anybody, written only in its commission's space or by the network."""

    ownership: ClassVar[str] = "public_fact"


class CommissionFigure(Owned):
    """A commission's own figures: read by itself, the network and coordination, by no city."""

    ownership: ClassVar[str] = "commission_figure"


class Outgoing(Private):
    """Mail on its way: a city's act may add one, only the commission's worker reads it."""

    ownership: ClassVar[str] = "outgoing"


class CommissionPaper(Private):
    """A commission's own: notes, scores, verdicts. No city and no coordinator reads it."""

    ownership: ClassVar[str] = "commission_paper"


class _OfCity(Private):
    city_id: Mapped[uuid.UUID] = mapped_column(sort_order=-20)


class CityDraft(_OfCity):
    """A city's work in progress: read by the city and its commission, never by coordination."""

    ownership: ClassVar[str] = "city_draft"


class CityPaper(_OfCity):
    """A city's own: remarks of its team. Neither its commission nor coordination reads it."""

    ownership: ClassVar[str] = "city_paper"


class SharedRecord(_OfCity):
    """Between city and commission; from ``shared_at`` on coordination reads it too."""

    ownership: ClassVar[str] = "shared_record"
    shared_at: Mapped[datetime | None] = mapped_column(
        sort_order=900, doc="since when the Coordination Team reads it; None: not for them"
    )


class Chronicle(SharedRecord):
    """A shared record that is only ever added to and hides internal entries from cities."""

    ownership: ClassVar[str] = "chronicle"
    is_internal: Mapped[bool] = mapped_column(sort_order=899)


def policies_of(table: Table | str, ownership: str) -> dict[str, str]:
    """Policy name → ``CREATE POLICY`` statement for a table of this ownership.

    Source: the table of scopes in docs/architecture.md.
    """
    name = table if isinstance(table, str) else table.name
    app, coordination = APP_ROLE, COORDINATION_ROLE

    def all_of(rule: str) -> dict[str, str]:
        return {
            "own": f"create policy own on {name} to {app} using ({rule}) with check ({rule})",
        }

    copies = {
        "copies": f"create policy copies on {name} for select to {coordination}"
        " using (shared_at is not null)"
    }
    everyone = {
        "everyone": f"create policy everyone on {name} for select"
        f" to {app}, {coordination} using (true)"
    }
    if ownership == "commission_space":
        return all_of(_OWN_COMMISSION)
    if ownership == "commission_paper":
        return all_of(_COMMISSION_ONLY)
    if ownership == "city_paper":
        return all_of(_CITY_ONLY)
    if ownership == "city_draft":
        return all_of(_OWN_CITY)
    if ownership == "shared_record":
        return all_of(_OWN_CITY) | copies
    if ownership == "chronicle":
        readable = f"{_OWN_CITY} and ({_CITY} is null or not is_internal)"
        return {
            "read": f"create policy read on {name} for select to {app} using ({readable})",
            "add": f"create policy add on {name} for insert to {app} with check ({_OWN_CITY})",
        } | copies
    if ownership == "outgoing":
        return {
            "add": f"create policy add on {name} for insert to {app}"
            f" with check ({_OWN_COMMISSION})",
            "read": f"create policy read on {name} for select to {app} using ({_COMMISSION_ONLY})",
            "mark": f"create policy mark on {name} for update to {app}"
            f" using ({_COMMISSION_ONLY}) with check ({_COMMISSION_ONLY})",
        }
    if ownership == "public_fact":
        writer = f"({_OWN_COMMISSION} or {_COMMISSION} = 0)"
        return everyone | {
            "add": f"create policy add on {name} for insert to {app} with check {writer}",
            "change": f"create policy change on {name} for update to {app}"
            f" using {writer} with check {writer}",
        }
    if ownership == "commission_figure":
        rule = f"({_COMMISSION_ONLY}) or ({_NETWORK_ONLY})"
        return all_of(rule) | {
            "overview": f"create policy overview on {name} for select to {coordination}"
            " using (true)"
        }
    raise ValueError(f"no policies are known for ownership {ownership!r}")


def grants_of(ownership: str) -> tuple[str, str | None]:
    """Privileges of the application's role and of coordination's on a table of this ownership."""
    if ownership == "chronicle":
        return "select, insert", "select"
    if ownership in {"public_fact", "commission_figure", "outgoing"}:
        readable = None if ownership == "outgoing" else "select"
        return "select, insert, update", readable
    if ownership == "shared_record":
        return "select, insert, update, delete", "select"
    return "select, insert, update, delete", None
