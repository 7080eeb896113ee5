"""The dates of calls as a calendar (RFC 5545): to download once, or to subscribe to.

Moments are in UTC, so that every calendar shows them in its owner's own time. Identifiers never
change and the sequence grows with each change, so that an extension moves the entry that is there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75
"""Longest line without its end. Source: RFC 5545, 3.1."""
MEDIA_TYPE = "text/calendar"
_PRODUCT = "-//Learning Cities Portal//Dates of calls//EN"
_SPECIAL = re.compile(r"([\\;,])")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One moment in the calendar; texts in the reader's language."""

    uid: str
    starts_at: datetime
    summary: str
    description: str
    address: str
    sequence: int
    changed_at: datetime
    is_cancelled: bool = False
    reminder_days: int | None = None
    """Days before on which a calendar may remind."""


def calendar_file(name: str, entries: Iterable[Entry], *, address: str, language: str) -> bytes:
    """The calendar as a file. Same input, same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"URL:{address}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        *(line for entry in entries for line in _event(entry, language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART:{_moment(entry.starts_at)}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(entry.summary)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{_text(entry.description)}"
    yield f"URL:{entry.address}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    if entry.reminder_days is not None and not entry.is_cancelled:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(entry.summary)}"
        yield f"TRIGGER:-P{entry.reminder_days}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """A value as TEXT: its special signs escaped, its line breaks written out."""
    escaped = _SPECIAL.sub(r"\\\1", _LINE_BREAK.sub("\n", value)).replace("\n", "\\n")
    return _CONTROL.sub(" ", escaped)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no sign cut in two."""
    pieces: list[str] = []
    piece, room = "", LINE_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LINE_OCTETS - 1  # the space that begins a continued line
        piece += sign
        room -= size
    return "\r\n ".join([*pieces, piece])
