"""The commission's month: by when it decides on what a city submitted. Pure values.

Source: concept note, "National Commissions have one month". A call that ends earlier comes first.
"""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo


def month_ends_on(submitted_at: datetime, commissions_close_at: datetime, zone: str) -> date:
    """The last day of the commission's month, in its own dates.

    A month later is the same day of the next month, or its last day where there is no such day.
    """
    here = ZoneInfo(zone)
    submitted = submitted_at.astimezone(here).date()
    year, month = divmod(submitted.year * 12 + submitted.month, 12)
    month += 1
    last = date(year, month, min(submitted.day, monthrange(year, month)[1]))
    return min(last, commissions_close_at.astimezone(here).date())
