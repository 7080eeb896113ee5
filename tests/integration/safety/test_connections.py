"""Every thread of a web process signs at once on the smallest pool an operator can set: none waits.

An endorsement holds one connection and needs a second for a moment, for the keys of the network.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from config.web_server import THREADS
from portal import SECOND_CONNECTIONS
from portal.applications.models import Application
from portal.applications.services.endorsing import endorse
from portal.applications.workflow import State
from portal.core.db import db
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import KENYA, Filed, revision_of
from tests.integration.safety import way
from tests.integration.safety.at_once import at_once


@pytest.fixture
def smallest_pool(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with ``POOL_SIZE=1``; whoever waits half a minute for a connection fails."""
    with portal.app_context():
        pool = db.engine.pool
    monkeypatch.setattr(pool, "_max_overflow", 1 + SECOND_CONNECTIONS - pool.size())  # type: ignore[attr-defined]


def endorsement(filed: Filed, staff: way.Staff) -> Callable[[], None]:
    """The endorsement of what is shown now, to be carried out later."""
    shown, revision = way.submission_of(filed).document_sha256, revision_of(filed)
    hand = way.hand_of(staff.signatory)

    def act() -> None:
        with unit_of_work(Commission(KENYA), staff.signatory.actor) as work:
            endorse(work, filed.id, seen_revision=revision, shown_sha256=shown, hand=hand)

    return act


@pytest.mark.usefixtures("smallest_pool")
def test_all_threads_of_a_process_endorse_at_once(portal: Flask) -> None:
    make.make_commission()
    call = make.make_call()
    filed_ids, acts = [], []
    for number in range(THREADS):
        filed, _delegate = make.make_submitted(call, f"Town {number}")
        make.finish_checklist(filed)
        staff = way.make_staff()
        way.approve_it(filed, staff)
        filed_ids.append(filed.id)
        acts.append(endorsement(filed, staff))

    assert at_once(*acts) == [None] * 8

    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        states = [work.session.get_one(Application, (KENYA, each)).state for each in filed_ids]
    assert states == [State.ENDORSED] * 8
