"""The dates as a calendar: read by another program, followed when they change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from portal.accounts.roles import Role
from portal.calls.models import Call
from portal.calls.services import extend_call
from portal.commissions.models import Commission
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.desk.services import set_national_dates
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network
from tests import factories as make

OPENS = datetime(2027, 4, 1, tzinfo=UTC)
CLOSES = datetime(2027, 6, 15, 22, tzinfo=UTC)
FORWARDS = datetime(2027, 7, 15, 22, tzinfo=UTC)


@pytest.fixture
def call() -> Call:
    make.make_commission()
    return make.make_call(opens_at=OPENS, closes_at=CLOSES, commissions_close_at=FORWARDS)


def events(client: FlaskClient, address: str = "/c/ke/dates.ics") -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.data)
    return {str(event["UID"]).split("@")[0].split("-")[-1]: event for event in calendar.events}


def extend(call: Call, days: int) -> None:
    with unit_of_work(Network(), OPERATOR) as work:
        extend_call(
            work,
            call.id,
            closes_at=CLOSES + timedelta(days=days),
            commissions_close_at=FORWARDS + timedelta(days=days),
            reason="Ramadan falls into the last week.",
        )


def test_three_moments_of_a_call_stand_in_it(client: FlaskClient, call: Call) -> None:
    found = events(client)
    assert {kind: event.decoded("DTSTART") for kind, event in found.items()} == {
        "opens": OPENS,
        "closes": CLOSES,
        "forward": FORWARDS,
    }
    assert found["closes"]["SUMMARY"] == "Last moment to submit: Call 2027"
    assert "/c/ke/calls/2027" in found["closes"]["URL"]


def test_an_extension_moves_the_same_entry(client: FlaskClient, call: Call) -> None:
    before = events(client)["closes"]
    extend(call, 14)
    after = events(client)["closes"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("LAST-MODIFIED") >= before.decoded("LAST-MODIFIED")
    assert after.decoded("DTSTART") == datetime(2027, 6, 29, 22, tzinfo=UTC)


def test_a_commissions_own_dates_move_it_too(client: FlaskClient, call: Call) -> None:
    officer = make.make_person(Role.OFFICER, "Nafula")

    def set_last_day(day: date) -> None:
        with unit_of_work(CommissionScope(make.KENYA), officer.actor) as work:
            set_national_dates(
                work, make.KENYA, call_id=call.id, opens_on=None, closes_on=day, reason=""
            )

    set_last_day(date(2027, 5, 31))
    found = events(client)["closes"]
    assert found["SEQUENCE"] == 1
    assert found.decoded("DTSTART") == datetime(2027, 5, 31, 21, tzinfo=UTC)
    set_last_day(date(2027, 5, 31))
    assert events(client)["closes"]["SEQUENCE"] == 1
    set_last_day(date(2027, 6, 1))
    assert events(client)["closes"]["SEQUENCE"] == 2
    extend(call, 1)
    assert events(client)["closes"]["SEQUENCE"] == 3


def test_what_comes_after_the_end_of_a_space_is_cancelled(client: FlaskClient) -> None:
    make.make_commission(closes_on=date(2020, 1, 31))
    make.make_call(opens_at=OPENS, closes_at=CLOSES, commissions_close_at=FORWARDS)
    now = datetime(2019, 6, 1, tzinfo=UTC)
    make.make_call(
        "2019",
        opens_at=now,
        closes_at=now + timedelta(days=30),
        commissions_close_at=now + timedelta(days=60),
    )
    calendar = Calendar.from_ical(client.get("/c/ke/dates.ics").data)
    stands = {(str(event["SUMMARY"])[-4:], str(event["STATUS"])) for event in calendar.events}
    assert stands == {("2027", "CANCELLED"), ("2019", "CONFIRMED")}


def test_the_address_says_the_language(client: FlaskClient, call: Call) -> None:
    arabic = client.get("/c/ke/dates.ics?language=ar", headers={"Accept-Language": "en"})
    assert "LANGUAGE=ar" in arabic.text
    assert "LANGUAGE=en" in client.get("/c/ke/dates.ics?language=xx").text


def test_a_calendar_that_has_it_gets_no_second_copy(client: FlaskClient, call: Call) -> None:
    first = client.get("/c/ke/dates.ics")
    assert first.mimetype == "text/calendar"
    again = client.get("/c/ke/dates.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_training_call_is_in_no_calendar(client: FlaskClient) -> None:
    make.make_commission()
    make.make_call("training", is_training=True)
    assert events(client) == {}
    assert client.get("/calls/training/dates.ics").status_code == 404


def test_the_network_has_a_calendar_of_each_call(client: FlaskClient, call: Call) -> None:
    found = events(client, "/calls/2027/dates.ics")
    assert set(found) == {"opens", "closes", "forward"}
    assert "-network-closes@" in found["closes"]["UID"]


def test_the_page_offers_to_subscribe_and_to_download(client: FlaskClient, call: Call) -> None:
    page = client.get("/c/ke/").text
    assert 'href="webcal://' in page
    assert 'href="/c/ke/dates.ics?language=en"' in page


def test_a_commissions_identifiers_are_its_own(client: FlaskClient, call: Call) -> None:
    make.make_commission(make.TUNISIA, "tn", languages=["en"])
    kenya, tunisia = events(client), events(client, "/c/tn/dates.ics")
    assert kenya["closes"]["UID"] != tunisia["closes"]["UID"]


def test_a_commission_without_a_call_has_an_empty_calendar(client: FlaskClient) -> None:
    commission: Commission = make.make_commission()
    assert events(client, f"/c/{commission.code}/dates.ics") == {}
