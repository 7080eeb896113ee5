"""Settings that a commission inherits from the Coordination Team until it sets its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.commissions.directory import add_commission
from portal.commissions.models import Commission, Region, SignatureMethod, Standing
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Network
from tests.factories import KENYA, make_person, sign_in

PLACE = "/coordination/commissions/inherited"
SIGNATURE = "/c/ke/desk/settings/signature"
NEW = {
    "signature_method": "paper",
    "forward_at_once": "y",
    "brand_color": "#1e5b45",
    "introduction_en": "Welcome to the network.",
}


def commission(commission_id: int = KENYA) -> Commission:
    with unit_of_work(CommissionScope(commission_id), OPERATOR) as work:
        return work.session.get_one(Commission, commission_id)


@pytest.fixture
def coordinator(app: Flask) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, make_person(Role.COORDINATOR, "Elena Marín", commission_id=None))
    return browser


def test_what_the_network_sets_holds_where_nothing_else_is_set(
    officer: FlaskClient, coordinator: FlaskClient
) -> None:
    assert "Inherited from the Coordination Team." in officer.get(SIGNATURE).get_data(as_text=True)
    officer.post(SIGNATURE, data={"signature_method": "electronic", "two_step_decision": "y"})
    assert coordinator.post(PLACE, data=NEW).status_code == 303
    kept = commission()
    assert kept.signature_method is SignatureMethod.ELECTRONIC
    assert kept.forward_at_once
    assert not kept.two_step_decision
    assert kept.brand_color == "#1e5b45"
    assert kept.introduction == {"en": "Welcome to the network."}
    page = officer.get(SIGNATURE).get_data(as_text=True)
    assert page.count("Set by your commission.") == 1
    assert "The Coordination Team’s: On paper only, by a scan" in page


def test_a_commission_goes_back_to_what_the_network_sets(
    officer: FlaskClient, coordinator: FlaskClient
) -> None:
    officer.post(SIGNATURE, data={"signature_method": "electronic", "two_step_decision": "y"})
    coordinator.post(PLACE, data=NEW)
    answer = officer.post(f"{SIGNATURE}/inherit", data={"setting": "signature_method"})
    assert answer.status_code == 303
    assert commission().signature_method is SignatureMethod.PAPER
    assert "Set by your commission." not in officer.get(SIGNATURE).get_data(as_text=True)


@pytest.mark.parametrize("setting", ["code", "names", "is_open", ""])
def test_other_settings_are_not_inherited(officer: FlaskClient, setting: str) -> None:
    assert officer.post(f"{SIGNATURE}/inherit", data={"setting": setting}).status_code == 404


def test_a_new_commission_begins_with_what_the_network_sets(coordinator: FlaskClient) -> None:
    coordinator.post(PLACE, data=NEW)
    with unit_of_work(Network(), OPERATOR) as work:
        number = add_commission(
            work,
            "xk",
            country="XK",
            name="National Commission",
            region=Region.EUROPE_NORTH_AMERICA,
            standing=Standing.ASSOCIATE,
            languages=("en",),
            official_language="en",
            time_zone="UTC",
        )
    assert commission(number).signature_method is SignatureMethod.PAPER


def test_a_wrong_colour_returns_to_its_field(coordinator: FlaskClient) -> None:
    answer = coordinator.post(PLACE, data={**NEW, "brand_color": "green"})
    assert answer.status_code == 422
    assert 'id="brand_color-error"' in answer.get_data(as_text=True)


def test_the_pages_cost_few_statements(
    officer: FlaskClient, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for part in ("", "/languages", "/texts", "/look", "/signature", "/dates", "/set-up"):
        with count_statements() as seen:
            assert officer.get(f"/c/ke/desk/settings{part}").status_code == 200
        assert len(seen) <= 8, part
