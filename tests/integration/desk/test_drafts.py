"""Accompanying: officers remark in a draft, the city answers and resolves, mails gather."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.applications.models import Application
from portal.applications.remark_models import Remark
from portal.applications.services.remarking import answer_remark, remark
from portal.applications.workflow import State
from portal.commissions.models import Commission as CommissionRow
from portal.commissions.models import Style
from portal.core.unit_of_work import CLOCK, OPERATOR, unit_of_work
from portal.notifications.models import OutboxMail
from portal.notifications.remark_digests import tell_of_remarks
from portal.tenancy.scope import City, Commission, Worker
from tests.factories import KENYA, Filed, Somebody, make_draft, sign_in
from tests.integration.city.browsing import page, send
from tests.integration.desk.conftest import Desk


@pytest.fixture
def draft(desk: Desk) -> tuple[Filed, Somebody]:
    set_style(desk, Style.ACCOMPANY)
    return make_draft(desk.call, "Kisumu")


@pytest.fixture
def delegate(app: Flask, draft: tuple[Filed, Somebody]) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, draft[1])
    return browser


def set_style(desk: Desk, style: Style) -> None:
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        work.session.execute(
            update(CommissionRow).where(CommissionRow.commission_id == KENYA).values(style=style)
        )


def at_desk(filed: Filed, rest: str = "draft") -> str:
    return f"/c/ke/desk/{filed.reference}/{rest}".rstrip("/")


def of_city(filed: Filed, rest: str = "section/motivation") -> str:
    return f"/c/ke/my/{filed.reference}/{rest}".rstrip("/")


def remarks() -> list[Remark]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = list(work.session.scalars(select(Remark).order_by(Remark.written_at, Remark.id)))
        work.session.expunge_all()
        return found


def mails() -> list[tuple[str, str, str]]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        rows = work.session.execute(
            select(OutboxMail.kind, OutboxMail.to_name, OutboxMail.text).order_by(OutboxMail.kind)
        )
        return [(row.kind, row.to_name, row.text) for row in rows if "remark" in row.kind]


def test_a_remark_stands_beside_the_field_on_both_sides(
    officer: FlaskClient, delegate: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filed, _person = draft
    assert at_desk(filed) in page(officer, at_desk(filed, ""))
    assert "Your National Commission accompanies you" in page(delegate, of_city(filed, ""))
    answer = officer.post(
        at_desk(filed, "draft/motivation/motivation"),
        data={"text": "Name the libraries, please.", "tell": "later"},
    )
    assert answer.status_code == 303
    (row,) = remarks()
    assert answer.location.endswith(f"#talk-{row.id}")
    assert (row.author_name, row.is_from_city, row.told_at) == ("Joseph Mwangi", False, None)
    assert "Name the libraries, please." in page(officer, at_desk(filed))
    html = page(delegate, of_city(filed))
    assert "Name the libraries, please." in html
    assert "National Commission" in html
    assert "1 open comment of the commission" in page(delegate, of_city(filed, ""))
    assert mails() == []


def test_the_city_answers_and_resolves(
    officer: FlaskClient, delegate: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filed, _person = draft
    officer.post(
        at_desk(filed, "draft/motivation/motivation"),
        data={"text": "Name the libraries, please.", "tell": "later"},
    )
    (first,) = remarks()
    answer = send(
        delegate,
        of_city(filed),
        {f"remark-{first.id}": "We have three.", "remark-answer": str(first.id)},
    )
    assert answer.location.endswith(f"#talk-{first.id}")
    assert "We have three." in page(officer, at_desk(filed))
    send(delegate, of_city(filed), {"remark-resolve": str(first.id)})
    html = page(officer, at_desk(filed))
    assert "resolved by Grace Njeri" in html
    assert "open comment" not in html
    officer.post(at_desk(filed, f"draft/remarks/{first.id}"), data={"act": "reopen"})
    assert "1 open comment" in page(officer, at_desk(filed))


def test_a_remark_is_mailed_at_once_on_demand(
    officer: FlaskClient, delegate: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filed, _person = draft
    officer.post(
        at_desk(filed, "draft/motivation/motivation"),
        data={"text": "The council meets on Monday.", "tell": "now"},
    )
    ((kind, name, text),) = mails()
    assert (kind, name) == ("draft_remarked.named.city", "Grace Njeri")
    assert "The council meets on Monday." in text
    assert of_city(filed) in text
    (first,) = remarks()
    send(
        delegate,
        of_city(filed),
        {f"remark-{first.id}": "It is ready.", "remark-mail": str(first.id)},
    )
    kind, name, text = mails()[-1]
    assert (kind, name) == ("draft_remarked.named.officers", "Joseph Mwangi")
    assert "It is ready." in text
    assert at_desk(filed) in text


def test_what_was_not_mailed_is_gathered_at_the_end_of_the_day(
    desk: Desk, draft: tuple[Filed, Somebody]
) -> None:
    filed, person = draft
    morning = datetime(2026, 11, 24, 6, tzinfo=UTC)  # 9 o'clock in Nairobi
    with unit_of_work(Commission(KENYA), desk.officer.actor, at=morning) as work:
        for text in ("First.", "Second."):
            talk = remark(work, filed.id, section="motivation", field="motivation", text=text).id
    with unit_of_work(City(KENYA, filed.city_id), person.actor, at=morning) as work:
        answer_remark(work, filed.id, talk, text="Done.")
    told = []
    for hours in (7, 8, 9):  # 16, 17 and 18 o'clock
        with unit_of_work(Worker(KENYA), CLOCK, at=morning + timedelta(hours=hours)) as work:
            told.append(tell_of_remarks(work, KENYA))
    assert told == [0, 3, 0]
    assert [(kind, name) for kind, name, _text in mails()] == [
        ("remarks_gathered.named.city", "Grace Njeri"),
        ("remarks_gathered.named.officers", "Joseph Mwangi"),
    ]
    assert "Motivation and plans" in mails()[0][2]


@pytest.mark.parametrize("style", [Style.PASS_THROUGH, Style.SELECT])
def test_other_styles_do_not_offer_it(
    officer: FlaskClient,
    delegate: FlaskClient,
    desk: Desk,
    draft: tuple[Filed, Somebody],
    style: Style,
) -> None:
    filed, _person = draft
    officer.post(
        at_desk(filed, "draft/motivation/motivation"), data={"text": "Kept.", "tell": "later"}
    )
    set_style(desk, style)
    assert at_desk(filed) not in page(officer, at_desk(filed, ""))
    assert officer.get(at_desk(filed)).status_code == 303
    refused = officer.post(
        at_desk(filed, "draft/motivation/motivation"), data={"text": "No.", "tell": "later"}
    )
    assert refused.status_code == 409
    assert "accompanies you" not in page(delegate, of_city(filed, ""))
    assert "Kept." not in page(delegate, of_city(filed))
    set_style(desk, Style.ACCOMPANY)
    assert "Kept." in page(delegate, of_city(filed))


def test_a_frozen_version_is_not_commented(
    officer: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filed, _person = draft
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(Application, (KENYA, filed.id)).state = State.AWAITING_MAYOR
    refused = officer.post(
        at_desk(filed, "draft/motivation/motivation"), data={"text": "Late.", "tell": "later"}
    )
    assert refused.status_code == 409
    assert officer.get(at_desk(filed)).status_code == 303


def test_a_remark_without_words_is_given_back(
    officer: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filed, _person = draft
    address = at_desk(filed, "draft/motivation/motivation")
    empty = officer.post(address, data={"text": "  ", "tell": "later"})
    assert empty.status_code == 422
    assert "Write the comment first." in empty.text
    long = officer.post(address, data={"text": "word " * 401, "tell": "later"})
    assert long.status_code == 422
    assert re.search(r'id="text-refused"[^>]*>word word', long.text)
    unknown = officer.post(
        at_desk(filed, "draft/motivation/population"), data={"text": "No.", "tell": "later"}
    )
    assert unknown.status_code == 404


def test_a_signatory_does_not_read_drafts(
    signatory: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    assert signatory.get(at_desk(draft[0])).status_code == 403
