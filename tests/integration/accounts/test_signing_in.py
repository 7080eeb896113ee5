"""Password, second factor, session: who gets in, who does not, and what a guesser learns."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import SignInSession
from portal.accounts.roles import Role
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Nobody
from tests.factories import Somebody, make_commission, make_person
from tests.integration.accounts.browsing import (
    PASSWORD,
    forget_last_step,
    give_password,
    give_second_factor,
    is_signed_in,
    send,
    sign_in_with_password,
    token_of,
)


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    person = make_person(Role.OFFICER, "Wanjiru Kamau")
    give_password(person)
    return person


@pytest.fixture
def coordinator(app: Flask) -> Somebody:
    person = make_person(Role.COORDINATOR, "Mei Tanaka", commission_id=None)
    give_password(person)
    return person


def words_of(html: str) -> str:
    """The page without what differs by nature: tokens and the typed address."""
    html = re.sub(r'value="[^"]*"', "", html)
    return re.sub(r'content="[^"]{60,}"', "", html)


def test_the_right_password_signs_in(client: FlaskClient, officer: Somebody) -> None:
    answer = sign_in_with_password(client, officer)
    assert (answer.status_code, answer.location) == (303, "/home")
    assert is_signed_in(client)
    assert client.get("/home").location == "/c/ke/desk"


def test_addresses_are_compared_without_case_and_spaces(
    client: FlaskClient, officer: Somebody
) -> None:
    send(client, "/sign-in", email=f"  {officer.email.upper()} ", password=PASSWORD)
    assert is_signed_in(client)


def test_an_unknown_address_gets_the_answer_of_a_wrong_password(
    app: Flask, officer: Somebody
) -> None:
    wrong = send(app.test_client(), "/sign-in", email=officer.email, password="wrong password")
    unknown = send(
        app.test_client(), "/sign-in", email="nobody@nowhere.example", password="wrong password"
    )
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert words_of(wrong.text) == words_of(unknown.text)
    assert "E-mail address and password do not belong together." in wrong.text


@pytest.mark.parametrize(
    "following",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_sent_elsewhere(client: FlaskClient, officer: Somebody, following: str) -> None:
    answer = sign_in_with_password(client, officer, following=following)
    assert answer.location == "/home"


def test_the_page_asked_for_follows(client: FlaskClient, officer: Somebody) -> None:
    asked = client.get("/profile/password")
    assert asked.location == "/sign-in?next=/profile/password"
    answer = sign_in_with_password(client, officer, following="/profile/password")
    assert answer.location == "/profile/password"


def test_a_session_is_new_at_each_sign_in(app: Flask, officer: Somebody) -> None:
    client = app.test_client()
    sign_in_with_password(client, officer)
    with client.session_transaction() as first:
        before = first["_user_id"]
    send(client, "/sign-out", page="/profile")
    sign_in_with_password(client, officer)
    with client.session_transaction() as second:
        after = second["_user_id"]
    assert before != after
    stale = app.test_client()
    with stale.session_transaction() as session:
        session["_user_id"] = before
    assert not is_signed_in(stale)


def test_a_planted_session_is_not_the_one_that_gets_signed_in(
    app: Flask, officer: Somebody
) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "planted"
        session["space"] = "planted"
    sign_in_with_password(client, officer)
    with client.session_transaction() as session:
        assert session["_user_id"] != "planted"
        assert "space" not in session


def test_signing_out_ends_the_session_for_each_copy_of_the_cookie(
    app: Flask, officer: Somebody
) -> None:
    client, copy = app.test_client(), app.test_client()
    sign_in_with_password(client, officer)
    with client.session_transaction() as session:
        token = session["_user_id"]
    with copy.session_transaction() as session:
        session["_user_id"] = token
    send(client, "/sign-out", page="/profile")
    assert not is_signed_in(client)
    assert not is_signed_in(copy)


def test_a_disabled_person_gets_the_answer_of_a_wrong_password(
    client: FlaskClient, officer: Somebody
) -> None:
    with unit_of_work(Nobody(), OPERATOR) as work:
        from portal.accounts.models import Person

        work.session.get_one(Person, officer.id).disabled_at = work.now
    assert sign_in_with_password(client, officer).status_code == 422


def test_the_eleventh_try_is_refused_even_with_the_right_password(
    client: FlaskClient, officer: Somebody
) -> None:
    statuses = [sign_in_with_password(client, officer, "wrong").status_code for _ in range(10)]
    assert statuses == [422] * 10
    answer = sign_in_with_password(client, officer)
    assert answer.status_code == 429
    assert "Wait 15 minutes, then try again." in answer.text
    assert not is_signed_in(client)


def test_an_unknown_account_is_throttled_like_a_known_one(client: FlaskClient, app: Flask) -> None:
    for _ in range(10):
        send(client, "/sign-in", email="nobody@nowhere.example", password="wrong")
    answer = send(client, "/sign-in", email="nobody@nowhere.example", password="wrong")
    assert answer.status_code == 429


def test_another_account_is_not_locked_out_with_it(client: FlaskClient, officer: Somebody) -> None:
    for _ in range(11):
        send(client, "/sign-in", email="nobody@nowhere.example", password="wrong")
    assert sign_in_with_password(client, officer).status_code == 303


def test_an_account_is_throttled_from_everywhere_together(app: Flask, officer: Somebody) -> None:
    statuses = []
    for number in range(60):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number % 30 + 1}"
        statuses.append(sign_in_with_password(client, officer, "wrong").status_code)
    assert statuses == [422] * 50 + [429] * 10


def test_one_address_does_not_try_a_password_on_everybody(client: FlaskClient, app: Flask) -> None:
    statuses = [
        send(client, "/sign-in", email=f"p{n}@city.example", password="wrong").status_code
        for n in range(101)
    ]
    assert statuses == [422] * 100 + [429]


def test_success_is_not_held_against_the_address(app: Flask, officer: Somebody) -> None:
    for _ in range(12):
        client = app.test_client()
        assert sign_in_with_password(client, officer).status_code == 303


def test_a_coordinator_without_a_second_factor_sets_it_up_before_anything_opens(
    client: FlaskClient, coordinator: Somebody
) -> None:
    answer = sign_in_with_password(client, coordinator)
    assert answer.location == "/sign-in/set-up"
    assert not is_signed_in(client)
    page = client.get("/sign-in/set-up")
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page.text)
    sealed = re.search(r'name="sealed"[^>]* value="([^"]+)"', page.text)
    assert secret
    assert sealed
    done = client.post(
        "/sign-in/set-up",
        data={
            "csrf_token": token_of(page),
            "sealed": sealed[1],
            "code": pyotp.TOTP(secret[1].replace(" ", "")).now(),
        },
    )
    assert done.status_code == 200
    assert len(re.findall(r'<code class="ltr">[0-9A-Z]{5}-[0-9A-Z]{5}</code>', done.text)) == 10
    assert is_signed_in(client)
    with unit_of_work(Nobody(), OPERATOR) as work:
        row = work.session.query(SignInSession).one()
        assert row.second_factor_at is not None
    out = client.post("/sign-out", data={"csrf_token": token_of(done)})
    assert out.status_code == 303


def test_a_wrong_first_code_shows_the_same_secret_again(
    client: FlaskClient, coordinator: Somebody
) -> None:
    sign_in_with_password(client, coordinator)
    page = client.get("/sign-in/set-up")
    sealed = re.search(r'name="sealed"[^>]* value="([^"]+)"', page.text)
    assert sealed
    again = client.post(
        "/sign-in/set-up",
        data={"csrf_token": token_of(page), "sealed": sealed[1], "code": "abc"},
    )
    assert again.status_code == 422
    assert sealed[1] in again.text
    assert not is_signed_in(client)


def test_with_a_second_factor_the_password_alone_opens_nothing(
    client: FlaskClient, coordinator: Somebody
) -> None:
    secret = give_second_factor(coordinator)
    forget_last_step(coordinator.id)
    answer = sign_in_with_password(client, coordinator)
    assert answer.location == "/sign-in/code"
    assert not is_signed_in(client)
    assert client.get("/sign-in/set-up").location == "/sign-in"
    send(client, "/sign-in/code", code=pyotp.TOTP(secret).now())
    assert is_signed_in(client)


def test_a_code_signs_in_once(app: Flask, coordinator: Somebody) -> None:
    secret = give_second_factor(coordinator)
    forget_last_step(coordinator.id)
    code = pyotp.TOTP(secret).now()
    first, second = app.test_client(), app.test_client()
    sign_in_with_password(first, coordinator)
    sign_in_with_password(second, coordinator)
    assert send(first, "/sign-in/code", code=code).status_code == 303
    replayed = send(second, "/sign-in/code", code=code)
    assert replayed.status_code == 422
    assert not is_signed_in(second)


def test_a_half_done_sign_in_ends_when_the_password_is_changed(
    client: FlaskClient, coordinator: Somebody
) -> None:
    secret = give_second_factor(coordinator)
    forget_last_step(coordinator.id)
    sign_in_with_password(client, coordinator)
    with unit_of_work(Nobody(), OPERATOR) as work:
        from portal.accounts.models import Person
        from portal.accounts.services.passwords import hash_password

        person = work.session.get_one(Person, coordinator.id)
        person.password_hash = hash_password("another fleet of boats")
    answer = send(client, "/sign-in/code", code=pyotp.TOTP(secret).now())
    assert answer.location == "/sign-in"
    assert not is_signed_in(client)


def test_a_role_that_needs_a_second_factor_is_closed_without_one(
    client: FlaskClient, officer: Somebody
) -> None:
    """Somebody signed in before the role was given."""
    from tests.factories import sign_in

    signatory = make_person(Role.SIGNATORY, "Amina Otieno")
    give_password(signatory)
    sign_in(client, signatory)
    assert client.get("/c/ke/desk").location == "/profile/second-factor"
