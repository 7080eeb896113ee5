"""What was told to whom in a test, read where the mails are made."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.core.events import Event, subscribe
from portal.core.unit_of_work import Work

_told: list[Event] = []


def _remember(_work: Work, event: Event) -> None:
    _told.append(event)


@pytest.fixture
def told(app: Flask) -> Iterator[list[Event]]:
    """The events of this test, in order."""
    subscribe(_remember)
    _told.clear()
    yield _told
    _told.clear()
