from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.web import page
from portal.web.assets import start_assets
from portal.web.error_pages import register_error_pages
from portal.web.security_headers import secret_address, start_security_headers

PORTAL = Path(page.__file__).parents[1]


@pytest.fixture
def app() -> Flask:
    app = Flask("portal", root_path=str(PORTAL), template_folder="web/templates")
    app.config.update(SECRET_KEY="x" * 32, PROPAGATE_EXCEPTIONS=False)
    Babel(app, locale_selector=lambda: "en")
    CSRFProtect(app)
    start_assets(app)
    register_error_pages(app)
    start_security_headers(app)
    page.register(app)
    errors = {
        "conflict": Conflict("Ama Mensah approved it a minute ago."),
        "invalid": Invalid("The year is missing."),
        "forbidden": NotAllowed(),
        "missing": NotFound(),
        "broken": RuntimeError("secret detail"),
    }

    @app.route("/raise/<name>", methods=["GET", "POST"])
    def fail(name: str) -> str:
        raise errors[name]

    @app.route("/one-time-link")
    def one_time_link() -> str:
        secret_address()
        return "sign here"

    return app


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("conflict", 409, "Ama Mensah approved it a minute ago."),
        ("invalid", 422, "The year is missing."),
        ("forbidden", 403, "Ask a colleague who holds the right."),
        ("missing", 404, "This page does not exist"),
        ("broken", 500, "Something went wrong on our side"),
    ],
)
def test_an_error_is_a_page_that_says_what_to_do(
    app: Flask, name: str, status: int, words: str
) -> None:
    response = app.test_client().get(f"/raise/{name}")

    assert response.status_code == status
    assert "<!doctype html>" in response.text
    assert words in response.text
    assert "secret detail" not in response.text


def test_htmx_gets_a_notice_that_names_its_place(app: Flask) -> None:
    response = app.test_client().get("/raise/conflict", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#messages"
    assert "<!doctype" not in response.text
    assert 'role="alert"' in response.text


def test_a_form_without_a_token_is_refused_in_plain_words(app: Flask) -> None:
    response = app.test_client().post("/raise/missing")

    assert response.status_code == 400
    assert "This page was open for too long" in response.text


def test_a_page_that_cannot_be_drawn_falls_back_to_one_that_needs_nothing(app: Flask) -> None:
    @app.context_processor
    def broken() -> dict[str, str]:
        raise RuntimeError("the database is down")

    response = app.test_client().get("/raise/broken")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text


def test_every_answer_forbids_what_pages_do_not_need(app: Flask) -> None:
    headers = app.test_client().get("/raise/missing").headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_a_secret_address_is_told_to_nobody(app: Flask) -> None:
    headers = app.test_client().get("/one-time-link", base_url="https://portal.example").headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
