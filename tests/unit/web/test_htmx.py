import pytest
from flask import Flask
from jinja2 import DictLoader

from portal.web.htmx import fragment, page_or_fragment


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.jinja_loader = DictLoader(  # type: ignore[assignment]
        {"list.html": "<!doctype html>{{ rows }}", "_rows.html": "<div>{{ rows }}</div>"}
    )
    return app


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, "<!doctype html>7"),
        ({"HX-Request": "true"}, "<div>7</div>"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "<!doctype html>7"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "<!doctype html>7"),
    ],
)
def test_htmx_gets_the_part_and_everybody_else_the_page(
    app: Flask, headers: dict[str, str], body: str
) -> None:
    with app.test_request_context(headers=headers):
        response = page_or_fragment("list.html", "_rows.html", rows=7)

    assert response.get_data(as_text=True) == body


def test_caches_and_the_back_button_cannot_mix_them_up(app: Flask) -> None:
    with app.test_request_context():
        response = page_or_fragment("list.html", "_rows.html", rows=7)

    assert response.headers["Vary"] == "HX-Request"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_form_with_errors_says_so_in_its_status(app: Flask) -> None:
    with app.test_request_context():
        assert page_or_fragment("list.html", "_rows.html", status=422, rows=7).status_code == 422
        assert fragment("_rows.html", status=409, rows=7).status_code == 409
