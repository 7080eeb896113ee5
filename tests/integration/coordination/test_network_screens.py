"""The directory and the calls: what the Coordination Team keeps for all."""

from datetime import date

import psycopg
from flask.testing import FlaskClient

from portal.calls.models import Call
from tests.integration.coordination.test_dossiers import token_of


def post(desk: FlaskClient, page: str, action: str, **data: str) -> tuple[int, str]:
    token = token_of(desk.get(page).text)
    answer = desk.post(action, data={"csrf_token": token, **data})
    return answer.status_code, answer.text


def test_the_directory_is_filtered(call: Call, desk: FlaskClient) -> None:
    page = desk.get("/coordination/commissions?region=arab_states&set_up=open&q=tun").text
    assert "Tunisia" in page
    assert "Kenya" not in page
    assert desk.get("/coordination/commissions?set_up=martian").status_code == 200


def test_a_commission_closes_on_a_day_with_a_reason_and_reopens(
    call: Call, desk: FlaskClient, administrator: psycopg.Connection
) -> None:
    page = "/coordination/commissions/ke"
    status, _text = post(
        desk, page, f"{page}/close", closes_on="2031-12-31", reason="The state leaves."
    )
    assert status == 303
    kept = "select closes_on, closing_reason from commission where code = 'ke'"
    assert administrator.execute(kept).fetchone() == (date(2031, 12, 31), "The state leaves.")
    assert "This space can be changed until 31 December 2031" in desk.get(page).text
    assert post(desk, page, f"{page}/reopen")[0] == 303
    assert administrator.execute(kept).fetchone() == (None, "")


def test_no_space_closes_without_a_reason(call: Call, desk: FlaskClient) -> None:
    page = "/coordination/commissions/ke"
    assert post(desk, page, f"{page}/close", closes_on="2031-12-31", reason="")[0] == 422


def test_a_second_commission_of_a_country_can_be_added(call: Call, desk: FlaskClient) -> None:
    page = "/coordination/commissions/new"
    facts = {
        "name": "Commission belge francophone et germanophone pour l’UNESCO",
        "code": "be-fr",
        "country": "BE",
        "region": "europe_north_america",
        "standing": "member",
        "languages": "fr de",
        "official_language": "fr",
        "time_zone": "Europe/Brussels",
    }
    assert post(desk, page, page, **facts)[0] == 303
    assert "Belgium" in desk.get("/coordination/commissions?q=be-fr").text
    assert post(desk, page, page, **facts)[0] == 422
    status, text = post(desk, page, page, **{**facts, "code": "x y", "languages": "klingonish"})
    assert status == 422
    assert "Write two letters" in text


def test_the_first_officer_is_invited(
    call: Call, desk: FlaskClient, administrator: psycopg.Connection
) -> None:
    page = "/coordination/commissions/tn"
    status, _text = post(
        desk,
        page,
        f"{page}/invite",
        name="Salma Ayari",
        email="Salma@natcom.example",
        office="Chargée de programme",
        language="fr",
    )
    assert status == 303
    rows = administrator.execute("select email, role, commission_id from account_token").fetchall()
    assert rows == [("salma@natcom.example", "officer", 788)]


def test_a_call_is_created_and_extended_but_never_shortened(
    call: Call, desk: FlaskClient, administrator: psycopg.Connection
) -> None:
    page = "/coordination/calls/new"
    facts = {
        "code": "2031",
        "title_en": "Call 2031",
        "opens_on": "2031-05-15",
        "closes_on": "2031-06-15",
        "commissions_close_on": "2031-07-15",
        "mode": "jury",
        "quota": "3",
        "form_version_id": "2027-1",
        "guiding_documents": "beijing-declaration",
    }
    assert post(desk, page, page, **facts)[0] == 303
    row = administrator.execute(
        "select closes_at at time zone 'Europe/Berlin', mode, quota from call where code = '2031'"
    ).fetchone()
    assert row is not None
    assert (row[0].isoformat(), row[1], row[2]) == ("2031-06-15T23:59:59", "jury", 3)
    one = "/coordination/calls/2031"
    later = {"closes_on": "2031-06-30", "commissions_close_on": "2031-07-31"}
    status, text = post(desk, one, f"{one}/extend", **later)
    assert status == 422
    assert "Say why the dates change" in text
    later["reason"] = "Holidays in the last week."
    assert post(desk, one, f"{one}/extend", **later)[0] == 303
    page = desk.get(one).text
    assert "15 June 2031, now 30 June 2031" in page
    assert "Holidays in the last week." in page
    status, text = post(desk, one, f"{one}/extend", **later)
    assert status == 422
    assert "The call has these dates already." in text
    earlier = {**later, "closes_on": "2031-06-01"}
    status, text = post(desk, one, f"{one}/extend", **earlier)
    assert status == 422
    assert "Cities would lose time they were promised." in text


def test_wrong_dates_return_to_their_field(call: Call, desk: FlaskClient) -> None:
    page = "/coordination/calls/new"
    status, text = post(
        desk,
        page,
        page,
        code="2032",
        title_en="Call",
        opens_on="2032-06-15",
        closes_on="2032-05-15",
        commissions_close_on="2032-07-15",
        mode="registration",
        form_version_id="2027-1",
        guiding_documents="key-features",
    )
    assert status == 422
    assert "The closing day must come after the opening day." in text
