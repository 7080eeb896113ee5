"""Starting an application: reference, dates, one at a time, last call's answers."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.applications.models import DraftSection
from portal.applications.services.reopening import withdraw
from portal.applications.services.starting import start_application
from portal.calls.models import Call
from portal.commissions.models import CityStatus, NationalWindow
from portal.core.errors import Conflict
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission
from tests.factories import (
    KENYA,
    Filed,
    make_call,
    make_city,
    make_commission,
    make_draft,
    make_person,
    utc_now,
)


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


def begin(call: Call, name: str, *, status: CityStatus = CityStatus.CONFIRMED) -> Filed:
    city_id = make_city(name, status=status)
    person = make_person(Role.DELEGATE, "Grace Njeri", city_id=city_id, city_name=name)
    with unit_of_work(City(KENYA, city_id), person.actor) as work:
        application = start_application(work, KENYA, city_id=city_id, call_id=call.id)
        return Filed(application.id, application.reference, city_id)


def test_references_count_within_commission_and_call(call: Call) -> None:
    assert [begin(call, name).reference for name in ("Nakuru", "Kisumu")] == [
        "KE-2027-001",
        "KE-2027-002",
    ]


def test_the_name_of_the_city_is_filled_in(call: Call) -> None:
    filed = begin(call, "Nakuru")

    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        answers = work.session.scalars(
            select(DraftSection.answers).where(DraftSection.application_id == filed.id)
        ).one()
    assert answers == {"city_name": "Nakuru"}


def test_a_city_has_one_open_application_in_a_call(call: Call) -> None:
    filed, person = make_draft(call, "Nakuru")

    with (
        pytest.raises(Conflict, match="KE-2027-001"),
        unit_of_work(City(KENYA, filed.city_id), person.actor) as work,
    ):
        start_application(work, KENYA, city_id=filed.city_id, call_id=call.id)


def test_after_withdrawing_it_begins_again_with_its_answers_but_declares_anew(
    call: Call,
) -> None:
    filed, person = make_draft(call, "Nakuru")
    scope = City(KENYA, filed.city_id)
    with unit_of_work(scope, person.actor) as work:
        withdraw(work, filed.id, seen_revision=1, reason="Too early")
    with unit_of_work(scope, person.actor) as work:
        again = start_application(work, KENYA, city_id=filed.city_id, call_id=call.id)
        again_id, reference = again.id, again.reference

    with unit_of_work(scope, person.actor, read_only=True) as work:
        rows = work.session.execute(
            select(DraftSection.section, DraftSection.answers).where(
                DraftSection.application_id == again_id
            )
        ).all()
    sections = {row.section: row.answers for row in rows}
    assert reference == "KE-2027-002"
    assert sections["contact"]["contact_email"] == "contact@city.example"
    assert "pledge" not in sections


@pytest.mark.parametrize("status", [CityStatus.PENDING, CityStatus.REFUSED])
def test_an_unconfirmed_city_cannot_begin(call: Call, status: CityStatus) -> None:
    with pytest.raises(Conflict):
        begin(call, "Nakuru", status=status)


def test_a_commission_s_own_dates_close_the_call_earlier(call: Call) -> None:
    now = utc_now()
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.add(
            NationalWindow(
                commission_id=KENYA,
                call_id=call.id,
                opens_at=None,
                closes_at=now - timedelta(days=1),
            )
        )

    with pytest.raises(Conflict, match="not open"):
        begin(call, "Nakuru")
