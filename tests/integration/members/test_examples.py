"""Examples of member cities beside a text: who is shown, in which order, and what is not."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.codes import new_code
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.members.models import Member, MemberStatus
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    TUNISIA,
    make_call,
    make_city,
    make_commission,
    make_draft,
    make_row,
    sign_in,
    utc_now,
)
from tests.integration.city.browsing import page

PLACE = "/c/ke/my/KE-2027-001/examples?field=motivation"


def make_member(
    name: str,
    *,
    commission_id: int = KENYA,
    population: int | None = 100_000,
    status: MemberStatus = MemberStatus.ACTIVE,
    city_id: uuid.UUID | None = None,
    profile: dict[str, Any] | None = None,
) -> None:
    city_id = city_id or make_city(name, commission_id=commission_id)
    text = {"official": f"{name} learns.", "local": f"{name} hujifunza."}
    with unit_of_work(Commission(commission_id), OPERATOR) as work:
        work.session.add(
            Member(
                commission_id=commission_id,
                city_id=city_id,
                name=name,
                latin_name=name,
                call_code="2027",
                admitted_on=date(2025, 9, 1),
                status=status,
                status_since=date(2025, 9, 1),
                certificate_code=new_code(),
                population=population,
                profile={"motivation": text} if profile is None else profile,
                registered_at=utc_now(),
            )
        )


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    make_commission(TUNISIA, "tn", country="TN", official_language="fr")
    return make_call()


@pytest.fixture
def writer(client: FlaskClient, call: Call) -> FlaskClient:
    """Writes for a city of 120,000 people."""
    _filed, delegate = make_draft(call, "Nakuru")
    sign_in(client, delegate)
    return client


def cities_on(html: str) -> list[str]:
    return re.findall(r'<h2 class="h-s"><bdi>([^<]*)</bdi>', html)


def test_the_own_country_comes_first_then_similar_sizes(writer: FlaskClient) -> None:
    make_member("Sfax", commission_id=TUNISIA, population=121_000)
    make_member("Tunis", commission_id=TUNISIA, population=2_000_000)
    make_member("Gabes", commission_id=TUNISIA, population=None)
    make_member("Nairobi", population=4_000_000)
    make_member("Kisumu", population=130_000)
    html = page(writer, PLACE)
    assert cities_on(html) == ["Kisumu", "Nairobi", "Sfax", "Tunis", "Gabes"]
    assert 'lang="fr" dir="ltr">Sfax learns.' in html
    assert "hujifunza" not in html


def test_only_members_of_today_are_shown(writer: FlaskClient, call: Call) -> None:
    make_member("Kisumu")
    make_member("Thika", status=MemberStatus.REMOVED)
    make_member("Nyeri", status=MemberStatus.LEFT)
    text = {"motivation": {"motivation": {"official": "Meru asked in vain.", "local": ""}}}
    make_row(call, "Meru", State.NOT_ADMITTED, number=9, answers=text)
    html = page(writer, PLACE)
    assert cities_on(html) == ["Kisumu"]
    assert "Meru" not in html


def test_a_member_that_published_nothing_here_is_left_out(writer: FlaskClient) -> None:
    make_member("Kisumu", profile={})
    make_member("Thika", profile={"motivation": {"official": "", "local": "Thika."}})
    html = page(writer, PLACE)
    assert "No member city has published an answer to this yet." in html


def test_the_city_itself_is_no_example(client: FlaskClient, call: Call) -> None:
    filed, delegate = make_draft(call, "Nakuru")
    make_member("Nakuru", city_id=filed.city_id)
    sign_in(client, delegate)
    assert cities_on(page(client, PLACE)) == []


@pytest.mark.parametrize("field", ["challenges", "population", "mayor_title", "nothing", ""])
def test_only_public_texts_of_the_form_have_examples(writer: FlaskClient, field: str) -> None:
    page(writer, f"/c/ke/my/KE-2027-001/examples?field={field}", status=404)


def test_the_section_leads_there_and_takes_it_in_place(writer: FlaskClient) -> None:
    make_member("Kisumu")
    assert PLACE in page(writer, "/c/ke/my/KE-2027-001/section/motivation")
    part = writer.get(PLACE, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div class="examples stack" id="motivation-examples"')
