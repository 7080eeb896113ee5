"""Settings of a commission: what is kept, what is refused, national dates, colours."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.calls.models import Call
from portal.calls.services import extend_call
from portal.commissions.models import Commission, NationalWindow
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network
from tests.factories import KENYA, make_person
from tests.integration.desk.conftest import Desk

NAIROBI = ZoneInfo("Africa/Nairobi")
LANGUAGES: dict[str, Any] = {
    "languages": ["en", "fr"],
    "first_language": "fr",
    "official_language": "fr",
    "time_zone": "Africa/Nairobi",
    "name_en": "Kenya National Commission for UNESCO",
    "name_fr": "Commission nationale du Kenya pour l'UNESCO",
}
TEXTS: dict[str, Any] = {
    "contact_name": "Joseph Mwangi",
    "contact_email": "desk@commission.example",
    "contact_phone": "+254 20 555 0142",
    "website": "https://commission.example",
    "introduction_en": "Welcome.",
}
LOOK: dict[str, Any] = {"letterhead": "Commission House\nNairobi", "brand_color": "#7A5C00"}
SIGNATURE: dict[str, Any] = {"two_step_decision": "y", "signature_method": "paper"}
PAGES = {"languages": LANGUAGES, "texts": TEXTS, "look": LOOK, "signature": SIGNATURE}


def commission() -> Commission:
    with unit_of_work(CommissionScope(KENYA), OPERATOR) as work:
        return work.session.get_one(Commission, KENYA)


def window(call: Call) -> NationalWindow | None:
    with unit_of_work(CommissionScope(KENYA), OPERATOR) as work:
        return work.session.get(NationalWindow, (KENYA, call.id))


def local_day(moment: datetime) -> date:
    return moment.astimezone(NAIROBI).date()


def test_each_page_keeps_its_settings_and_no_others(officer: FlaskClient) -> None:
    for part, data in PAGES.items():
        address = f"/c/ke/desk/settings/{part}"
        assert officer.post(address, data=data).headers["Location"].endswith(address)
    kept = commission()
    assert kept.languages == ["fr", "en"]
    assert kept.names["fr"] == "Commission nationale du Kenya pour l'UNESCO"
    assert (kept.official_language, kept.time_zone) == ("fr", "Africa/Nairobi")
    assert (kept.letterhead, kept.brand_color) == ("Commission House\nNairobi", "#7a5c00")
    assert (kept.two_step_decision, kept.forward_at_once) == (True, False)
    assert kept.introduction == {"en": "Welcome."}
    assert kept.is_open
    page = officer.get("/c/ke/desk/settings/look").get_data(as_text=True)
    assert "Commission House" in page


@pytest.mark.parametrize(
    ("part", "field", "value", "sentence"),
    [
        ("look", "brand_color", "green", "Give the colour as # and six signs"),
        ("texts", "website", "commission.example", "Give the whole address"),
        ("texts", "contact_email", "desk", "This is not an e-mail address."),
        (
            "languages",
            "name_fr",
            "",
            "Give the name of the commission in its first language.",
        ),
        ("texts", "website", "javascript:alert(1)", "Give the whole address"),
    ],
)
def test_errors_return_to_their_field(
    officer: FlaskClient, part: str, field: str, value: str, sentence: str
) -> None:
    data = {**PAGES[part], field: value}
    answer = officer.post(f"/c/ke/desk/settings/{part}", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert f'id="{field}-error"' in page
    assert commission().languages == ["en", "fr", "ar"]


def test_only_fields_of_the_form_are_taken(officer: FlaskClient) -> None:
    data = {**LOOK, "code": "xx", "commission_id": "1", "region": "arab_states", "is_open": ""}
    officer.post("/c/ke/desk/settings/look", data=data)
    assert (commission().code, commission().is_open) == ("ke", True)


def test_national_dates_are_whole_days_in_the_commissions_time_zone(
    desk: Desk, officer: FlaskClient
) -> None:
    last = local_day(desk.call.closes_at) - timedelta(days=10)
    data = {"closes_on": last.isoformat()}
    answer = officer.post("/c/ke/desk/settings/dates", data=data)
    assert answer.status_code == 422
    assert "Say why the dates change" in answer.get_data(as_text=True)
    data["reason"] = "Our committee meets earlier."
    answer = officer.post("/c/ke/desk/settings/dates", data=data)
    assert answer.status_code == 303
    kept = window(desk.call)
    assert kept is not None
    midnight = datetime(last.year, last.month, last.day, tzinfo=NAIROBI) + timedelta(days=1)
    assert kept.closes_at == midnight.astimezone(UTC)
    assert kept.opens_at is None
    page = officer.get("/c/ke/desk/settings/dates").get_data(as_text=True)
    assert f'value="{last.isoformat()}"' in page
    assert "Joseph Mwangi set the dates from" in page
    assert "Reason: Our committee meets earlier." in page


def test_anybody_reads_that_the_last_day_was_moved_and_why(
    desk: Desk, officer: FlaskClient, app: Flask
) -> None:
    anybody = app.test_client()

    def moved_to(days: int, reason: str) -> str:
        last = local_day(desk.call.closes_at) - timedelta(days=days)
        data = {"closes_on": last.isoformat(), "reason": reason}
        assert officer.post("/c/ke/desk/settings/dates", data=data).status_code == 303
        return anybody.get("/c/ke/").get_data(as_text=True)

    assert "Reason:" not in anybody.get("/c/ke/").get_data(as_text=True)
    earlier = moved_to(20, "Our committee meets earlier.")
    assert "The last day is now earlier:" in earlier
    assert "Reason: Our committee meets earlier." in earlier
    later = moved_to(10, "Floods in three counties.")
    assert "Extended until" in later
    assert "Reason: Floods in three counties." in later
    assert "Joseph Mwangi" not in later
    page = officer.get("/c/ke/desk/settings/dates").get_data(as_text=True)
    assert page.index("Floods in three counties.") < page.index("Our committee meets earlier.")


def test_anybody_reads_that_the_network_extended_the_call(desk: Desk, client: FlaskClient) -> None:
    coordinator = make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)
    with unit_of_work(Network(), coordinator.actor) as work:
        extend_call(
            work,
            desk.call.id,
            closes_at=desk.call.closes_at + timedelta(days=14),
            commissions_close_at=desk.call.commissions_close_at + timedelta(days=14),
            reason="Mail was down in several countries.",
        )
    for address in ("/c/ke/", "/calls/2027"):
        page = client.get(address).get_data(as_text=True)
        assert "Extended until" in page
        assert "Reason: Mail was down in several countries." in page


def test_national_dates_are_never_wider_than_the_call(desk: Desk, officer: FlaskClient) -> None:
    late = local_day(desk.call.closes_at) + timedelta(days=1)
    early = local_day(desk.call.opens_at) - timedelta(days=1)
    answer = officer.post("/c/ke/desk/settings/dates", data={"closes_on": late.isoformat()})
    assert answer.status_code == 422
    assert "Choose that day or an earlier one." in answer.get_data(as_text=True)
    answer = officer.post("/c/ke/desk/settings/dates", data={"opens_on": early.isoformat()})
    assert answer.status_code == 422
    assert window(desk.call) is None


def test_the_last_day_of_the_call_is_the_calls_own_moment(desk: Desk, officer: FlaskClient) -> None:
    last = local_day(desk.call.closes_at)
    officer.post("/c/ke/desk/settings/dates", data={"closes_on": last.isoformat()})
    kept = window(desk.call)
    assert kept is not None
    assert kept.closes_at == desk.call.closes_at


def test_the_first_day_comes_before_the_last(desk: Desk, officer: FlaskClient) -> None:
    first = local_day(desk.call.opens_at) + timedelta(days=20)
    last = first - timedelta(days=1)
    answer = officer.post(
        "/c/ke/desk/settings/dates",
        data={"opens_on": first.isoformat(), "closes_on": last.isoformat()},
    )
    assert answer.status_code == 422
    assert "The last day must not be before the first." in answer.get_data(as_text=True)


def test_a_colours_style_sheet_is_kept_for_good(client: FlaskClient) -> None:
    from portal.web.theme import theme_href

    answer = client.get(theme_href("#1e5b45"))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--accent:#1e5b45" in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["1e5b45-00000000", "zzzzzz-00000000", "1e5b45", "../app"])
def test_other_style_sheets_are_unknown(client: FlaskClient, name: str) -> None:
    assert client.get(f"/themes/{name}.css").status_code == 404


def test_a_colour_nobody_could_read_on_is_refused_and_the_nearest_is_offered(
    officer: FlaskClient,
) -> None:
    place = "/c/ke/desk/settings/look"
    answer = officer.post(place, data={**LOOK, "brand_color": "#FCD116"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "the contrast is 1.4 to 1, and 4.5 is needed" in text
    assert "#8e7302; it stands in the field now" in text
    assert 'value="#8e7302"' in text
    assert commission().brand_color == "#00609c"
    assert officer.post(place, data={**LOOK, "brand_color": "#8e7302"}).status_code == 303
