"""Calls: stored forms never change, dates only ever narrow, an extension flows to all."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.calls.models import Call
from portal.calls.queries import call_dates, open_calls
from portal.calls.services import (
    extend_call,
    form_definition,
    store_form_version,
    store_guiding_documents,
)
from portal.commissions.models import NationalWindow
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.tenancy.scope import Commission, Network, Nobody
from tests.factories import KENYA, make_call, make_commission, utc_now


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


def set_window(call: Call, **dates: object) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.add(NationalWindow(commission_id=KENYA, call_id=call.id, **dates))


def test_a_form_in_use_is_never_changed(call: Call) -> None:
    changed = form_definition()
    changed["sections"][0]["title"]["en"] = "Something else"

    with unit_of_work(Network(), OPERATOR) as work, pytest.raises(Conflict, match="2027-1"):
        store_form_version(work, changed)


def test_storing_the_same_form_again_changes_nothing(call: Call) -> None:
    with unit_of_work(Network(), OPERATOR) as work:
        assert store_form_version(work, form_definition()).id == "2027-1"


def test_the_guiding_documents_come_oldest_first(call: Call) -> None:
    with unit_of_work(Network(), OPERATOR) as work:
        assert store_guiding_documents(work) == (
            "beijing-declaration",
            "key-features",
            "mexico-city-statement",
            "cork-call-to-action",
            "medellin-manifesto",
            "yeonsu-declaration",
        )


def test_wider_national_dates_do_not_widen_the_call(call: Call) -> None:
    set_window(
        call,
        opens_at=call.opens_at - timedelta(days=5),
        closes_at=call.closes_at + timedelta(days=5),
    )

    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        dates = call_dates(work, KENYA, call.id)
    assert (dates.opens_at, dates.closes_at) == (call.opens_at, call.closes_at)


def test_a_call_is_closed_where_the_commission_closed_earlier(call: Call) -> None:
    set_window(call, opens_at=None, closes_at=utc_now() - timedelta(days=1))

    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        assert open_calls(work, KENYA) == ()
        assert [found.id for found in open_calls(work, 788)] == [call.id]


def test_an_extension_reaches_commissions_that_ended_with_the_call(call: Call) -> None:
    set_window(call, opens_at=None, closes_at=call.closes_at)
    later = call.closes_at + timedelta(days=20)
    with unit_of_work(Network(), OPERATOR) as work:
        extend_call(
            work,
            call.id,
            closes_at=later,
            commissions_close_at=call.commissions_close_at + timedelta(days=20),
            reason="Ramadan falls into the last week.",
        )

    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        assert call_dates(work, KENYA, call.id).closes_at == later


def test_nobody_loses_time_that_was_promised(call: Call) -> None:
    with unit_of_work(Network(), OPERATOR) as work, pytest.raises(Invalid):
        extend_call(
            work,
            call.id,
            closes_at=call.closes_at - timedelta(days=1),
            commissions_close_at=call.commissions_close_at,
            reason="Ramadan falls into the last week.",
        )


def test_only_the_coordination_team_extends(call: Call) -> None:
    officer = Actor(name="Joseph", office="officer")

    with unit_of_work(Network(), officer) as work, pytest.raises(NotAllowed):
        extend_call(
            work,
            call.id,
            closes_at=call.closes_at,
            commissions_close_at=call.commissions_close_at,
            reason="Ramadan falls into the last week.",
        )
