"""A notice: which event tells whom, in which words, with which link. Pure values."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.core.events import Event

LazyText = Any
"""A translation made when it is shown (``lazy_gettext``); placeholders are filled by the notice."""


class Audience(enum.StrEnum):
    """Who is told."""

    CITY = "city"
    OFFICERS = "officers"
    SIGNATORIES = "signatories"
    COORDINATION = "coordination"
    MAYOR = "mayor"
    NAMED = "named"
    """The recipients the event itself names."""


@dataclass(frozen=True)
class Link:
    """One page of the portal: its endpoint, and which value fills which part of the address."""

    endpoint: str
    parts: dict[str, str] = field(default_factory=dict)


_FILE = {"commission": "code", "reference": "reference"}
CITY_START = Link("city.start", {"commission": "code"})
CITY_TRACKER = Link("city.tracker", _FILE)
CITY_TASKS = Link("city.task_list", _FILE)
CITY_MAYOR = Link("city.mayor", _FILE)
CITY_SUBMIT = Link("city.submission", _FILE)
CITY_MESSAGES = Link("city.messages", _FILE)
CITY_OFFLINE = Link("city.offline", _FILE)
DESK = Link("desk.index", {"commission": "code"})
DESK_INTAKE = Link("desk.intake", {"commission": "code"})
DESK_FILE = Link("desk.application", _FILE)
DESK_PAPER = Link("desk.sign_on_paper", _FILE)
COORDINATION_PLACE = Link("coordination.place", {"space": "code", "reference": "reference"})
COORDINATION_FILE = Link("coordination.application", {"space": "code", "reference": "reference"})


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One row of the table: on ``event``, tell ``audience``."""

    event: type[Event]
    audience: Audience
    subject: LazyText
    lead: LazyText
    """What happened."""
    next: LazyText
    """What comes next, by when."""
    action: LazyText = ""
    link: Link | None = None
    quote: str = ""
    """Name of the event's field with somebody's own words: a reason, a question."""
    when: Callable[[Any], bool] | None = None
    """Only for events of which this is true."""
    encloses_receipt: bool = False
    variant: str = ""
    """Tells apart notices of one event to one audience."""

    @property
    def kind(self) -> str:
        """Name in the outbox: ``application_submitted.officers``."""
        return ".".join(filter(None, (self.event.name, str(self.audience), self.variant)))
