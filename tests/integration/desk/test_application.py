"""One application at the desk: its tabs, the checklist, and each act with its refusals."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.applications.models import Application, Check, Note
from portal.applications.workflow import State
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    Filed,
    application_of,
    complete_answers,
    finish_checklist,
    make_row,
    revision_of,
)
from tests.integration.desk.conftest import Desk

TABS = ("checklist", "answers", "changes", "documents", "messages", "notes", "history")


@pytest.fixture
def kisumu(desk: Desk) -> Filed:
    return make_row(desk.call, "Kisumu", State.SUBMITTED, answers=complete_answers())


def url(filed: Filed, act: str = "") -> str:
    return f"/c/ke/desk/{filed.reference}" + (f"/{act}" if act else "")


def state_of(filed: Filed) -> State:
    return application_of(filed).state


def change(filed: Filed, **columns: Any) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        row = work.session.get_one(Application, (KENYA, filed.id))
        for name, value in columns.items():
            setattr(row, name, value)


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_opens_within_eight_statements(
    officer: FlaskClient, kisumu: Filed, count_statements: Any, tab: str
) -> None:
    officer.get(url(kisumu))
    with count_statements() as seen:
        answer = officer.get(url(kisumu), query_string={"tab": tab})
    assert answer.status_code == 200
    assert len(seen) <= 8, seen


def test_says_with_whom_it_is_and_what_is_next(officer: FlaskClient, kisumu: Filed) -> None:
    page = officer.get(url(kisumu)).get_data(as_text=True)
    assert "It is with the National Commission." in page
    assert "Check the application" in page


def test_a_verdict_counts_and_is_kept(officer: FlaskClient, kisumu: Filed) -> None:
    answer = officer.post(
        url(kisumu, "check"), data={"point": "population", "verdict": "meets", "note": "Census"}
    )
    assert answer.status_code == 303
    assert application_of(kisumu).checks_done == 1
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        row = work.session.get_one(Check, (KENYA, kisumu.id, "population"))
        assert (row.verdict, row.note, row.checked_by) == ("meets", "Census", "Joseph Mwangi")


def test_a_verdict_by_htmx_answers_the_checklist_and_the_column(
    officer: FlaskClient, kisumu: Filed
) -> None:
    answer = officer.post(
        url(kisumu, "check"),
        data={"point": "population", "verdict": "needs_work"},
        headers={"HX-Request": "true"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'id="checklist"' in page
    assert 'id="decision"' in page
    assert "<html" not in page


def test_needs_work_does_not_count_as_done(officer: FlaskClient, kisumu: Filed) -> None:
    for verdict in ("meets", "needs_work"):
        officer.post(url(kisumu, "check"), data={"point": "population", "verdict": verdict})
    assert application_of(kisumu).checks_done == 0


def test_a_verdict_on_an_older_version_is_shown_but_does_not_count(
    officer: FlaskClient, kisumu: Filed
) -> None:
    officer.post(
        url(kisumu, "check"),
        data={"point": "population", "verdict": "meets", "note": "Seen before"},
    )
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(Check, (KENYA, kisumu.id, "population")).submission_number = 0
    page = officer.get(url(kisumu)).get_data(as_text=True)
    assert "Met in version 0." in page
    officer.post(url(kisumu, "check"), data={"point": "contact", "verdict": "meets"})
    assert application_of(kisumu).checks_done == 1


def test_an_unknown_point_is_refused(officer: FlaskClient, kisumu: Filed) -> None:
    answer = officer.post(url(kisumu, "check"), data={"point": "nonsense", "verdict": "meets"})
    assert answer.status_code == 422


def test_what_the_portal_found_in_order_is_accepted_at_once(
    officer: FlaskClient, kisumu: Filed
) -> None:
    assert officer.post(url(kisumu, "check-found")).status_code == 303
    # all but the mayor's signature and stamp, a delegate, and what only a reader can judge
    assert application_of(kisumu).checks_done == 8


def test_the_checklist_is_closed_after_the_decision(officer: FlaskClient, kisumu: Filed) -> None:
    change(kisumu, state=State.APPROVED)
    answer = officer.post(url(kisumu, "check"), data={"point": "contact", "verdict": "meets"})
    assert answer.status_code == 409


def test_returning_needs_a_reason_and_keeps_what_was_chosen(
    officer: FlaskClient, kisumu: Filed
) -> None:
    answer = officer.post(
        url(kisumu, "return"),
        data={"seen_revision": revision_of(kisumu), "reason": "", "sections": ["motivation"]},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Tell the city what to complete, in plain words." in page
    assert 'value="motivation" checked' in page
    assert state_of(kisumu) is State.SUBMITTED


def test_returning_gives_it_back_to_the_city(officer: FlaskClient, kisumu: Filed) -> None:
    answer = officer.post(
        url(kisumu, "return"),
        data={
            "seen_revision": revision_of(kisumu),
            "reason": "Please add the year of the census.",
            "sections": ["profile"],
        },
    )
    assert answer.status_code == 303
    returned = application_of(kisumu)
    assert returned.state is State.RETURNED
    assert (returned.return_reason, returned.return_sections) == (
        "Please add the year of the census.",
        ["profile"],
    )


def test_approving_waits_for_the_checklist(officer: FlaskClient, kisumu: Filed) -> None:
    answer = officer.post(url(kisumu, "approve"), data={"seen_revision": revision_of(kisumu)})
    assert answer.status_code == 422
    assert "The checklist is not finished: each point must meet." in answer.get_data(as_text=True)
    assert state_of(kisumu) is State.SUBMITTED


def test_approving_hands_it_to_the_signatory(officer: FlaskClient, kisumu: Filed) -> None:
    finish_checklist(kisumu)
    answer = officer.post(url(kisumu, "approve"), data={"seen_revision": revision_of(kisumu)})
    assert answer.status_code == 303
    assert state_of(kisumu) is State.APPROVED


def test_a_small_city_is_approved_with_a_reason(officer: FlaskClient, kisumu: Filed) -> None:
    finish_checklist(kisumu)
    change(kisumu, population=8_200)
    data = {"seen_revision": revision_of(kisumu), "small_city_reason": ""}
    assert officer.post(url(kisumu, "approve"), data=data).status_code == 422
    data["small_city_reason"] = "An island of its own, with all services of a city."
    assert officer.post(url(kisumu, "approve"), data=data).status_code == 303
    approved = application_of(kisumu)
    assert approved.small_city_reason == "An island of its own, with all services of a city."


def test_a_stale_page_answers_409_and_loses_nothing(officer: FlaskClient, kisumu: Filed) -> None:
    seen = revision_of(kisumu)
    change(kisumu, revision=seen + 1)
    answer = officer.post(
        url(kisumu, "return"), data={"seen_revision": seen, "reason": "A long and careful text."}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "A long and careful text." in page
    assert f'name="seen_revision" type="hidden" value="{seen + 1}"' in page
    assert state_of(kisumu) is State.SUBMITTED


def test_a_text_for_an_act_that_is_over_is_given_back(officer: FlaskClient, kisumu: Filed) -> None:
    seen = revision_of(kisumu)
    change(kisumu, revision=seen + 1, state=State.APPROVED)
    answer = officer.post(
        url(kisumu, "return"), data={"seen_revision": seen, "reason": "A long and careful text."}
    )
    assert answer.status_code == 409
    assert "A long and careful text." in answer.get_data(as_text=True)


def test_officers_decline_only_where_the_commission_lets_them(
    officer: FlaskClient, signatory: FlaskClient, kisumu: Filed
) -> None:
    data = {
        "seen_revision": revision_of(kisumu),
        "reason": "The city has no elected council.",
        "confirmed": "y",
    }
    assert officer.post(url(kisumu, "decline"), data=data).status_code == 403
    assert state_of(kisumu) is State.SUBMITTED


def test_declining_must_be_confirmed(signatory: FlaskClient, kisumu: Filed) -> None:
    data = {"seen_revision": revision_of(kisumu), "reason": "The city has no elected council."}
    answer = signatory.post(url(kisumu, "decline"), data=data)
    assert answer.status_code == 422
    assert "The city has no elected council." in answer.get_data(as_text=True)


def test_answering_the_coordination_team(officer: FlaskClient, desk: Desk) -> None:
    filed = make_row(desk.call, "Thika", State.INCOMPLETE, number=7)
    answer = officer.post(
        url(filed, "answer"),
        data={"seen_revision": revision_of(filed), "answer": "The census is of 2019."},
    )
    assert answer.status_code == 303
    assert state_of(filed) is State.FORWARDED
    page = officer.get(url(filed), query_string={"tab": "history"}).get_data(as_text=True)
    assert "The census is of 2019." in page


def test_a_file_is_taken_over_and_given_on(officer: FlaskClient, desk: Desk, kisumu: Filed) -> None:
    officer.post(url(kisumu, "officer"), data={"officer": str(desk.officer.id)})
    assert application_of(kisumu).officer_name == "Joseph Mwangi"
    officer.post(url(kisumu, "officer"), data={"officer": ""})
    assert application_of(kisumu).officer_name == ""


def test_a_file_cannot_be_given_to_a_stranger(
    officer: FlaskClient, desk: Desk, kisumu: Filed
) -> None:
    answer = officer.post(url(kisumu, "officer"), data={"officer": str(kisumu.city_id)})
    assert answer.status_code == 422
    assert application_of(kisumu).officer_id is None


def test_notes_are_the_commissions_own(officer: FlaskClient, kisumu: Filed) -> None:
    assert officer.post(url(kisumu, "note"), data={"text": "Ask the ministry."}).status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        (note,) = work.session.query(Note).all()
        assert (note.text, note.author_name) == ("Ask the ministry.", "Joseph Mwangi")
    page = officer.get(url(kisumu), query_string={"tab": "notes"}).get_data(as_text=True)
    assert "Ask the ministry." in page


def test_a_note_kept_with_two_clicks_is_there_once(officer: FlaskClient, kisumu: Filed) -> None:
    for _click in range(2):
        officer.post(url(kisumu, "note"), data={"text": "Ask the ministry."})
    page = officer.get(url(kisumu), query_string={"tab": "notes"}).get_data(as_text=True)
    assert page.count("Ask the ministry.") == 1


def test_an_empty_message_is_not_sent(officer: FlaskClient, kisumu: Filed) -> None:
    answer = officer.post(url(kisumu, "message"), data={"text": "  "})
    assert answer.status_code == 422
    assert "Write something first." in answer.get_data(as_text=True)


def test_a_message_reaches_the_file(officer: FlaskClient, kisumu: Filed) -> None:
    assert officer.post(url(kisumu, "message"), data={"text": "Welcome!"}).status_code == 303
    page = officer.get(url(kisumu), query_string={"tab": "messages"}).get_data(as_text=True)
    assert "Welcome!" in page


def test_answers_are_shown_as_text_never_as_markup(officer: FlaskClient, desk: Desk) -> None:
    answers = complete_answers()
    answers["motivation"]["motivation"]["official"] = "<script>alert(1)</script>"
    filed = make_row(desk.call, "<b>Kisumu</b>", State.SUBMITTED, answers=answers)
    page = officer.get(url(filed), query_string={"tab": "answers"}).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Kisumu</b>" not in page
