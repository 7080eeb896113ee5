"""Name, language, password, sessions and spaces, as their owner handles them."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.events import PasswordChanged, SignedInFromNewDevice
from portal.accounts.roles import Role
from portal.core.events import Event
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Nobody
from tests.factories import (
    TUNISIA,
    Somebody,
    make_city,
    make_commission,
    make_person,
    sign_in,
)
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

NEW_PASSWORD = "four herons on the quay"


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    make_commission(TUNISIA, "tn")
    person = make_person(Role.OFFICER, "Wanjiru Kamau")
    give_password(person)
    return person


def language_of(page: str) -> tuple[str, str]:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)"', page)
    assert found
    return found[1], found[2]


def test_a_new_password_ends_all_other_sessions_and_is_told(
    app: Flask, officer: Somebody, told: list[Event]
) -> None:
    mine, thief = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    sign_in_with_password(thief, officer)
    answer = send(mine, "/profile/password", current=PASSWORD, new=NEW_PASSWORD)
    assert answer.location == "/profile"
    assert is_signed_in(mine)
    assert not is_signed_in(thief)
    assert [type(event) for event in told][-1] is PasswordChanged


def test_the_present_password_is_needed(client: FlaskClient, officer: Somebody) -> None:
    sign_in_with_password(client, officer)
    answer = send(client, "/profile/password", current="not this one", new=NEW_PASSWORD)
    assert answer.status_code == 422
    assert "This is not your current password." in answer.text


def test_sessions_are_listed_and_ended_one_by_one(app: Flask, officer: Somebody) -> None:
    mine, phone = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"
    sign_in_with_password(phone, officer)
    page = mine.get("/profile/sessions")
    assert "Safari, iPhone" in page.text
    for path in re.findall(r'action="(/profile/sessions/[0-9a-f-]+/end)"', page.text):
        if path != own_end(mine):
            mine.post(path, data={"csrf_token": token_of(page)})
    assert is_signed_in(mine)
    assert not is_signed_in(phone)


def own_end(client: FlaskClient) -> str:
    from portal.accounts.models import SignInSession
    from portal.core.codes import hash_secret

    with client.session_transaction() as session:
        token = session["_user_id"]
    with unit_of_work(Nobody(), OPERATOR) as work:
        row = work.session.query(SignInSession).filter_by(token_hash=hash_secret(token)).one()
        return f"/profile/sessions/{row.id}/end"


def test_all_other_sessions_end_at_once(app: Flask, officer: Somebody) -> None:
    mine, phone = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    sign_in_with_password(phone, officer)
    send(mine, "/profile/sessions/end-others", page="/profile/sessions")
    assert (is_signed_in(mine), is_signed_in(phone)) == (True, False)


def test_nobody_ends_somebody_elses_session(app: Flask, officer: Somebody) -> None:
    mine, foreign = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    sign_in(foreign, make_person(Role.OFFICER, "Salma Trabelsi", commission_id=TUNISIA))
    assert send(foreign, own_end(mine), page="/profile").status_code == 404
    assert is_signed_in(mine)


def test_a_browser_not_seen_before_is_told_and_a_known_one_is_not(
    app: Flask, officer: Somebody, told: list[Event]
) -> None:
    mine, other = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    send(mine, "/sign-out", page="/profile")
    sign_in_with_password(mine, officer)
    assert told == []
    sign_in_with_password(other, officer)
    assert [type(event) for event in told] == [SignedInFromNewDevice]


def test_name_and_language_are_kept(client: FlaskClient, officer: Somebody) -> None:
    sign_in_with_password(client, officer)
    send(client, "/profile", name="Wanjiru Kamau-Otieno", language="ar")
    page = client.get("/profile").text
    assert language_of(page) == ("ar", "rtl")
    assert "Wanjiru Kamau-Otieno" in page


def test_the_switch_of_languages_stays_with_the_person(app: Flask, officer: Somebody) -> None:
    mine, phone = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    answer = mine.post("/language", data={"language": "fr", "next": "/profile"})
    assert answer.location == "/profile"
    sign_in_with_password(phone, officer)
    assert language_of(phone.get("/profile").text) == ("fr", "ltr")


def test_the_switch_of_languages_stays_in_the_browser_of_nobody(client: FlaskClient) -> None:
    client.post("/language", data={"language": "ar", "next": "/sign-in"})
    assert language_of(client.get("/sign-in").text) == ("ar", "rtl")


def test_the_switch_of_languages_leads_nowhere_else(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "fr", "next": "//evil.example/"})
    assert answer.location == "/"
    assert client.post("/language", data={"language": "xx"}).status_code == 404


def test_the_browsers_language_is_taken_until_another_is_chosen(client: FlaskClient) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": "fr-SN,fr;q=0.9,en;q=0.5"})
    assert language_of(page.text) == ("fr", "ltr")


def test_who_serves_in_two_places_switches_between_them(
    client: FlaskClient, officer: Somebody
) -> None:
    from portal.accounts.services.memberships import give_membership

    kisumu = make_city("Kisumu")
    with unit_of_work(Nobody(), OPERATOR) as work:
        give_membership(work, officer.id, Role.OFFICER, commission_id=TUNISIA)
        give_membership(
            work,
            officer.id,
            Role.DELEGATE,
            commission_id=404,
            city_id=kisumu,
            city_name="Kisumu",
        )
    sign_in_with_password(client, officer)
    page = client.get("/profile").text
    assert re.findall(r'<button name="space" value="([^"]+)"', page) == [
        "ke",
        "tn",
        f"ke/{kisumu}",
    ]
    assert send(client, "/space", page="/profile", space="tn").location == "/c/tn/desk"
    assert client.get("/home").location == "/c/tn/desk"
    in_city = send(client, "/space", page="/profile", space=f"ke/{kisumu}")
    assert in_city.location == "/c/ke/my"
    assert send(client, "/space", page="/profile", space="zz").status_code == 404


def test_a_second_factor_is_set_up_against_the_password(
    client: FlaskClient, officer: Somebody
) -> None:
    sign_in_with_password(client, officer)
    page = client.get("/profile/second-factor")
    values = {
        "csrf_token": token_of(page),
        "sealed": re.findall(r'name="sealed"[^>]* value="([^"]+)"', page.text)[0],
        "code": pyotp.TOTP(
            re.findall(r'id="secret">([A-Z2-7 ]+)<', page.text)[0].replace(" ", "")
        ).now(),
    }
    path = "/profile/second-factor"
    assert client.post(path, data={**values, "password": "not this one"}).status_code == 422
    done = client.post(path, data={**values, "password": PASSWORD})
    assert done.status_code == 200
    assert len(re.findall(r'<code class="ltr">[0-9A-Z]{5}-[0-9A-Z]{5}</code>', done.text)) == 10


def test_replacing_the_second_factor_needs_the_present_one(
    client: FlaskClient, officer: Somebody
) -> None:
    give_second_factor(officer)
    sign_in(client, officer)
    page = client.get("/profile/second-factor")
    answer = client.post(
        "/profile/second-factor",
        data={
            "csrf_token": token_of(page),
            "sealed": re.findall(r'name="sealed"[^>]* value="([^"]+)"', page.text)[0],
            "code": pyotp.TOTP(
                re.findall(r'id="secret">([A-Z2-7 ]+)<', page.text)[0].replace(" ", "")
            ).now(),
            "password": PASSWORD,
            "present_code": "000000",
        },
    )
    assert answer.status_code == 422


def test_new_recovery_codes_need_a_code_of_the_phone(
    client: FlaskClient, officer: Somebody
) -> None:
    secret = give_second_factor(officer)
    forget_last_step(officer.id)
    sign_in(client, officer)
    assert send(client, "/profile/recovery-codes", code="000000").status_code == 422
    answer = send(client, "/profile/recovery-codes", code=pyotp.TOTP(secret).now())
    assert len(re.findall(r'<code class="ltr">[0-9A-Z]{5}-[0-9A-Z]{5}</code>', answer.text)) == 10


def test_forms_of_another_session_are_refused(app: Flask, officer: Somebody) -> None:
    mine, foreign = app.test_client(), app.test_client()
    sign_in_with_password(mine, officer)
    token = token_of(foreign.get("/sign-in"))
    answer = mine.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 400
    assert is_signed_in(mine)


def test_the_square_code_carries_no_style(client: FlaskClient, officer: Somebody) -> None:
    sign_in_with_password(client, officer)
    page = client.get("/profile/second-factor").text
    assert '<svg viewBox="0 0 ' in page
    assert "style=" not in page
