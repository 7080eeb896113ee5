"""Fifty officers endorse and forward in one moment for three places: three go on, nothing is lost.

Real threads, each with its own connections: fifty at the start of the same second.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.applications.models import Application
from portal.applications.services.endorsing import endorse
from portal.applications.services.forwarding import forward
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.history.models import HistoryEntry
from portal.signing.models import Part, Signature
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import KENYA, Filed, revision_of
from tests.integration.safety import way
from tests.integration.safety.at_once import at_once

OFFICERS = 50
PLACES = 3


@pytest.fixture(scope="module")
def call(portal: Flask) -> Call:
    make.make_commission()
    return make.make_call(quota=PLACES)


@pytest.fixture(scope="module")
def approved(call: Call) -> list[tuple[Filed, way.Staff]]:
    """One approved application for each pair of an officer and a signatory."""
    found = []
    for number in range(OFFICERS):
        filed, _delegate = make.make_submitted(call, f"Town {number}")
        make.finish_checklist(filed)
        staff = way.make_staff()
        way.approve_it(filed, staff)
        found.append((filed, staff))
    return found


@pytest.fixture
def many_connections(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as all processes of the web server have together: two for each officer."""
    with portal.app_context():
        pool = db.engine.pool
    monkeypatch.setattr(pool, "_max_overflow", 2 * OFFICERS)


def endorsement_and_forwarding(filed: Filed, staff: way.Staff) -> Callable[[], None]:
    """The two acts on what was shown now, one after the other, to be carried out later."""
    shown, revision = way.submission_of(filed).document_sha256, revision_of(filed)

    def act() -> None:
        with unit_of_work(Commission(KENYA), staff.signatory.actor) as work:
            endorse(
                work,
                filed.id,
                seen_revision=revision,
                shown_sha256=shown,
                hand=way.hand_of(staff.signatory),
            )
        with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
            forward(work, filed.id, seen_revision=revision + 1)

    return act


@pytest.mark.usefixtures("many_connections")
def test_three_of_fifty_are_forwarded_and_the_others_know_what_to_do(
    call: Call, approved: list[tuple[Filed, way.Staff]]
) -> None:
    results = at_once(*(endorsement_and_forwarding(*each) for each in approved))

    refused = [found for found in results if isinstance(found, Conflict)]
    assert [type(found).__name__ for found in results].count("NoneType") == PLACES
    assert len(refused) == OFFICERS - PLACES
    assert {str(found.message) for found in refused} == {
        (
            "All 3 places of this call are taken, so nothing was done and nothing is lost. Ask the"
            " Coordination Team for one more place: the request is on this page."
        )
    }
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        states = work.session.scalars(
            select(Application.state).where(Application.call_id == call.id)
        ).all()
        signed = work.session.scalars(
            select(Signature.application_id).where(Signature.part == Part.COMMISSION)
        ).all()
        dossiers = work.session.scalars(
            select(Document.application_id).where(Document.kind == DocumentKind.DOSSIER)
        ).all()
        told = work.session.scalars(
            select(HistoryEntry.application_id).where(
                HistoryEntry.event.in_(("application_endorsed", "application_forwarded"))
            )
        ).all()
    assert Counter(states) == {State.FORWARDED: PLACES, State.APPROVED: OFFICERS - PLACES}
    assert len(signed) == len(dossiers) == PLACES
    assert set(signed) == set(dossiers) == set(told)
    assert len(told) == 2 * PLACES
