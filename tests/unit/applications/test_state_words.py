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
def test_each_event_of_the_history_is_told_in_a_sentence(event: str) -> None:
    told = event_label(event)
    assert told != event.replace("_", " ")
    assert told.endswith(".")
    assert len(told.split()) > 3


@pytest.mark.parametrize("role", list(Role))
def test_each_office_has_a_name(role: Role) -> None:
    assert office_label(role.value) == role.value.capitalize()


@pytest.mark.parametrize(
    ("event", "details", "told"),
    [
        (
            "mayor_signed",
            {"method": "electronic", "signer_name": "Joyce Achieng"},
            "Joyce Achieng signed the application on screen for the city.",
        ),
        (
            "mayor_signed",
            {"method": "paper", "signer_name": "Joyce Achieng"},
            (
                "Joyce Achieng signed the application on paper for the city; the city attested the"
                " scan."
            ),
        ),
        (
            "mayor_signed",
            {"method": "electronic", "signer_name": "Ali Hassan", "acting_for": "Joyce Achieng"},
            (
                "Ali Hassan signed the application on screen for and on behalf of Joyce Achieng,"
                " with a mandate."
            ),
        ),
        (
            "application_endorsed",
            {"method": "paper", "signer_name": "Grace Otieno"},
            (
                "Grace Otieno signed the endorsement on paper for the National Commission; the scan"
                " was attested."
            ),
        ),
        (
            "officer_assigned",
            {"officer_name": "Joseph Mwangi"},
            "Joseph Mwangi took charge of the application.",
        ),
        ("officer_assigned", {}, "Nobody has charge of the application any more."),
    ],
)
def test_who_acted_stands_in_the_sentence(event: str, details: dict[str, str], told: str) -> None:
    assert event_label(event, details) == told
