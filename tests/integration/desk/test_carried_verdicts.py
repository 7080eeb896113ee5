"""A new version keeps the verdicts of the points it does not touch, with who gave them."""

import psycopg
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.applications.models import Check, DraftSection, Verdict
from portal.applications.services.checking import mark_point
from portal.applications.services.deciding import return_for_completion
from portal.applications.services.reopening import reopen
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission
from tests.factories import KENYA, Filed, Somebody, application_of, make_submitted, revision_of
from tests.integration.city.browsing import page
from tests.integration.desk.conftest import Desk
from tests.integration.safety import way
from tests.waiting_jobs import tell_all


def checked(desk: Desk) -> tuple[Filed, Somebody]:
    """A submitted application with three verdicts."""
    filed, delegate = make_submitted(desk.call, "Kisumu")
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        for point, verdict in (
            ("population", Verdict.MEETS),
            ("substance", Verdict.NEEDS_WORK),
            ("mayor_signature", Verdict.MEETS),
        ):
            mark_point(work, filed.id, point=point, verdict=verdict, note=f"About {point}")
    return filed, delegate


def complete(filed: Filed, delegate: Somebody, desk: Desk, text: str) -> None:
    """Return it, change a text, and send it again."""
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        return_for_completion(
            work, filed.id, seen_revision=revision_of(filed), reason="More.", sections=()
        )
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        reopen(work, filed.id, seen_revision=revision_of(filed))
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        row = work.session.scalars(
            select(DraftSection).where(
                DraftSection.application_id == filed.id, DraftSection.section == "motivation"
            )
        ).one()
        row.answers = {**row.answers, "motivation": {"official": text, "local": ""}}
    shown = way.freeze_it(filed, delegate)
    way.sign_as_mayor(filed, way.link_for_mayor(filed, delegate), shown=shown)
    way.submit_it(filed, delegate)


def test_only_verdicts_on_what_did_not_change_are_kept(
    administrator: psycopg.Connection, officer: FlaskClient, desk: Desk
) -> None:
    filed, delegate = checked(desk)
    complete(filed, delegate, desk, "We want to learn from others, and share what we do.")
    tell_all(administrator)
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        rows = {
            row.point: (row.submission_number, row.carried_from, row.checked_by)
            for row in work.session.scalars(select(Check))
        }
    assert rows == {
        "population": (2, 1, "Joseph Mwangi"),
        "substance": (1, None, "Joseph Mwangi"),
        "mayor_signature": (1, None, "Joseph Mwangi"),
    }
    assert application_of(filed).checks_done == 1
    html = page(officer, f"/c/ke/desk/{filed.reference}")
    assert "kept from version 1: nothing about it has changed" in html
    assert "Needed work in version 1." in html
    assert "Met in version 1." in html


def test_a_note_is_kept_before_there_is_a_verdict(officer: FlaskClient, desk: Desk) -> None:
    filed, _delegate = make_submitted(desk.call, "Kisumu")
    answer = officer.post(
        f"/c/ke/desk/{filed.reference}/check",
        data={"point": "population", "note": "Ask the bureau of statistics"},
    )
    assert answer.status_code == 303
    officer.post(f"/c/ke/desk/{filed.reference}/check-found")
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        row = work.session.get_one(Check, (KENYA, filed.id, "population"))
        assert (row.verdict, row.note) == (Verdict.MEETS, "Ask the bureau of statistics")
