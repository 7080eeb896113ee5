"""Who of the team has which section open now: a name and a section, forgotten within minutes."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, text

from portal.applications.team_models import Presence
from portal.core.unit_of_work import Work

BEAT_SECONDS = 30
"""How often an open page gives a sign of life."""
SEEN_WITHIN = timedelta(seconds=80)
_FORGOTTEN_AFTER = timedelta(minutes=10)
_BEAT = text(
    "with gone as (delete from presence where commission_id = :commission_id"
    " and application_id = :application_id and person_id <> :person_id and seen_at < :forgotten),"
    " mine as (insert into presence"
    " (commission_id, city_id, application_id, person_id, section, name, seen_at)"
    " values (:commission_id, :city_id, :application_id, :person_id, :section, :name, :now)"
    " on conflict (commission_id, application_id, person_id)"
    " do update set section = excluded.section, name = excluded.name, seen_at = excluded.seen_at)"
    " select section, name from presence where commission_id = :commission_id"
    " and application_id = :application_id and person_id <> :person_id and seen_at > :since"
    " order by seen_at desc, person_id"
)


@dataclass(frozen=True)
class Whereabouts:
    """Somebody else of the team and the section they have open."""

    section: str
    name: str


def beat(
    work: Work,
    application_id: uuid.UUID,
    section: str,
    *,
    commission_id: int,
    city_id: uuid.UUID,
) -> tuple[Whereabouts, ...]:
    """Say that the actor has a section open, and hear who else is at work. One statement."""
    rows = work.session.execute(
        _BEAT,
        {
            "commission_id": commission_id,
            "city_id": city_id,
            "application_id": application_id,
            "person_id": work.actor.person_id,
            "section": section,
            "name": work.actor.name,
            "now": work.now,
            "since": work.now - SEEN_WITHIN,
            "forgotten": work.now - _FORGOTTEN_AFTER,
        },
    )
    return tuple(Whereabouts(row.section, row.name) for row in rows)


def others_at_work(work: Work, application_id: uuid.UUID) -> tuple[Whereabouts, ...]:
    """Who else has a section open now."""
    since: datetime = work.now - SEEN_WITHIN
    rows = work.session.execute(
        select(Presence.section, Presence.name)
        .where(
            Presence.application_id == application_id,
            Presence.person_id != work.actor.person_id,
            Presence.seen_at > since,
        )
        .order_by(Presence.seen_at.desc(), Presence.person_id)
    )
    return tuple(Whereabouts(row.section, row.name) for row in rows)


def names_in(everybody: Iterable[Whereabouts], section: str) -> list[str]:
    """The names of those who have one section open."""
    return [one.name for one in everybody if one.section == section]
