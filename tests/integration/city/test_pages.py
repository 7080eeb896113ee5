"""The city's pages as a browser without JavaScript uses them."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.commissions.models import CityStatus
from tests.factories import (
    Filed,
    Somebody,
    application_of,
    make_call,
    make_city,
    make_commission,
    make_draft,
    make_person,
    sign_in,
)
from tests.integration.city.browsing import hidden_inputs, page, send
from tests.sent_statements import sent_statements

MY = "/c/ke/my"
FILE = f"{MY}/KE-2027-001"
SECTIONS = (
    "city",
    "mayor",
    "contact",
    "pledge",
    "profile",
    "motivation",
    "challenges",
    "expertise",
)


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


@pytest.fixture
def draft(call: Call) -> tuple[Filed, Somebody]:
    return make_draft(call, "Nakuru")


def scanned_page() -> io.BytesIO:
    picture = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(picture).text((80, 80), "Signed by the mayor", fill="black")
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data


def frozen(client: FlaskClient) -> None:
    response = send(client, f"{FILE}/check", {})
    assert response.status_code == 303, response.text[:3000]


PLACES = (
    MY,
    f"{MY}/people",
    FILE,
    *(f"{FILE}/section/{key}" for key in SECTIONS),
    f"{FILE}/attachments",
    f"{FILE}/check",
    f"{FILE}/tracker",
    f"{FILE}/messages",
    f"{FILE}/withdraw",
)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_draft_opens(
    client: FlaskClient, draft: tuple[Filed, Somebody], path: str, language: str
) -> None:
    city_id = draft[0].city_id
    sign_in(
        client,
        make_person(Role.DELEGATE, "Amina", city_id=city_id, city_name="Nakuru", language=language),
    )

    html = page(client, path)

    assert f'<html lang="{language}"' in html


def test_a_confirmed_city_begins_from_its_first_page(client: FlaskClient, call: Call) -> None:
    city_id = make_city("Kisumu")
    sign_in(client, make_person(Role.DELEGATE, "Peter", city_id=city_id, city_name="Kisumu"))

    response = send(client, f"{MY}/start", {}, seen=page(client, MY))

    assert response.status_code == 303
    assert response.location == FILE


def test_a_pending_city_is_told_to_wait(client: FlaskClient, call: Call) -> None:
    city_id = make_city("Kisumu", status=CityStatus.PENDING)
    sign_in(client, make_person(Role.DELEGATE, "Peter", city_id=city_id, city_name="Kisumu"))

    html = page(client, MY)

    assert "Your city is waiting for confirmation" in html
    assert "Begin the application" not in html


def test_save_and_continue_leads_to_the_next_section(at_work: FlaskClient) -> None:
    response = send(
        at_work,
        f"{FILE}/section/mayor",
        {"mayor_address": "ms", "mayor_title": "Governor", "then": "continue"},
    )

    assert response.status_code == 303
    assert response.location == f"{FILE}/section/contact"
    assert 'value="Governor"' in page(at_work, f"{FILE}/section/mayor")


def test_two_pages_open_at_once_show_both_texts(at_work: FlaskClient) -> None:
    path = f"{FILE}/section/mayor"
    first, second = page(at_work, path), page(at_work, path)
    send(at_work, path, {"mayor_title": "Governor", "then": "back"}, seen=first)

    response = send(at_work, path, {"mayor_title": "County head"}, seen=second)

    assert response.status_code == 409
    assert 'value="County head"' in response.text
    assert "Governor" in response.text
    assert "Grace Njeri wrote on" in response.text
    again = send(at_work, path, {"mayor_title": "County head"}, seen=response.text)
    assert again.status_code == 303


def test_the_other_text_can_be_taken(at_work: FlaskClient) -> None:
    path = f"{FILE}/section/mayor"
    first, second = page(at_work, path), page(at_work, path)
    send(at_work, path, {"mayor_title": "Governor"}, seen=first)
    conflict = send(at_work, path, {"mayor_title": "County head"}, seen=second)

    response = send(
        at_work, path, {"mayor_title": "County head", "take": "mayor_title"}, seen=conflict.text
    )

    assert response.location == path
    assert 'value="Governor"' in page(at_work, path)


def test_autosave_answers_with_the_time_and_the_new_revisions(at_work: FlaskClient) -> None:
    html = page(at_work, f"{FILE}/section/mayor")
    response = at_work.post(
        f"{FILE}/section/mayor/autosave",
        data={**hidden_inputs(html), "mayor_title": "Governor"},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 200
    assert 'id="save-state"' in response.text
    assert hidden_inputs(response.text)["seen.mayor_title"] == "1"
    assert "<html" not in response.text


def test_autosave_in_conflict_keeps_the_old_revision_until_somebody_chose(
    at_work: FlaskClient,
) -> None:
    path = f"{FILE}/section/mayor"
    first, second = page(at_work, path), page(at_work, path)
    send(at_work, path, {"mayor_title": "Governor"}, seen=first)
    response = at_work.post(
        f"{path}/autosave", data={**hidden_inputs(second), "mayor_title": "County head"}
    )

    assert hidden_inputs(response.text)["seen.mayor_title"] == "0"
    assert "Show both texts" in response.text


def test_a_matrix_takes_rows_of_the_city_s_own(at_work: FlaskClient) -> None:
    path = f"{FILE}/section/challenges"
    response = send(
        at_work,
        path,
        {
            "challenges.own.0.label": "Floods <b>every</b> year",
            "challenges.own.0.degree": "5",
            "then": "stay",
        },
    )

    assert response.location == path
    html = page(at_work, path)
    assert 'value="Floods &lt;b&gt;every&lt;/b&gt; year"' in html
    assert 'name="challenges.own.1.label"' in html


def test_a_document_is_added_shown_and_removed(at_work: FlaskClient) -> None:
    path = f"{FILE}/attachments"
    added = send(
        at_work,
        path,
        {"title": "Vote of the council", "file": (scanned_page(), "decision.png")},
    )
    assert added.status_code == 303, added.text[:3000]
    html = page(at_work, path)
    assert "Vote of the council" in html

    address = html.split('href="/c/ke/files/')[1].split('"')[0]
    download = at_work.get(f"/c/ke/files/{address}")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert download.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in download.headers["Content-Security-Policy"]
    picture = at_work.get(f"/c/ke/files/{address}/pages/1")
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")

    removed = send(at_work, f"{path}/{address}/remove", {}, seen=html)
    assert removed.status_code == 303
    assert "Vote of the council" not in page(at_work, path)


@pytest.mark.parametrize(
    ("title", "content", "sentence"),
    [
        ("", b"%PDF-1.7", "Give the document a title."),
        ("Page", b"<html><script>1</script>", "This is not a PDF, JPEG or PNG file."),
        ("Empty", b"", "This file is empty."),
    ],
)
def test_a_document_that_cannot_be_taken_says_why(
    at_work: FlaskClient, title: str, content: bytes, sentence: str
) -> None:
    response = send(
        at_work,
        f"{FILE}/attachments",
        {"title": title, "file": (io.BytesIO(content), "it.pdf")},
    )

    assert response.status_code == 422
    assert sentence in response.text


def test_missing_answers_are_listed_with_a_way_there(at_work: FlaskClient) -> None:
    send(at_work, f"{FILE}/section/mayor", {"mayor_title": ""})

    html = page(at_work, f"{FILE}/check")

    assert "/section/mayor?check=yes#mayor_title" in html
    assert "Freeze for the mayor" not in html


def test_the_preview_is_a_pdf(at_work: FlaskClient) -> None:
    response = at_work.get(f"{FILE}/preview.pdf")

    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF-")


def test_frozen_answers_can_be_read_and_not_changed(at_work: FlaskClient) -> None:
    frozen(at_work)

    html = page(at_work, f"{FILE}/section/mayor")
    assert "These answers are frozen" in html
    assert "data-autosave" not in html


def test_a_code_shows_its_link_once_and_the_earlier_one_closes(at_work: FlaskClient) -> None:
    frozen(at_work)
    with_mayor = page(at_work, f"{FILE}/mayor")
    first = send(at_work, f"{FILE}/mayor/code", {"language": "ar"}, seen=with_mayor)
    link = first.text.split("/mayor/ke/")[1].split("<")[0].split('"')[0]
    send(at_work, f"{FILE}/mayor/code", {"language": "en"}, seen=with_mayor)

    assert "<svg" in first.text
    assert at_work.get(f"/mayor/ke/{link}").status_code == 410


def test_it_is_taken_back_and_written_on(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    frozen(at_work)
    response = send(at_work, f"{FILE}/reopen", {}, seen=page(at_work, f"{FILE}/mayor"))

    assert response.location == FILE
    assert application_of(draft[0]).state is State.DRAFT


def test_withdrawing_asks_for_a_reason(at_work: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    refused = send(at_work, f"{FILE}/withdraw", {"reason": ""})
    done = send(at_work, f"{FILE}/withdraw", {"reason": "The council wants to wait."})

    assert refused.status_code == 422
    assert done.status_code == 303
    assert application_of(draft[0]).state is State.WITHDRAWN
    assert "The council wants to wait." in page(at_work, f"{FILE}/tracker")


def test_messages_are_written_and_read(at_work: FlaskClient) -> None:
    send(at_work, f"{FILE}/messages", {"text": "May the annex be in Swahili?"})

    assert "May the annex be in Swahili?" in page(at_work, f"{FILE}/messages")


def test_a_message_sent_with_two_clicks_is_there_once(at_work: FlaskClient) -> None:
    for _click in range(2):
        send(at_work, f"{FILE}/messages", {"text": "May the annex be in Swahili?"})

    assert page(at_work, f"{FILE}/messages").count("May the annex be in Swahili?") == 1


def test_a_colleague_is_invited(at_work: FlaskClient) -> None:
    response = send(
        at_work,
        f"{MY}/people",
        {
            "name": "Amina Otieno",
            "email": "amina@nakuru.example",
            "role": "editor",
            "office": "Statistics",
        },
    )

    assert response.status_code == 303, response.text[:3000]
    assert "Amina Otieno" in page(at_work, f"{MY}/people")


@pytest.mark.parametrize("path", PLACES[2:])
def test_another_city_finds_nothing(
    client: FlaskClient, draft: tuple[Filed, Somebody], path: str
) -> None:
    other = make_city("Kisumu")
    sign_in(client, make_person(Role.DELEGATE, "Peter", city_id=other, city_name="Kisumu"))

    assert client.get(path).status_code == 404


def test_officers_have_no_city_pages(client: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    sign_in(client, make_person(Role.OFFICER, "Joseph"))

    assert client.get(MY).status_code == 403


@pytest.mark.parametrize("path", PLACES)
def test_a_page_asks_the_database_at_most_eight_times(at_work: FlaskClient, path: str) -> None:
    page(at_work, path)  # the form of the call is read once per process
    with sent_statements() as statements:
        page(at_work, path)

    assert len(statements) <= 8, "\n\n".join(statements)
