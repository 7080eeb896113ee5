"""A form goes away as PDF and comes back filled: compared, chosen one by one, taken over."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.accounts.roles import Role
from portal.applications.models import Application, DraftSection
from portal.applications.offline_models import FilledForm
from portal.applications.queries.chronicle import entries
from portal.applications.services.drafting import save_section
from portal.applications.services.filling_offline import application_form
from portal.applications.services.freezing import freeze
from portal.applications.services.starting import start_application
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission
from tests.factories import (
    KENYA,
    TUNISIA,
    Filed,
    Somebody,
    make_call,
    make_city,
    make_commission,
    make_draft,
    make_person,
    revision_of,
)
from tests.integration.city.browsing import page, send
from tests.unit.documents.filled_forms import fill, locked, printed_to_pdf, scanned, type_into

MY = "/c/ke/my"
FILE = f"{MY}/KE-2027-001"


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


@pytest.fixture
def draft(call: Call) -> tuple[Filed, Somebody]:
    return make_draft(call, "Nakuru")


def answers_of(filed: Filed, section: str) -> dict[str, object]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = work.session.scalar(
            select(DraftSection.answers).where(
                DraftSection.application_id == filed.id, DraftSection.section == section
            )
        )
        return dict(found or {})


def change(filed: Filed, section: str, **values: object) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        row = work.session.scalars(
            select(DraftSection).where(
                DraftSection.application_id == filed.id, DraftSection.section == section
            )
        ).one()
        row.answers = {**row.answers, **values}


def download(client: FlaskClient, path: str = f"{FILE}/offline/form.pdf") -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return answer.data


def send_back(client: FlaskClient, data: bytes, *, to: str = FILE):
    return send(client, f"{to}/offline", {"file": (io.BytesIO(data), "filled.pdf")})


def test_new_answers_are_taken_over_by_default(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    change(draft[0], "city", consortium_members="", website="")
    form = download(at_work)
    answer = send_back(at_work, fill(form, {"consortium_members": "Nakuru\nمدينة"}))
    assert answer.status_code == 303
    html = page(at_work, answer.location)
    assert "1 answer is new" in html
    assert "different" not in html
    taken = send(
        at_work,
        answer.location,
        {"choice.city.consortium_members": "take"},
        seen=html,
    )
    assert taken.status_code == 303
    assert answers_of(draft[0], "city")["consortium_members"] == "Nakuru\nمدينة"
    assert "1 answer taken over" in page(at_work, f"{FILE}/offline")


def test_what_was_not_touched_in_the_file_is_not_offered(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    form = download(at_work)
    change(draft[0], "city", city_name="Nakuru City")
    answer = send_back(at_work, form)
    html = page(at_work, answer.location)
    assert "There is nothing to take over" in html
    assert answers_of(draft[0], "city")["city_name"] == "Nakuru City"


def test_a_conflict_needs_a_choice_and_nothing_is_lost(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filled = fill(download(at_work), {"city_name": "Nakuru Town"})
    address = send_back(at_work, filled).location
    html = page(at_work, address)
    assert "1 answer is different: choose" in html
    undecided = send(at_work, address, {}, seen=html)
    assert undecided.status_code == 422
    assert "Choose for each answer which text is to stand" in undecided.text
    assert answers_of(draft[0], "city")["city_name"] == "Achieng"
    kept = send(at_work, address, {"choice.city.city_name": "keep"}, seen=html)
    assert kept.status_code == 303
    assert answers_of(draft[0], "city")["city_name"] == "Achieng"
    assert "Nakuru Town" not in str(answers_of(draft[0], "city"))


def test_a_chosen_conflict_is_taken_over_and_told_in_history(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    address = send_back(at_work, fill(download(at_work), {"city_name": "Nakuru Town"})).location
    assert send(at_work, address, {"choice.city.city_name": "take"}).status_code == 303
    assert answers_of(draft[0], "city")["city_name"] == "Nakuru Town"
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        last = entries(work, draft[0].id)[0]
    assert (last.event, last.details["taken"]) == ("filled_form_taken_over", 1)
    again = send(at_work, address, {"choice.city.city_name": "take"}, seen=page(at_work, address))
    assert again.status_code == 409


def test_an_answer_a_colleague_changed_meanwhile_is_not_overwritten(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    address = send_back(at_work, fill(download(at_work), {"city_name": "Nakuru Town"})).location
    html = page(at_work, address)
    with unit_of_work(City(KENYA, draft[0].city_id), draft[1].actor) as work:
        save_section(work, draft[0].id, "city", {"city_name": "Nakuru City"}, {"city_name": 0})
    late = send(at_work, address, {"choice.city.city_name": "take"}, seen=html)
    assert late.status_code == 409
    assert "Nothing was taken over" in late.text
    assert answers_of(draft[0], "city")["city_name"] == "Nakuru City"


def test_typed_in_a_viewer_and_taken_over(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    typed = type_into(download(at_work), {"contact_fax": "+254 20 555 0199"})
    address = send_back(at_work, typed).location
    assert send(at_work, address, {"choice.contact.contact_fax": "take"}).status_code == 303
    assert answers_of(draft[0], "contact")["contact_fax"] == "+254 20 555 0199"


def test_a_declaration_names_the_documents_it_adopts(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    change(draft[0], "pledge", pledge={"agreed": False, "documents": []})
    address = send_back(at_work, fill(download(at_work), {"pledge": "yes"})).location
    assert send(at_work, address, {"choice.pledge.pledge": "take"}).status_code == 303
    pledge = answers_of(draft[0], "pledge")["pledge"]
    assert pledge["agreed"] is True  # type: ignore[index]
    assert len(pledge["documents"]) > 0  # type: ignore[index]


def test_a_blank_form_is_read_as_well(at_work: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    change(draft[0], "city", city_name="")
    blank = download(at_work, "/c/ke/form.pdf?language=ar")
    address = send_back(at_work, fill(blank, {"city_name": "Nakuru"})).location
    assert "1 answer is new" in page(at_work, address)


def test_a_file_of_an_older_version_is_read_as_far_as_it_goes(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    address = send_back(at_work, fill(download(at_work), {"city_name": "Nakuru Town"})).location
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.execute(update(FilledForm).values(form_version_id="2025-1"))
    html = page(at_work, address)
    assert "It is version 2025-1; your application uses 2027-1." in html
    assert "Please answer the others online, or download the form anew." in html


def test_a_file_of_another_application_of_the_city_is_led_there(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    other_call = make_call("2029")
    with unit_of_work(City(KENYA, draft[0].city_id), draft[1].actor) as work:
        other = start_application(
            work, KENYA, city_id=draft[0].city_id, call_id=other_call.id
        ).reference
    filled = download(at_work, f"{MY}/{other}/offline/form.pdf")
    answer = send_back(at_work, filled)
    assert answer.status_code == 409
    assert f"This file belongs to your application {other}." in answer.text
    assert f'href="{MY}/{other}/offline"' in answer.text


def refused(client: FlaskClient, data: bytes) -> str:
    answer = send_back(client, data)
    assert answer.status_code == 422
    return answer.text


NOT_OURS = "This file was not made for this application."


def test_a_file_of_another_city_or_commission_is_never_revealed(
    at_work: FlaskClient, call: Call, draft: tuple[Filed, Somebody]
) -> None:
    neighbour, _person = make_draft(call, "Kisumu", "Peter Odhiambo")
    make_commission(TUNISIA, "tn", country="TN")
    city_id = make_city("Sfax", commission_id=TUNISIA)
    stranger = make_person(Role.DELEGATE, "Amel", commission_id=TUNISIA, city_id=city_id)
    with unit_of_work(City(TUNISIA, city_id), stranger.actor) as work:
        foreign = start_application(work, TUNISIA, city_id=city_id, call_id=call.id).id
    files = []
    for scope, application_id in (
        (Commission(KENYA), neighbour.id),
        (Commission(TUNISIA), foreign),
    ):
        with unit_of_work(scope, OPERATOR, read_only=True) as work:
            files.append(application_form(work, application_id, language="en", by_hand=False))
    for data in files:
        html = refused(at_work, data)
        assert NOT_OURS in html
        assert "KE-2027-002" not in html
        assert "Kisumu" not in html
        assert "Sfax" not in html
    forged = fill(files[0], {"_form": "bm90.b3Vycw"})
    assert NOT_OURS in refused(at_work, forged)


def test_files_without_fields_say_what_to_do(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    form = download(at_work)
    assert "has text but no fields any more" in refused(at_work, printed_to_pdf(form))
    assert "Then add it as a form on paper" in refused(at_work, scanned(form))
    assert "This is not a PDF" in refused(at_work, scanned(form, "JPEG"))
    assert "protected by a password" in refused(at_work, locked(form))
    assert "is damaged and cannot be read" in refused(at_work, form[:400])
    assert "Choose the PDF you filled in." in send(at_work, f"{FILE}/offline", {}).text


def test_a_frozen_application_takes_nothing_over(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    form = download(at_work)
    html = page(at_work, f"{FILE}/offline")
    with unit_of_work(City(KENYA, draft[0].city_id), draft[1].actor) as work:
        freeze(work, draft[0].id, seen_revision=revision_of(draft[0]))
    answer = send(at_work, f"{FILE}/offline", {"file": (io.BytesIO(form), "filled.pdf")}, seen=html)
    assert answer.status_code == 409
    assert "Take the application back first" in answer.text


def test_the_form_by_hand_is_shown_in_the_browser(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    answer = at_work.get(f"{FILE}/offline/form-by-hand.pdf?language=fr")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_of_many_rows_only_those_that_differ_are_shown(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filled = fill(download(at_work), {"challenges/row/gender": "5"})
    html = page(at_work, send_back(at_work, filled).location)
    assert "Inequality of women and men: 3 of 5" in html
    assert "Inequality of women and men: 5 of 5" in html
    assert "An ageing population" not in html


def test_an_answer_sent_twice_is_one_file(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    filled = fill(download(at_work), {"city_name": "Nakuru Town"})
    assert send_back(at_work, filled).location == send_back(at_work, filled).location


def test_application_is_not_changed_by_sending_a_file(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    send_back(at_work, fill(download(at_work), {"city_name": "Nakuru Town"}))
    assert answers_of(draft[0], "city")["city_name"] == "Achieng"
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        assert work.session.get_one(Application, (KENYA, draft[0].id)).revision == 1
