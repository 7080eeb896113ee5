"""What lists and histories say: no name of the machine's reaches a reader."""

import pytest

from portal.accounts.roles import Role
from portal.applications import events
from portal.applications.state_words import event_label, office_label
from portal.history.events import RecordedEvent

EVENTS = [
    kind.name for kind in RecordedEvent.__subclasses__() if kind.__module__ == events.__name__
]


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_of_the_history_has_words(event: str) -> None:
    assert event_label(event) not in ("", event, event.replace("_", " "))


@pytest.mark.parametrize("role", list(Role))
def test_each_office_has_a_name(role: Role) -> None:
    assert office_label(role.value) == role.value.capitalize()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("mayor_signed", "Signed on paper by Joyce Achieng for the city; scan attested"),
        ("application_endorsed", "Endorsed: signed on paper by Joyce Achieng; scan attested"),
        ("mayor_declined", "The mayor declined to sign"),
    ],
)
def test_a_signature_on_paper_names_who_signed(event: str, words: str) -> None:
    assert event_label(event, {"method": "paper", "signer_name": "Joyce Achieng"}) == words
