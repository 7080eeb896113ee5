"""What a browser without JavaScript does: read hidden inputs and post a page's form."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME = re.compile(r'name="([^"]*)"')
_VALUE = re.compile(r'value="([^"]*)"')


def hidden_inputs(html: str) -> dict[str, str]:
    """Name and value of the page's hidden inputs, the token among them; the last one wins."""
    found = {}
    for tag in _HIDDEN.findall(html):
        name, value = _NAME.search(tag), _VALUE.search(tag)
        if name:
            found[name[1]] = value[1] if value else ""
    return found


def page(client: FlaskClient, path: str, *, status: int = 200) -> str:
    """The page at an address; fails with its text if the status is another."""
    response = client.get(path)
    assert response.status_code == status, response.text[:3000]
    return response.text


def send(
    client: FlaskClient, path: str, data: dict[str, object], *, seen: str | None = None
) -> TestResponse:
    """Post ``data`` with the hidden inputs of the page ``seen`` (else of the page at ``path``)."""
    html = page(client, path) if seen is None else seen
    return client.post(path, data={**hidden_inputs(html), **data})
