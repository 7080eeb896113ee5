"""Invitations: bound to place, role and address; used once. Source: docs/threats, row 8."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.events import InvitationSent
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role
from portal.accounts.services.invitations import (
    Newcomer,
    accept_as_newcomer,
    invite,
    look_at_invitation,
    resend_invitation,
    revoke_invitation,
)
from portal.core.errors import Invalid, NotAllowed, NotFound
from portal.core.events import Event
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import NETWORK_ID, City, Commission, Network, Nobody, Worker
from tests.factories import (
    KENYA,
    TUNISIA,
    Somebody,
    make_city,
    make_commission,
    make_person,
    sign_in,
)
from tests.integration.accounts.browsing import (
    PASSWORD,
    give_password,
    is_signed_in,
    send,
    sign_in_with_password,
)

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
INVITED = "peter.odhiambo@natcom.example"


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    make_commission(TUNISIA, "tn")
    return make_person(Role.OFFICER, "Wanjiru Kamau")


def invite_officer(officer: Somebody, email: str = INVITED, **values) -> str:
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        return invite(
            work, email=email, role=Role.OFFICER, commission_id=KENYA, name="Peter", **values
        )


def last_secret(told: list[Event]) -> str:
    return [event for event in told if isinstance(event, InvitationSent)][-1].secret


def memberships_of(email: str) -> list[tuple[Role, int | None]]:
    with unit_of_work(Nobody(), OPERATOR) as work:
        rows = work.session.execute(
            select(Membership.role, Membership.commission_id)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.email == email, Membership.ended_at.is_(None))
        )
        return [(role, commission_id) for role, commission_id in rows]


def test_a_newcomer_accepts_and_is_in(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    invite_officer(officer, office="Programme officer")
    path = f"/invitation/{last_secret(told)}"
    page = client.get(path)
    assert "National Commission of KE" in page.text
    assert "Programme officer" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    answer = send(client, path, name="Peter Odhiambo", language="en", password=PASSWORD)
    assert answer.location == "/home"
    assert is_signed_in(client)
    assert memberships_of(INVITED) == [(Role.OFFICER, KENYA)]


def test_the_invitation_says_who_invites_and_speaks_the_chosen_language(
    officer: Somebody, told: list[Event]
) -> None:
    invite_officer(officer, language="fr")
    event = told[-1]
    assert isinstance(event, InvitationSent)
    assert event.invited_by == "Wanjiru Kamau"
    assert (event.recipients[0].email, event.recipients[0].language) == (INVITED, "fr")
    assert event.commission_name == "National Commission of KE"


def test_looking_does_not_use_it_up_and_accepting_does(
    app: Flask, officer: Somebody, told: list[Event]
) -> None:
    invite_officer(officer)
    path = f"/invitation/{last_secret(told)}"
    for _ in range(3):
        assert app.test_client().get(path).status_code == 200
    send(app.test_client(), path, name="Peter", language="en", password=PASSWORD)
    assert app.test_client().get(path).status_code == 404


def test_values_added_to_the_form_change_nothing(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    invite_officer(officer)
    send(
        client,
        f"/invitation/{last_secret(told)}",
        name="Peter Odhiambo",
        language="en",
        password=PASSWORD,
        role="coordinator",
        commission_id=str(TUNISIA),
        email="other@natcom.example",
    )
    assert memberships_of(INVITED) == [(Role.OFFICER, KENYA)]
    assert memberships_of("other@natcom.example") == []


def test_somebody_signed_in_at_another_address_cannot_take_it(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    invite_officer(officer)
    secret = last_secret(told)
    stranger = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    sign_in(client, stranger)
    page = client.get(f"/invitation/{secret}")
    assert "This link was sent to somebody else" in page.text
    answer = send(client, f"/invitation/{secret}", page="/profile")
    assert answer.status_code == 403
    assert memberships_of(stranger.email) == [(Role.OFFICER, TUNISIA)]
    with unit_of_work(Nobody(), OPERATOR) as work:
        assert look_at_invitation(work, secret).email == INVITED


def test_a_known_person_signs_in_and_accepts(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    known = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    give_password(known)
    invite_officer(officer, email=known.email)
    path = f"/invitation/{last_secret(told)}"
    assert "You have an account. Sign in to accept." in client.get(path).text
    answer = sign_in_with_password(client, known, following=path)
    assert answer.location == path
    accepted = send(client, path)
    assert accepted.location == "/home"
    assert client.get("/home").location == "/c/ke/desk"
    assert sorted(memberships_of(known.email), key=str) == [
        (Role.OFFICER, KENYA),
        (Role.OFFICER, TUNISIA),
    ]


def test_nobody_takes_over_a_known_account_by_an_invitation(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    known = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    invite_officer(officer, email=known.email)
    answer = send(
        client,
        f"/invitation/{last_secret(told)}",
        page="/sign-in",
        name="Somebody Else",
        language="en",
        password=PASSWORD,
    )
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    assert not is_signed_in(client)


def test_a_new_signatory_sets_up_a_second_factor_before_anything_opens(
    client: FlaskClient, officer: Somebody, told: list[Event]
) -> None:
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        invite(work, email=INVITED, role=Role.SIGNATORY, commission_id=KENYA)
    path = f"/invitation/{last_secret(told)}"
    answer = send(client, path, name="Amina Otieno", language="en", password=PASSWORD)
    assert answer.location == "/sign-in/set-up"
    assert not is_signed_in(client)


def test_a_revoked_invitation_opens_nothing(officer: Somebody, told: list[Event]) -> None:
    key = invite_officer(officer)
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        revoke_invitation(work, key)
    with pytest.raises(NotFound), unit_of_work(Nobody(), OPERATOR) as work:
        look_at_invitation(work, last_secret(told))


def test_sending_again_voids_the_link_before(officer: Somebody, told: list[Event]) -> None:
    key = invite_officer(officer)
    first = last_secret(told)
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        resend_invitation(work, key)
    with unit_of_work(Nobody(), OPERATOR) as work:
        assert look_at_invitation(work, last_secret(told)).email == INVITED
    with pytest.raises(NotFound), unit_of_work(Nobody(), OPERATOR) as work:
        look_at_invitation(work, first)


def test_inviting_again_voids_the_link_before(officer: Somebody, told: list[Event]) -> None:
    invite_officer(officer)
    first = last_secret(told)
    invite_officer(officer)
    with pytest.raises(NotFound), unit_of_work(Nobody(), OPERATOR) as work:
        look_at_invitation(work, first)


def test_an_invitation_runs_out_after_fourteen_days(officer: Somebody, told: list[Event]) -> None:
    with unit_of_work(Commission(KENYA), officer.actor, at=NOON) as work:
        invite(work, email=INVITED, role=Role.OFFICER, commission_id=KENYA)
    secret = last_secret(told)
    newcomer = Newcomer(name="Peter", language="en", password=PASSWORD)
    late = NOON + timedelta(days=14, seconds=1)
    with pytest.raises(NotFound), unit_of_work(Worker(NETWORK_ID), OPERATOR, at=late) as work:
        accept_as_newcomer(work, secret, newcomer)
    in_time = NOON + timedelta(days=13, hours=23)
    with unit_of_work(Worker(NETWORK_ID), OPERATOR, at=in_time) as work:
        accept_as_newcomer(work, secret, newcomer)
    assert memberships_of(INVITED) == [(Role.OFFICER, KENYA)]


def test_who_holds_the_role_already_is_not_invited(officer: Somebody) -> None:
    with pytest.raises(Invalid) as caught:
        invite_officer(officer, email=officer.email.upper())
    assert caught.value.field == "email"


def test_an_officer_invites_into_no_other_commission(officer: Somebody) -> None:
    with pytest.raises(NotAllowed), unit_of_work(Commission(KENYA), officer.actor) as work:
        invite(work, email=INVITED, role=Role.OFFICER, commission_id=TUNISIA)


def test_an_officer_invites_no_coordinator(officer: Somebody) -> None:
    with pytest.raises(NotAllowed), unit_of_work(Commission(KENYA), officer.actor) as work:
        invite(work, email=INVITED, role=Role.COORDINATOR)


def test_an_officer_invites_delegates_of_own_cities_only(officer: Somebody) -> None:
    foreign = make_city("Sousse", commission_id=TUNISIA)
    with pytest.raises(NotFound), unit_of_work(Commission(KENYA), officer.actor) as work:
        invite(work, email=INVITED, role=Role.DELEGATE, commission_id=KENYA, city_id=foreign)


def test_a_delegate_invites_co_editors_of_the_own_city_only(
    officer: Somebody, told: list[Event]
) -> None:
    kisumu, nakuru = make_city("Kisumu"), make_city("Nakuru")
    delegate = make_person(Role.DELEGATE, "Grace Njeri", city_id=kisumu, city_name="Kisumu")
    with unit_of_work(City(KENYA, kisumu), delegate.actor) as work:
        invite(work, email=INVITED, role=Role.DELEGATE, commission_id=KENYA, city_id=kisumu)
    event = told[-1]
    assert isinstance(event, InvitationSent)
    assert event.city_name == "Kisumu"
    with (
        pytest.raises((NotAllowed, NotFound)),
        unit_of_work(City(KENYA, kisumu), delegate.actor) as work,
    ):
        invite(work, email=INVITED, role=Role.DELEGATE, commission_id=KENYA, city_id=nakuru)
    with pytest.raises(NotAllowed), unit_of_work(City(KENYA, kisumu), delegate.actor) as work:
        invite(work, email=INVITED, role=Role.OFFICER, commission_id=KENYA)


def test_a_coordinator_invites_first_officers_and_coordinators_but_no_signatory(
    officer: Somebody,
) -> None:
    coordinator = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    with unit_of_work(Network(), coordinator.actor) as work:
        invite(work, email=INVITED, role=Role.OFFICER, commission_id=TUNISIA)
        invite(work, email=INVITED, role=Role.COORDINATOR)
    with pytest.raises(NotAllowed), unit_of_work(Network(), coordinator.actor) as work:
        invite(work, email=INVITED, role=Role.SIGNATORY, commission_id=TUNISIA)


def test_a_foreign_officer_neither_revokes_nor_resends(officer: Somebody) -> None:
    key = invite_officer(officer)
    foreign = make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA)
    for act in (revoke_invitation, resend_invitation):
        with pytest.raises(NotFound), unit_of_work(Commission(TUNISIA), foreign.actor) as work:
            act(work, key)
