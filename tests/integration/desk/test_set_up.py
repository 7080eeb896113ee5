"""The guided set-up: steps that are left and carried on, what is missing, and the opening."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.commissions.models import Commission
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission as CommissionScope
from tests.factories import KENYA, make_call, make_commission, make_person, sign_in

PLACE = "/c/ke/desk/settings/set-up"
LANGUAGES = {
    "languages": ["en"],
    "first_language": "en",
    "official_language": "en",
    "time_zone": "Africa/Nairobi",
    "name_en": "Kenya National Commission for UNESCO",
}


def is_open() -> bool:
    with unit_of_work(CommissionScope(KENYA), OPERATOR) as work:
        return work.session.get_one(Commission, KENYA).is_open


def where(answer: object) -> str:
    return answer.headers["Location"]  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def newcomer(app: Flask, client: FlaskClient) -> FlaskClient:
    """The first officer of a commission in which nothing is set up."""
    make_commission(is_open=False)
    make_call()
    sign_in(client, make_person(Role.OFFICER, "Joseph Mwangi"))
    return client


def test_steps_follow_one_another_and_can_be_left_and_resumed(newcomer: FlaskClient) -> None:
    assert where(newcomer.post(PLACE)).endswith("/settings/languages")
    page = newcomer.get("/c/ke/desk/settings/languages").get_data(as_text=True)
    assert "Set-up, step 1 of 6: Languages" in page
    answer = newcomer.post("/c/ke/desk/settings/languages", data=LANGUAGES)
    assert where(answer).endswith("/settings/texts")
    assert where(newcomer.post(f"{PLACE}/leave")).endswith("/settings/set-up")
    page = newcomer.get("/c/ke/desk/settings/texts").get_data(as_text=True)
    assert "Set-up, step" not in page
    assert "5 short steps are left. The next one: Texts and contact." in newcomer.get(
        PLACE
    ).get_data(as_text=True)
    assert where(newcomer.post(PLACE)).endswith("/settings/texts")
    for step, following in (
        ("texts", "/desk/people"),
        ("people", "/settings/dates"),
        ("dates", "/settings/signature"),
        ("signature", "/settings/style"),
        ("style", "/settings/set-up"),
    ):
        assert where(newcomer.post(f"{PLACE}/{step}")).endswith(following)


def test_a_step_shows_the_way_on_pages_of_people_and_style_too(newcomer: FlaskClient) -> None:
    newcomer.post(PLACE)
    for address, number in (("people", 3), ("settings/style", 6)):
        page = newcomer.get(f"/c/ke/desk/{address}").get_data(as_text=True)
        assert f"Set-up, step {number} of 6" in page


def test_what_is_missing_leads_to_its_place_and_keeps_the_space_closed(
    newcomer: FlaskClient,
) -> None:
    page = newcomer.get(PLACE).get_data(as_text=True)
    assert 'href="/c/ke/desk/settings/texts#contact_email"' in page
    assert 'href="/c/ke/desk/people#invite"' in page
    assert "Open the space" not in page
    answer = newcomer.post("/c/ke/desk/settings/open")
    assert answer.status_code == 422
    assert "Give an e-mail address for the questions of cities first." in answer.get_data(
        as_text=True
    )
    newcomer.post("/c/ke/desk/settings/texts", data={"contact_email": "desk@commission.example"})
    answer = newcomer.post("/c/ke/desk/settings/open")
    assert "Invite the person who signs for your commission first." in answer.get_data(as_text=True)
    assert not is_open()


def test_an_invited_signatory_is_enough_to_open(newcomer: FlaskClient) -> None:
    newcomer.post("/c/ke/desk/settings/texts", data={"contact_email": "desk@commission.example"})
    newcomer.post(
        "/c/ke/desk/people/invite",
        data={
            "name": "Amina Otieno",
            "email": "amina@commission.example",
            "role": "signatory",
            "language": "en",
        },
    )
    assert "Open the space" in newcomer.get(PLACE).get_data(as_text=True)
    assert newcomer.post("/c/ke/desk/settings/open").status_code == 303
    assert is_open()
    assert newcomer.post("/c/ke/desk/settings/open").status_code == 409


def test_an_open_space_can_take_no_new_cities(newcomer: FlaskClient) -> None:
    make_person(Role.SIGNATORY, "Amina Otieno")
    newcomer.post("/c/ke/desk/settings/texts", data={"contact_email": "desk@commission.example"})
    newcomer.post("/c/ke/desk/settings/open")
    assert newcomer.post("/c/ke/desk/settings/close").status_code == 303
    assert not is_open()
