"""What has no use any more is thrown away; what proves or warns is kept."""

from datetime import timedelta

from flask import Flask

from portal.accounts.models import AccountToken, Attempt, SignInSession, TokenPurpose
from portal.accounts.roles import Role
from portal.accounts.services.clearing import Cleared, clear_accounts
from portal.core.clock import now
from portal.core.unit_of_work import CLOCK, OPERATOR, unit_of_work
from portal.tenancy.scope import Nobody
from tests.factories import Somebody, make_commission, make_person


def add_session(person: Somebody, token: str, *, days_ago: int, is_ended: bool = False) -> None:
    at = now() - timedelta(days=days_ago)
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.add(
            SignInSession(
                token_hash=token,
                person_id=person.id,
                created_at=at,
                last_seen_at=at,
                expires_at=at + timedelta(hours=12),
                ended_at=at if is_ended else None,
            )
        )


def add_link(token: str, *, days_ago: int, purpose: TokenPurpose, is_used: bool = False) -> None:
    at = now() - timedelta(days=days_ago)
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.add(
            AccountToken(
                token_hash=token,
                purpose=purpose,
                email="somebody@people.example",
                created_at=at - timedelta(days=1),
                expires_at=at,
                used_at=at if is_used else None,
            )
        )


def clear() -> Cleared:
    with unit_of_work(Nobody(), CLOCK) as work:
        return clear_accounts(work)


def left(model: type) -> list[str]:
    name = "key" if model is Attempt else "token_hash"
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return sorted(getattr(row, name) for row in work.session.query(model))


def test_old_sessions_go_but_the_newest_of_a_person_stays(app: Flask) -> None:
    make_commission()
    busy = make_person(Role.OFFICER, "Joseph Mwangi")
    away = make_person(Role.OFFICER, "Grace Njeri")
    add_session(busy, "old", days_ago=40)
    add_session(busy, "ended", days_ago=35, is_ended=True)
    add_session(busy, "recent", days_ago=20)
    add_session(away, "away", days_ago=300)
    assert clear().sessions == 2
    assert left(SignInSession) == ["away", "recent"]


def test_dead_links_go_but_not_the_registration_of_a_city(app: Flask) -> None:
    add_link("reset", days_ago=100, purpose=TokenPurpose.PASSWORD_RESET)
    add_link("reset-young", days_ago=10, purpose=TokenPurpose.PASSWORD_RESET)
    add_link("never-used", days_ago=100, purpose=TokenPurpose.CITY_REGISTRATION)
    add_link("handed-in", days_ago=100, purpose=TokenPurpose.CITY_REGISTRATION, is_used=True)
    assert clear().links == 2
    assert left(AccountToken) == ["handed-in", "reset-young"]


def test_counted_tries_go_after_their_window(app: Flask) -> None:
    with unit_of_work(Nobody(), OPERATOR) as work:
        for key, hours in (("old", 49), ("young", 1)):
            work.session.add(
                Attempt(key=key, window_started_at=now() - timedelta(hours=hours), count=3)
            )
    assert clear().tries == 1
    assert left(Attempt) == ["young"]
