"""Medians from histograms of whole days, and how the table is chosen."""

import pytest

from portal.commissions.models import Region
from portal.coordination.commission_table import Choice, Order, Show, chosen, read_choice, table
from portal.coordination.overview import CommissionRow
from portal.coordination.usual_days import quantile_days
from portal.web.spreadsheet import csv_file


def histogram(**counts: int) -> list[int]:
    bins = [0] * 121
    for day, count in counts.items():
        bins[int(day[1:])] = count
    return bins


@pytest.mark.parametrize(
    ("counts", "median", "most"),
    [
        ({}, None, None),
        ({"d5": 1}, 5.0, 5.0),
        ({"d1": 1, "d3": 1}, 1.0, 3.0),
        ({"d1": 1, "d3": 1, "d9": 1}, 3.0, 9.0),
        ({"d0": 9, "d120": 1}, 0.0, 0.0),
        ({"d0": 8, "d120": 2}, 0.0, 120.0),
    ],
)
def test_quantiles_of_a_histogram(
    counts: dict[str, int], median: float | None, most: float | None
) -> None:
    assert quantile_days(histogram(**counts), 50) == median
    assert quantile_days(histogram(**counts), 90) == most


def row(code: str, country: str, **values: object) -> CommissionRow:
    defaults: dict[str, object] = {
        "commission_id": 1,
        "code": code,
        "country": country,
        "name": f"{country} National Commission for UNESCO",
        "region": Region.AFRICA,
        "started": 0,
        "submitted": 0,
        "endorsed": 0,
        "forwarded": 0,
        "members": 0,
        "held": 0,
        "waiting": 0,
        "parts": (0, 0, 0, 0, 0),
        "median_days": None,
        "oldest_days": None,
        "last_activity_at": None,
        "is_open": True,
        "closes_on": None,
    }
    return CommissionRow(**{**defaults, **values})  # type: ignore[arg-type]


ROWS = (
    row("ci", "Côte d’Ivoire", started=4, submitted=3, held=1, oldest_days=3, median_days=9.0),
    row("ke", "Kenya", started=9, submitted=8, held=5, waiting=2, oldest_days=44),
    row("mv", "Maldives"),
    row("sn", "Senegal", started=1),
)


def codes(choice: Choice) -> list[str]:
    return [found.code for found in chosen(ROWS, choice)]


def test_silent_are_those_where_nobody_began() -> None:
    assert codes(Choice(show=Show.SILENT, order=Order.COUNTRY)) == ["mv"]


def test_waiting_are_those_who_hold_something_for_over_thirty_days() -> None:
    assert codes(Choice(show=Show.WAITING)) == ["ke"]


def test_a_search_does_not_mind_accents_case_or_apostrophes() -> None:
    assert codes(Choice(search="COTE DIVOIRE")) == ["ci"]


def test_the_largest_come_first_and_the_unknown_last() -> None:
    assert codes(Choice(order=Order.HELD)) == ["ke", "ci", "mv", "sn"]
    assert codes(Choice(order=Order.MEDIAN)) == ["ci", "ke", "mv", "sn"]


def test_an_address_that_makes_no_sense_shows_the_default() -> None:
    found = read_choice({"show": "<script>", "sort": "1;drop", "page": "-3", "q": " x " * 200})
    assert (found.show, found.order, found.page) == (Show.ALL, Order.HELD, 1)
    assert len(found.search) <= 80


def test_a_page_beyond_the_end_is_empty() -> None:
    shown = table(ROWS, Choice(page=9))
    assert shown.rows == ()
    assert shown.total == 4


def test_a_spreadsheet_gets_text_and_never_a_formula() -> None:
    written = csv_file(("Country",), [("=HYPERLINK(1)",), ("-5 %",), (7,)]).decode("utf-8-sig")
    assert written == '"Country"\r\n"\'=HYPERLINK(1)"\r\n"\'-5 %"\r\n"7"\r\n'
