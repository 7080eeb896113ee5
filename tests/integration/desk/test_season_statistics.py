"""The figures of a call: what is counted, beside earlier calls, as page and as table."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.desk.queries.season import Pace, Season, Stage, season
from portal.signing.models import Method
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    TUNISIA,
    make_commission,
    make_row,
    make_submitted,
    revision_of,
    start_again,
    utc_now,
)
from tests.integration.desk.conftest import Desk


def _season(code: str = "2027") -> Season:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return season(work, KENYA, code)


def _row(desk: Desk, number: int, state: State, *, people: int | None = 120_000) -> None:
    """Begun 40 days ago, sent after ``number`` days, endorsed after ten times as many hours."""
    began = utc_now() - timedelta(days=40)
    sent = began + timedelta(days=number)
    endorsed = sent + timedelta(days=2 * number)
    is_endorsed = state in (State.ENDORSED, State.FORWARDED, State.MEMBER)
    is_forwarded = state in (State.FORWARDED, State.MEMBER)
    make_row(
        desk.call,
        f"City {number}",
        state,
        number=number,
        population=people,
        submitted_at=sent if state is not State.DRAFT else None,
        shared_at=sent if state is not State.DRAFT else None,
        endorsed_at=endorsed if is_endorsed else None,
        forwarded_at=endorsed + timedelta(days=1) if is_forwarded else None,
        closed_at=endorsed + timedelta(days=6) if state is State.MEMBER else None,
    )


@pytest.fixture
def four(desk: Desk, administrator: psycopg.Connection) -> None:
    """A draft, and three that were sent: one waits, one is endorsed, one is a member."""
    _row(desk, 1, State.MEMBER, people=8_000)
    _row(desk, 2, State.ENDORSED)
    _row(desk, 3, State.SUBMITTED, people=None)
    _row(desk, 4, State.DRAFT, people=2_000_000)
    administrator.execute("update application set created_at = %s", [utc_now() - timedelta(40)])


def test_a_call_is_counted(four: None) -> None:
    call = _season().call
    assert (call.started, call.submitted, call.endorsed, call.forwarded, call.members) == (
        4,
        3,
        2,
        1,
        1,
    )
    assert (call.population, call.first_time, call.returned) == (128_000, 3, 0)
    assert call.paces == {
        Stage.WRITING: Pace(3, 2, 3),
        Stage.DECISION: Pace(2, 2, 4),
        Stage.FORWARDING: Pace(1, 1, 1),
        Stage.REGISTRATION: Pace(1, 5, 5),
    }


def test_groups_by_state_region_and_size(four: None) -> None:
    found = _season()
    assert [(g.key, g.started) for g in found.by_state] == [
        (State.DRAFT, 1),
        (State.SUBMITTED, 1),
        (State.ENDORSED, 1),
        (State.MEMBER, 1),
    ]
    assert [(g.key, g.started, g.submitted, g.endorsed) for g in found.by_region] == [
        ("Lake Region", 4, 3, 2)
    ]
    assert [(g.key, g.started, g.submitted, g.endorsed) for g in found.by_size] == [
        (0, 1, 1, 1),
        (2, 1, 1, 1),
        (4, 1, 0, 0),
        (-1, 1, 1, 0),
    ]


def test_a_city_that_took_part_before_is_not_new(
    desk: Desk, administrator: psycopg.Connection
) -> None:
    filed, delegate = make_submitted(desk.call, "Nakuru")
    administrator.execute("update call set opens_at = opens_at - interval '300 days'")
    again = start_again(filed, delegate)
    make_row(_call("2028"), "Kisumu", State.SUBMITTED, number=7)
    administrator.execute(
        "update application set submitted_at = now(), shared_at = now() where id = %s", [again.id]
    )
    found = _season("2028")
    assert (found.call.submitted, found.call.first_time) == (2, 1)
    assert [call.code for call in found.earlier] == ["2027"]
    assert found.earlier[0].first_time == 1
    assert _season("2027").earlier == ()


def _call(code: str) -> Call:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        call = work.session.scalars(select(Call).where(Call.code == code)).one()
        work.session.expunge(call)
        return call


def test_signatures_on_screen_and_what_was_returned_are_counted(
    desk: Desk, officer: FlaskClient
) -> None:
    filed, _delegate = make_submitted(desk.call, "Nakuru")
    answer = officer.post(
        f"/c/ke/desk/{filed.reference}/return",
        data={
            "reason": "Please add the plan.",
            "sections": "motivation",
            "seen_revision": revision_of(filed),
        },
    )
    assert answer.status_code == 303
    call = _season().call
    assert call.returned == 1
    assert call.mayors == {Method.ELECTRONIC: 1, Method.PAPER: 0}
    assert call.commission == {Method.ELECTRONIC: 0, Method.PAPER: 0}


def test_another_commission_counts_for_itself(desk: Desk, four: None) -> None:
    make_commission(TUNISIA, "tn", country="TN")
    make_row(desk.call, "Sfax", State.SUBMITTED, commission_id=TUNISIA)
    assert _season().call.started == 4


def test_the_page_is_read_in_few_statements(
    officer: FlaskClient,
    four: None,
    count_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    officer.get("/c/ke/desk/seasons/2027/statistics")
    for address in ("seasons", "seasons/2027", "seasons/2027/statistics"):
        with count_statements() as seen:
            page = officer.get(f"/c/ke/desk/{address}")
        assert page.status_code == 200
        assert len(seen) <= 8, (address, seen)


def test_the_page_says_it_in_words(officer: FlaskClient, four: None) -> None:
    page = officer.get("/c/ke/desk/seasons/2027/statistics").get_data(as_text=True)
    assert "Fewer than 10,000 people" in page
    assert "50,000 to 249,999 people" in page
    assert "Number of people not told" in page
    assert "From the submission to the endorsement" in page


def test_a_call_without_applications_says_so(officer: FlaskClient) -> None:
    page = officer.get("/c/ke/desk/seasons/2027/statistics").get_data(as_text=True)
    assert "No application yet" in page


def test_the_table_has_one_figure_in_each_row(officer: FlaskClient, four: None) -> None:
    answer = officer.get("/c/ke/desk/seasons/2027/statistics.csv")
    assert answer.mimetype == "text/csv"
    rows = answer.get_data(as_text=True).splitlines()
    assert rows[0] == '\ufeff"Table","Group","Measure","Value"'
    assert '"Call 2027","All","Submitted","3"' in rows
    assert '"By state","Endorsed","Submitted","1"' in rows
    assert (
        '"Call 2027","From the submission to the endorsement","Half within so many days","2"'
        in rows
    )
