"""Pages are shorter on the line for browsers that ask for it; nothing else changes."""

import gzip

import pytest
from flask import Flask, Response

from portal.web.compression import start_compression

PAGE = "<p>Une ville apprenante.</p>" * 100


@pytest.fixture
def portal() -> Flask:
    app = Flask("somewhere")
    app.add_url_rule("/page", "page", view_func=lambda: PAGE)
    app.add_url_rule("/short", "short", view_func=lambda: "<p>Une ville</p>")
    app.add_url_rule("/file", "file", view_func=lambda: Response(PAGE, mimetype="application/pdf"))
    app.add_url_rule(
        "/parts", "parts", view_func=lambda: Response(iter([PAGE]), mimetype="text/html")
    )
    start_compression(app)
    return app


def test_a_page_is_compressed_for_who_asks(portal: Flask) -> None:
    answer = portal.test_client().get("/page", headers={"Accept-Encoding": "gzip, deflate, br"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < 200
    assert gzip.decompress(answer.data).decode() == PAGE


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_who_does_not_ask_gets_it_as_it_is(portal: Flask, accepted: str) -> None:
    answer = portal.test_client().get("/page", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.text == PAGE


@pytest.mark.parametrize("path", ["/short", "/file", "/parts"])
def test_short_pages_files_and_streams_stay_as_they_are(portal: Flask, path: str) -> None:
    answer = portal.test_client().get(path, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in answer.headers


def test_a_head_says_what_a_get_would(portal: Flask) -> None:
    client = portal.test_client()
    headers = {"Accept-Encoding": "gzip"}

    head = client.head("/page", headers=headers)

    assert head.data == b""
    assert (
        head.headers["Content-Length"]
        == client.get("/page", headers=headers).headers["Content-Length"]
    )
