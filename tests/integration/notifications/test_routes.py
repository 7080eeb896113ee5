"""Pages mails link to, and the screens about mail."""

import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import Settings
from portal.notifications.mail import Enclosure, Letter, deliver, message_of
from portal.notifications.notice import Notice
from portal.notifications.notices import NOTICES

MAIL_ID = uuid.UUID("01890000-0000-7000-8000-00000000002a")


@pytest.fixture
def kept(app: Flask) -> None:
    """A hostile mail in the folder."""
    settings: Settings = app.config["SETTINGS"]
    letter = Letter(
        id=MAIL_ID,
        to_address="amina@sfax.example",
        to_name="<script>alert(1)</script>",
        language="ar",
        subject="<b>صفاقس</b>",
        text="Read http://localhost/mayor/tn/abc\n<script>alert(2)</script>\n",
        html='<html><body><script>alert(3)</script><a href="/home">go</a></body></html>\n',
        written_at=datetime(2027, 3, 1, 8, 30, tzinfo=UTC),
        enclosures=(Enclosure("<evil>.html", "text/html", b"<script>alert(4)</script>"),),
    )
    deliver(message_of(letter, sender="portal@portal.example", host="localhost"), settings)


@pytest.mark.parametrize(
    "notice", [each for each in NOTICES if each.link], ids=lambda notice: notice.kind
)
def test_every_link_leads_to_a_page(app: Flask, notice: Notice) -> None:
    assert notice.link is not None
    rules = [
        rule
        for rule in app.url_map.iter_rules(notice.link.endpoint)
        if rule.methods and "GET" in rule.methods
    ]

    assert [rule.arguments for rule in rules] == [set(notice.link.parts)]


def test_kept_mails_are_listed(kept: None, client: FlaskClient) -> None:
    page = client.get("/dev/mail/").get_data(as_text=True)

    assert f"/dev/mail/{MAIL_ID}" in page
    assert "&lt;b&gt;صفاقس&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_kept_mail_is_shown_as_text_with_a_link_to_follow(kept: None, client: FlaskClient) -> None:
    page = client.get(f"/dev/mail/{MAIL_ID}").get_data(as_text=True)

    assert '<a href="http://localhost/mayor/tn/abc"' in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_html_of_a_kept_mail_is_in_a_sandbox(kept: None, client: FlaskClient) -> None:
    answer = client.get(f"/dev/mail/{MAIL_ID}/html")

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_file_of_a_kept_mail_is_a_download(kept: None, client: FlaskClient) -> None:
    answer = client.get(f"/dev/mail/{MAIL_ID}/attachments/0")

    assert answer.data == b"<script>alert(4)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "/html", "/attachments/0"])
def test_unknown_mail_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/dev/mail/{uuid.UUID(int=1)}{path}").status_code == 404


def test_file_that_is_not_there_is_not_found(kept: None, client: FlaskClient) -> None:
    assert client.get(f"/dev/mail/{MAIL_ID}/attachments/1").status_code == 404


@pytest.mark.parametrize("path", ["/c/tn/desk/mail", "/coordination/mail"])
def test_screens_about_mail_ask_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")
