"""Ending a role: at once, within one's own space, and never the last who lets others in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.events import MembershipEnded
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.accounts.services.memberships import end_membership
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.events import Event
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission, Network, Nobody, Scope
from tests.factories import (
    KENYA,
    TUNISIA,
    Somebody,
    make_city,
    make_commission,
    make_person,
    sign_in,
)
from tests.integration.accounts.browsing import send


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    make_commission(TUNISIA, "tn")
    return make_person(Role.OFFICER, "Wanjiru Kamau")


def end(scope: Scope, actor: Somebody, of: Somebody) -> None:
    with unit_of_work(Nobody(), OPERATOR) as work:
        membership_id = work.session.scalars(
            select(Membership.id).where(Membership.person_id == of.id)
        ).one()
    with unit_of_work(scope, actor.actor) as work:
        end_membership(work, membership_id)


def test_an_ended_role_opens_nothing_at_the_next_request(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    colleague = make_person(Role.OFFICER, "Peter Odhiambo")
    sign_in(client, colleague)
    assert client.get("/c/ke/desk").status_code == 200
    end(Commission(KENYA), officer, colleague)
    assert client.get("/c/ke/desk").status_code == 404
    event = told[-1]
    assert isinstance(event, MembershipEnded)
    assert event.recipients[0].email == colleague.email
    assert (event.role, event.commission_code) == ("officer", "ke")


def test_the_last_officer_does_not_leave_an_empty_desk(officer: Somebody) -> None:
    with pytest.raises(Conflict) as caught:
        end(Commission(KENYA), officer, officer)
    assert str(caught.value.message) == (
        "This is the commission's last officer. Invite another one first."
    )


def test_an_officer_leaves_when_a_colleague_stays(officer: Somebody) -> None:
    make_person(Role.OFFICER, "Peter Odhiambo")
    end(Commission(KENYA), officer, officer)


def test_a_foreign_officer_finds_nobody_to_end(officer: Somebody) -> None:
    foreign = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    with pytest.raises(NotFound):
        end(Commission(TUNISIA), foreign, officer)


def test_a_delegate_ends_co_editors_but_no_officer(officer: Somebody) -> None:
    city_id = make_city("Kisumu")
    grace = make_person(Role.DELEGATE, "Grace Njeri", city_id=city_id, city_name="Kisumu")
    otieno = make_person(Role.DELEGATE, "Otieno Ouma", city_id=city_id, city_name="Kisumu")
    with pytest.raises(NotFound):
        end(City(KENYA, city_id), grace, officer)
    end(City(KENYA, city_id), grace, otieno)
    with pytest.raises(Conflict):
        end(City(KENYA, city_id), grace, grace)


def test_an_officer_ends_even_the_last_delegate(officer: Somebody) -> None:
    city_id = make_city("Kisumu")
    grace = make_person(Role.DELEGATE, "Grace Njeri", city_id=city_id, city_name="Kisumu")
    end(Commission(KENYA), officer, grace)


def test_an_officer_ends_no_coordinator(officer: Somebody) -> None:
    coordinator = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    with pytest.raises(NotFound):
        end(Commission(KENYA), officer, coordinator)


def test_a_coordinator_replaces_a_lost_officer(officer: Somebody) -> None:
    coordinator = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    end(Network(), coordinator, officer)


def test_a_coordinator_ends_no_signatory(officer: Somebody) -> None:
    coordinator = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    signatory = make_person(Role.SIGNATORY, "Amina Otieno")
    with pytest.raises(NotAllowed):
        end(Network(), coordinator, signatory)


def test_the_last_coordinator_stays(client: FlaskClient, officer: Somebody) -> None:
    coordinator = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    with pytest.raises(Conflict):
        end(Network(), coordinator, coordinator)


def test_coordinators_manage_their_team(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    coordinator = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    sign_in(client, coordinator)
    answer = send(
        client, "/coordination/team", email="jonas.weber@team.example", name="", language="en"
    )
    assert answer.location == "/coordination/team"
    page = client.get("/coordination/team").text
    assert "jonas.weber@team.example" in page
    assert "Mei Tanaka" in page


def test_the_team_is_closed_to_others(client: FlaskClient, officer: Somebody) -> None:
    sign_in(client, officer)
    assert client.get("/coordination/team").status_code == 404
