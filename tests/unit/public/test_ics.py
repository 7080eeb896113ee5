"""The calendar as other programs read it, and its lines as RFC 5545 wants them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from icalendar import Calendar

from portal.public.ics import Entry, calendar_file

ADDRESS = "https://portal.example/c/tn/dates.ics?language=ar"
CLOSES = Entry(
    uid="0198-tn-closes@learning-cities",
    starts_at=datetime(2027, 6, 15, 23, 59, tzinfo=timezone(timedelta(hours=1))),
    summary="Last moment to submit: Call, 2027; really",
    description="One\r\nTwo \\ three",
    address="https://portal.example/c/tn/calls/2027",
    sequence=3,
    changed_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC),
    reminder_days=7,
)


def read(*entries: Entry, name: str = "Dates") -> Calendar:
    return Calendar.from_ical(calendar_file(name, entries, address=ADDRESS, language="en"))


def test_another_program_reads_what_was_meant() -> None:
    event = read(CLOSES).walk("VEVENT")[0]
    assert event["UID"] == "0198-tn-closes@learning-cities"
    assert event["SUMMARY"] == "Last moment to submit: Call, 2027; really"
    assert event["DESCRIPTION"] == "One\nTwo \\ three"
    assert event["SEQUENCE"] == 3
    assert event.decoded("DTSTART") == datetime(2027, 6, 15, 22, 59, tzinfo=UTC)
    assert event.decoded("LAST-MODIFIED") == datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert event["STATUS"] == "CONFIRMED"


def test_moments_are_written_in_utc() -> None:
    text = calendar_file("Dates", [CLOSES], address=ADDRESS, language="en").decode()
    assert "\r\nDTSTART:20270615T225900Z\r\n" in text


def test_a_reminder_comes_seven_days_before() -> None:
    alarm = read(CLOSES).walk("VALARM")[0]
    assert alarm.decoded("TRIGGER") == timedelta(days=-7)
    assert alarm["ACTION"] == "DISPLAY"


def test_a_cancelled_entry_says_so_and_reminds_nobody() -> None:
    calendar = read(replace(CLOSES, is_cancelled=True))
    assert calendar.walk("VEVENT")[0]["STATUS"] == "CANCELLED"
    assert calendar.walk("VALARM") == []


def test_long_lines_are_folded_between_signs() -> None:
    summary = "آخر موعد لتقديم الطلبات إلى اللجنة الوطنية 日本語のとても長い題名 " * 6
    data = calendar_file("D", [replace(CLOSES, summary=summary)], address=ADDRESS, language="ar")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    assert event["SUMMARY"].strip() == summary.strip()


def test_no_text_can_add_a_line_of_its_own() -> None:
    calendar = read(
        replace(CLOSES, summary="x\r\nATTENDEE:mailto:a@b.example\x00\x0b"), name="a\nb"
    )
    assert "ATTENDEE" not in calendar.walk("VEVENT")[0]


def test_every_line_ends_as_the_standard_says() -> None:
    data = calendar_file("Dates", [CLOSES], address=ADDRESS, language="en")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_calendar_without_dates_is_one_still() -> None:
    calendar = read()
    assert calendar.walk("VEVENT") == []
    assert calendar["VERSION"] == "2.0"
    assert calendar.decoded("REFRESH-INTERVAL") == timedelta(hours=12)
