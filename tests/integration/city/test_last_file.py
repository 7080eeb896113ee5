"""A new application that begins with the last one: copied, proposed, remarked upon."""

import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.applications.models import DraftSection
from portal.applications.services.deciding import decline, return_for_completion
from portal.applications.services.messaging import send_message
from portal.applications.services.national import propose_to_cities
from portal.applications.services.reopening import withdraw
from portal.applications.services.starting import start_application
from portal.calls.models import Call
from portal.calls.services import NewCall, create_call, form_definition, store_form_version
from portal.core.errors import Invalid
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission, Network
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    make_call,
    make_commission,
    make_draft,
    make_person,
    make_submitted,
    revision_of,
    sign_in,
    utc_now,
)
from tests.integration.city.browsing import page, send

POPULATION = {"value": "120000", "year": "2025", "not_available": False}


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


def next_call(code: str = "2029", **changes: Any) -> Call:
    """A later call with a form of its own: one field more, one less, another limit."""
    definition = form_definition()
    definition["version"] = f"{code}-1"
    for section in definition["sections"]:
        section["fields"] = [f for f in section["fields"] if f["key"] != "contact_fax"]
        for field in section["fields"]:
            if field["key"] == "motivation":
                field["word_limit"] = 150
        if section["key"] == "profile":
            section["fields"].append(
                {"key": "libraries", "kind": "statistic", "label": {"en": "Libraries"}}
            )
    now = utc_now()
    with unit_of_work(Network(), OPERATOR) as work:
        store_form_version(work, definition)
        return create_call(
            work,
            NewCall(
                code=code,
                titles={"en": f"Call {code}"},
                opens_at=now.replace(year=now.year - 1),
                closes_at=now.replace(year=now.year + 1),
                commissions_close_at=now.replace(year=now.year + 2),
                form_version_id=f"{code}-1",
                **changes,
            ),
        )


def begin_again(filed: Filed, delegate: Somebody, call: Call) -> Filed:
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        application = start_application(work, KENYA, city_id=filed.city_id, call_id=call.id)
        return Filed(application.id, application.reference, filed.city_id)


def answers_of(application_id: uuid.UUID) -> dict[str, Any]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        rows = work.session.execute(
            select(DraftSection.section, DraftSection.answers).where(
                DraftSection.application_id == application_id
            )
        )
        return {row.section: row.answers for row in rows}


@pytest.fixture
def again(call: Call) -> tuple[Filed, Somebody]:
    filed, delegate = make_draft(call, "Nakuru")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        withdraw(work, filed.id, seen_revision=1, reason="Too early")
    return begin_again(filed, delegate, next_call()), delegate


def test_texts_are_copied_figures_and_declarations_are_not(again: tuple[Filed, Somebody]) -> None:
    answers = answers_of(again[0].id)
    assert answers["motivation"]["motivation"]["official"].startswith("Learning for everybody")
    assert "contact_fax" not in answers["contact"]
    assert "population" not in answers.get("profile", {})
    assert "pledge" not in answers


def test_a_figure_is_taken_over_when_somebody_says_it_still_holds(
    client: FlaskClient, again: tuple[Filed, Somebody]
) -> None:
    filed, delegate = again
    sign_in(client, delegate)
    place = f"/c/ke/my/{filed.reference}/section/profile"
    html = page(client, place)
    assert "120,000 people, in the year 2025" in html
    assert "population" not in answers_of(filed.id).get("profile", {})

    response = send(client, place, {"accept": "last:population"}, seen=html)

    assert (response.status_code, response.location) == (303, f"{place}#population")
    assert answers_of(filed.id)["profile"]["population"] == POPULATION
    assert "accept" not in page(client, place).split('id="population"')[0]


def test_an_offer_that_was_not_made_is_not_taken(
    client: FlaskClient, again: tuple[Filed, Somebody]
) -> None:
    filed, delegate = again
    sign_in(client, delegate)
    place = f"/c/ke/my/{filed.reference}/section/profile"
    send(client, place, {"accept": "commission:population"})
    assert "population" not in answers_of(filed.id).get("profile", {})


def test_the_page_says_what_was_copied_and_what_changed(
    client: FlaskClient, again: tuple[Filed, Somebody]
) -> None:
    filed, delegate = again
    sign_in(client, delegate)
    assert "You began with your last application" in page(client, f"/c/ke/my/{filed.reference}")
    html = page(client, f"/c/ke/my/{filed.reference}/last-file")
    for expected in ("KE-2027-001", "Libraries", "At most 150 words now.", "Fax", "Dropped"):
        assert expected in html
    assert "+254 20 555 0142" in html
    section = page(client, f"/c/ke/my/{filed.reference}/section/motivation")
    assert "From your last application." in section
    assert "Changed since your last application:" in section


def test_without_an_earlier_application_there_is_no_such_page(
    client: FlaskClient, call: Call
) -> None:
    filed, delegate = make_draft(call, "Nakuru")
    sign_in(client, delegate)
    page(client, f"/c/ke/my/{filed.reference}/last-file", status=404)


def test_the_commissions_remarks_stand_beside_the_sections_they_name(
    client: FlaskClient, call: Call
) -> None:
    filed, delegate = make_submitted(call, "Nakuru")
    officer = make_person(Role.OFFICER, "Wanjiru Kariithi")
    signatory = make_person(Role.SIGNATORY, "Asha Mwangi")
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        send_message(work, filed.id, "Think of the libraries.")
    with unit_of_work(Commission(KENYA), signatory.actor) as work:
        decline(
            work, filed.id, seen_revision=revision_of(filed), reason="No partner is named in it."
        )
    new = begin_again(filed, delegate, next_call())
    sign_in(client, delegate)

    html = page(client, f"/c/ke/my/{new.reference}/section/motivation")
    assert "Last time the National Commission declined: its reason" in html
    assert "No partner is named in it." in html
    whole = page(client, f"/c/ke/my/{new.reference}/last-file")
    assert "No partner is named in it." in whole
    assert "Think of the libraries." in whole


def test_a_return_is_shown_beside_its_section_only(client: FlaskClient, call: Call) -> None:
    filed, delegate = make_submitted(call, "Nakuru")
    officer = make_person(Role.OFFICER, "Wanjiru Kariithi")
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        return_for_completion(
            work,
            filed.id,
            seen_revision=revision_of(filed),
            reason="Name the schools.",
            sections=("motivation",),
        )
    new = begin_again(filed, delegate, next_call())
    sign_in(client, delegate)
    assert "Name the schools." in page(client, f"/c/ke/my/{new.reference}/section/motivation")
    assert "Name the schools." not in page(client, f"/c/ke/my/{new.reference}/section/contact")


def test_the_copy_can_be_left_away_on_the_first_page(client: FlaskClient, call: Call) -> None:
    filed, delegate = make_draft(call, "Nakuru")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        withdraw(work, filed.id, seen_revision=1, reason="Too early")
    sign_in(client, delegate)
    html = page(client, "/c/ke/my")
    assert 'name="copy" value="yes" checked' in html
    send(client, "/c/ke/my/start", {"call": "2027"}, seen=html)
    html = page(client, "/c/ke/my/KE-2027-002/section/contact")
    assert "contact@city.example" not in html


def propose(call: Call, answers: dict[str, Any], kinds: tuple[str, ...] = ()) -> None:
    officer = make_person(Role.OFFICER, "Wanjiru Kariithi")
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        propose_to_cities(work, KENYA, call.id, answers=answers, document_kinds=kinds)


def test_the_commissions_values_are_filled_in_and_said_to_be_its_own(
    client: FlaskClient, call: Call
) -> None:
    figure = {"value": "2100", "year": "2025", "not_available": False}
    propose(call, {"country": "Republic of Kenya", "gdp_country": figure})
    filed, delegate = make_draft(call, "Nakuru")
    sign_in(client, delegate)
    place = f"/c/ke/my/{filed.reference}/section/city"

    # the builder has written "Achieng" over it, as a city may
    html = page(client, place)
    assert "The National Commission proposes:" in html
    assert "Republic of Kenya" in html
    send(client, place, {"accept": "commission:country"}, seen=html)

    assert answers_of(filed.id)["city"]["country"] == "Republic of Kenya"
    assert "Proposed by the National Commission." in page(client, place)


def test_a_new_application_begins_with_the_commissions_values(call: Call) -> None:
    propose(call, {"country": "Republic of Kenya", "legal_basis": " "})
    city = make_draft(call, "Nakuru")
    filed, delegate = city
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        withdraw(work, filed.id, seen_revision=1, reason="Too early")
    new = begin_again(filed, delegate, call)
    assert answers_of(new.id)["city"]["country"] == "Republic of Kenya"


def test_a_value_the_form_would_not_take_is_refused(call: Call) -> None:
    with pytest.raises(Invalid, match="Add the year") as refusal:
        propose(call, {"gdp_country": {"value": "2100", "year": "", "not_available": False}})
    assert refusal.value.field == "gdp_country"
