"""The portal on an empty database, in whose context jobs and mails are made."""

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def portal(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
