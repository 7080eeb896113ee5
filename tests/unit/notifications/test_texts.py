"""The table of notices is whole: every placeholder is known, every kind of mail has one name."""

import dataclasses
import re
from collections import Counter
from datetime import datetime

import pytest

from portal.accounts.events import AccountEvent, SignedInFromNewDevice
from portal.applications import events
from portal.history.events import RecordedEvent
from portal.notifications.events import MonthEnding
from portal.notifications.notice import Audience, Notice
from portal.notifications.notices import NOTICES

APPLICATION_WORDS = {
    "reference",
    "city",
    "code",
    "commission",
    "call",
    "closing",
    "forward_by",
    "closing_day",
    "forward_day",
    "actor",
}
UNTOLD = {
    "application_started",
    "application_frozen",
    "application_reopened",
    "officer_assigned",
    "note_written",
    "checkpoint_marked",
    "filled_form_taken_over",
    "typed_text_confirmed",
}
"""What is only for the file: the city's own steps and the commission's papers."""


OF_DIGESTS = {MonthEnding: {"first_day", "files"}}
"""What a digest says of its files: the first day of them all, and a line for each."""


def words_of(notice: Notice) -> set[str]:
    words = set(OF_DIGESTS.get(notice.event, ()))
    words |= set() if issubclass(notice.event, AccountEvent) else set(APPLICATION_WORDS)
    for field in dataclasses.fields(notice.event):
        if field.type in (str, datetime, "str", "datetime"):
            words.add(field.name)
        if field.type in (datetime, "datetime"):
            words.add(f"{field.name.removesuffix('_at')}_day")
    return words


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.kind)
def test_sentences_use_known_words_only(notice: Notice) -> None:
    texts = " ".join(str(text) for text in (notice.subject, notice.lead, notice.next))
    used = set(re.findall(r"%\((\w+)\)s", texts))
    parts = set(notice.link.parts.values()) if notice.link else set()

    assert "%" not in re.sub(r"%\(\w+\)s", "", texts)
    assert used | parts | ({notice.quote} - {""}) <= words_of(notice)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.kind)
def test_notice_says_what_happened_what_is_next_and_where(notice: Notice) -> None:
    assert str(notice.subject)
    assert str(notice.lead).rstrip()[-1] in ".!:"
    assert (str(notice.lead)[-1] == ":") == bool(notice.quote)
    assert str(notice.next).endswith(".")
    assert bool(notice.action) == bool(notice.link)


def test_kinds_of_mail_have_their_own_names() -> None:
    counted = Counter(notice.kind for notice in NOTICES)

    assert [kind for kind, count in counted.items() if count > 1] == []


def test_every_event_of_an_application_is_told_or_known_to_be_untold() -> None:
    told = {notice.event.name for notice in NOTICES}
    all_events = {
        event.name
        for event in vars(events).values()
        if isinstance(event, type) and issubclass(event, RecordedEvent) and "name" in vars(event)
    }

    assert all_events - told == UNTOLD


def test_every_event_of_an_account_is_told() -> None:
    told = {notice.event for notice in NOTICES if notice.audience is Audience.NAMED}

    assert set(AccountEvent.__subclasses__()) == told
    assert SignedInFromNewDevice in told


@pytest.mark.parametrize("word", ["reject", "failed", "violat", "penalt", "refuse"])
def test_wording_is_friendly(word: str) -> None:
    texts = [str(text) for each in NOTICES for text in (each.subject, each.lead, each.next)]

    assert [text for text in texts if word in text.lower()] == []
