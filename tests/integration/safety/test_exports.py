"""A spreadsheet that opens an export carries nothing out that a city typed."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.web.spreadsheet import harmless
from tests import factories as make
from tests.factories import sign_in

DANGEROUS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
)
NOT_FIRST = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_dangerous_text_starts_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_numbers_stay_numbers() -> None:
    assert [harmless(value) for value in (-3, 0, 4.5, None, "Kisumu")] == [
        "-3", "0", "4.5", "", "Kisumu",
    ]  # fmt: skip


def test_the_desks_list_is_harmless(app: Flask, client: FlaskClient) -> None:
    make.make_commission()
    call = make.make_call()
    for number, name in enumerate(DANGEROUS, start=1):
        make.make_row(call, name, State.SUBMITTED, number=number, officer_name=name)
    sign_in(client, make.make_person(Role.OFFICER, "=cmd|' /C calc'!A0"))

    answer = client.get("/c/ke/desk/list.csv?tab=all")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = cells(answer.get_data(as_text=True))
    assert len(rows) == 1 + len(DANGEROUS)
    flat = [cell for row in rows for cell in row]
    assert [cell for cell in flat if cell.startswith(NOT_FIRST)] == []
    assert {f"'{name}" for name in DANGEROUS} <= set(flat), "the text itself is kept"


def test_the_coordination_teams_table_is_harmless(app: Flask, client: FlaskClient) -> None:
    names = {"en": "=1+1 Commission", "fr": "@SUM(1)"}
    make.make_commission(names=names)
    call = make.make_call()
    make.make_row(call, "+Kisumu", State.SUBMITTED)
    sign_in(client, make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None))

    answer = client.get("/coordination/commissions.csv")

    rows = cells(answer.get_data(as_text=True))
    assert "'=1+1 Commission" in {cell for row in rows for cell in row}
    assert [cell for row in rows for cell in row if cell.startswith(NOT_FIRST)] == []
