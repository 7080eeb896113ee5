"""What a request claims about itself is not believed: where to go next, and which host it is at."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import msgspec
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import _trusted_hosts
from portal.accounts.roles import Role
from tests import factories as make
from tests.factories import Somebody, sign_in
from tests.integration.accounts.browsing import (
    PASSWORD,
    give_password,
    sign_in_with_password,
    token_of,
)

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "/%09/evil.example/",
    "/.//evil.example/",
    "/..//evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//localhost@evil.example/",
)
FORGED = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Original-Host": "evil.example",
    "Forwarded": "host=evil.example;proto=https",
}


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make.make_commission()
    person = make.make_person(Role.OFFICER, "Joseph Mwangi")
    give_password(person)
    return person


def host_in_a_browser(location: str) -> str | None:
    """Where a browser goes: it drops tabs and line ends and takes \\ for /."""
    cleaned = location.strip().translate({9: None, 10: None, 13: None}).replace("\\", "/")
    return urlsplit(urljoin("http://localhost/sign-in", cleaned)).hostname


@pytest.mark.parametrize("following", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(
    client: FlaskClient, officer: Somebody, following: str
) -> None:
    answer = sign_in_with_password(client, officer, following=following)
    assert answer.status_code == 303
    assert host_in_a_browser(answer.location) == "localhost", answer.location
    again = client.get("/sign-in", query_string={"next": following})
    assert host_in_a_browser(again.location) == "localhost", again.location


@pytest.mark.parametrize("following", ELSEWHERE)
def test_choosing_a_language_leads_to_no_other_site(client: FlaskClient, following: str) -> None:
    answer = client.post("/language", data={"language": "fr", "next": following})
    assert answer.status_code == 303
    assert host_in_a_browser(answer.location) == "localhost", answer.location


def test_the_way_back_inside_is_kept(client: FlaskClient, officer: Somebody) -> None:
    assert client.get("/c/ke/desk?tab=all").location == "/sign-in?next=/c/ke/desk?tab%3Dall"
    answer = sign_in_with_password(client, officer, following="/c/ke/desk?tab=all")
    assert answer.location == "/c/ke/desk?tab=all"


def mails(administrator: psycopg.Connection) -> Iterator[str]:
    for (text,) in administrator.execute("select subject || text || html from outbox_mail"):
        yield text


@pytest.mark.parametrize("header", sorted(FORGED))
def test_links_in_mails_lead_to_our_own_address(
    client: FlaskClient, officer: Somebody, administrator: psycopg.Connection, header: str
) -> None:
    """An invitation is written within the request that a stolen page or a proxy could bend."""
    sign_in(client, officer)
    if header == "Host":  # whoever can forge it brings the cookie along
        kept = client.get_cookie("portal_session")
        assert kept is not None
        client.set_cookie("portal_session", kept.value, domain="evil.example")
    answer = client.post(
        "/c/ke/desk/people/invite",
        data={
            "name": "Wanjiru Kamau",
            "email": "wanjiru@people.example",
            "role": "officer",
            "office": "",
            "language": "en",
        },
        headers={} if header == "Host" else {header: FORGED[header]},
        base_url="http://evil.example" if header == "Host" else None,
    )
    assert answer.status_code == 303, answer.text[:2000]
    (invitation,) = mails(administrator)
    assert "http://localhost/invitation/" in invitation
    assert "evil.example" not in invitation


def test_a_forgotten_password_is_answered_outside_the_request(
    client: FlaskClient, officer: Somebody, administrator: psycopg.Connection
) -> None:
    forged = "http://evil.example"
    page = client.get("/forgotten-password", base_url=forged)
    data = {"email": officer.email, "csrf_token": token_of(page)}
    client.post("/forgotten-password", data=data, base_url=forged)
    jobs = administrator.execute("select args from procrastinate_jobs").fetchall()
    assert {"email": officer.email, "language": "en"} in [args for (args,) in jobs]
    assert "evil" not in str(jobs)


@pytest.mark.parametrize("header", sorted(set(FORGED) - {"Host"}))
def test_pages_do_not_repeat_a_forged_host(client: FlaskClient, header: str) -> None:
    for path in ("/", "/verify", "/sign-in", "/members", "/help"):
        answer = client.get(path, headers={header: FORGED[header]})
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)


def test_the_sessions_cookie_cannot_be_read_or_sent_from_elsewhere(
    client: FlaskClient, officer: Somebody
) -> None:
    answer = sign_in_with_password(client, officer, PASSWORD)
    cookies = [cookie for cookie in answer.headers.getlist("Set-Cookie") if "session" in cookie]
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain=" not in cookie


def test_production_answers_under_its_own_name_only(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = msgspec.structs.replace(
        app.config["SETTINGS"],
        environment="production",
        base_url="https://portal.example",
        secret_key="a long secret of the operator, never shown to anybody",
        key_encryption_key="q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
        smtp_host="mail.example",
    )
    assert _trusted_hosts(app.config["SETTINGS"]) is None
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", _trusted_hosts(settings))
    for host in ("portal.example", "portal.example:443", "localhost:8000", "127.0.0.1"):
        assert client.get("/help", headers={"Host": host}).status_code == 200, host
    for host in (
        "evil.example",
        "portal.example.evil.example",
        "xportal.example",
        "portal.example@evil.example",
    ):
        answer = client.get("/help", headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil.example" not in answer.text
