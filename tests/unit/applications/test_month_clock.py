"""The commission's month, in the dates of its own place."""

from datetime import UTC, date, datetime

import pytest

from portal.applications.month_clock import month_ends_on

LATE = datetime(2027, 12, 31, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("submitted", "ends"),
    [
        (datetime(2027, 3, 4, 9, 0, tzinfo=UTC), date(2027, 4, 4)),
        (datetime(2027, 1, 31, 9, 0, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2027, 8, 31, 9, 0, tzinfo=UTC), date(2027, 9, 30)),
        (datetime(2027, 12, 5, 9, 0, tzinfo=UTC), date(2027, 12, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_of_the_next_and_never_after_the_call(
    submitted: datetime, ends: date
) -> None:
    assert month_ends_on(submitted, LATE, "UTC") == ends


def test_the_year_turns() -> None:
    later = datetime(2028, 6, 1, tzinfo=UTC)
    assert month_ends_on(datetime(2027, 12, 5, 9, 0, tzinfo=UTC), later, "UTC") == date(2028, 1, 5)
    assert month_ends_on(datetime(2027, 11, 30, 9, 0, tzinfo=UTC), later, "UTC") == date(
        2027, 12, 30
    )


def test_the_day_is_that_of_the_place() -> None:
    evening = datetime(2027, 3, 4, 20, 0, tzinfo=UTC)
    assert month_ends_on(evening, LATE, "Asia/Bangkok") == date(2027, 4, 5)
    assert month_ends_on(evening, LATE, "America/Lima") == date(2027, 4, 4)
