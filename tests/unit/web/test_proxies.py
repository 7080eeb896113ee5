"""Whose request it is, where proxies stand in front: counted, never believed beyond the count."""

import pytest
from flask import Flask, request

from portal.web.proxies import trust_proxies


@pytest.mark.parametrize(
    ("count", "said", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
    ],
)
def test_the_clients_address_is_what_our_own_proxies_wrote(
    count: int, said: str, address: str
) -> None:
    app = Flask("somewhere")
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.host_url}")
    trust_proxies(app, count)
    headers = {
        "X-Forwarded-For": said,
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
    }
    assert app.test_client().get("/", headers=headers).text == f"{address} http://localhost/"
