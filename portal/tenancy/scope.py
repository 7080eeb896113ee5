"""Scopes: whose rows a transaction may see. Pure values; the database does the rest."""

import uuid
from dataclasses import dataclass

NETWORK_ID = 0
"""The Coordination Team's own space: calls, the directory, mail that belongs to no commission."""


@dataclass(frozen=True)
class Nobody:
    """Reads only public facts, writes nothing."""


@dataclass(frozen=True)
class City:
    """One city in one commission's space."""

    commission_id: int
    city_id: uuid.UUID


@dataclass(frozen=True)
class Commission:
    """One commission's space with all its cities."""

    commission_id: int


@dataclass(frozen=True)
class Worker:
    """A job that acts for one commission, or for the network (``NETWORK_ID``)."""

    commission_id: int


@dataclass(frozen=True)
class Network:
    """The Coordination Team writing its own records: calls, the directory of commissions."""

    commission_id: int = NETWORK_ID


@dataclass(frozen=True)
class Coordination:
    """The view over all spaces: reads what was submitted, writes nothing."""

    reason: str = "overview"


Scope = Nobody | City | Commission | Worker | Network | Coordination
