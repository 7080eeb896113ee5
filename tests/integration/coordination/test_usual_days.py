"""How long a stage usually takes is published from the past, above a floor, for cities to read."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.applications.queries.city import usual
from portal.applications.tracking import Usual
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.models import WaitingStage
from portal.coordination.figures import refresh_figures_now, refresh_world
from portal.core.unit_of_work import CLOCK, OPERATOR, unit_of_work
from portal.tenancy.scope import Nobody, Worker
from tests import factories as make


@pytest.fixture
def call(app: Flask) -> Call:
    make.make_commission()
    make.make_commission(make.TUNISIA, "tn")
    return make.make_call()


def endorsed(call: Call, days: list[int], **more: object) -> None:
    now = make.utc_now()
    for number, count in enumerate(days, start=1):
        submitted = now - timedelta(days=60)
        make.make_row(
            call,
            f"City {number}",
            State.MEMBER,
            number=number,
            submitted_at=submitted,
            shared_at=submitted,
            endorsed_at=submitted + timedelta(days=count, hours=1),
            forwarded_at=submitted + timedelta(days=count + 2),
            closed_at=submitted + timedelta(days=count + 9),
            **more,
        )


def recount() -> None:
    for commission_id in (make.KENYA, make.TUNISIA):
        with unit_of_work(Worker(commission_id), CLOCK) as work:
            refresh_figures_now(work, commission_id)
    with unit_of_work(Worker(0), CLOCK) as work:
        refresh_world(work)


def usually(stage: WaitingStage, commission_id: int) -> Usual | None:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return usual(work, stage, commission_id)


def test_the_past_of_a_commission_is_told(call: Call) -> None:
    endorsed(call, [3, 4, 8, 9, 21])
    recount()

    assert usually(WaitingStage.DECISION, make.KENYA) == Usual(8, 21, is_own=True)
    assert usually(WaitingStage.FORWARDING, make.KENYA) == Usual(1, 1, is_own=True)
    assert usually(WaitingStage.REGISTRATION, make.KENYA) == Usual(7, 7, is_own=True)


def test_a_commission_without_a_past_is_told_that_of_all(call: Call) -> None:
    endorsed(call, [3, 4, 8, 9, 21])
    recount()

    assert usually(WaitingStage.DECISION, make.TUNISIA) == Usual(8, 21, is_own=False)


def test_few_cases_say_nothing(call: Call) -> None:
    endorsed(call, [3, 4, 8, 9])
    recount()

    assert usually(WaitingStage.DECISION, make.KENYA) is None


def test_a_call_for_training_says_nothing(app: Flask) -> None:
    make.make_commission()
    make.make_commission(make.TUNISIA, "tn")
    endorsed(make.make_call(is_training=True), [3, 4, 8, 9, 21])
    recount()

    assert usually(WaitingStage.DECISION, make.KENYA) is None
