"""Forms filled in by hand: attached as evidence, typed by the city or by its commission for it."""

import io
import re

import psycopg
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from pillow_heif import register_heif_opener
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.applications.models import DraftSection, Submission
from portal.applications.offline_models import PaperForm
from portal.applications.queries.chronicle import entries
from portal.applications.services.drafting import save_section
from portal.applications.services.filling_offline import application_form
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.errors import NotAllowed
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.codes_on_paper import find_codes
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.notifications.models import OutboxMail
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_call,
    make_commission,
    make_draft,
    make_person,
    sign_in,
)
from tests.integration.city.browsing import page, send
from tests.waiting_jobs import tell_all

FILE = "/c/ke/my/KE-2027-001"


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


@pytest.fixture
def draft(call: Call) -> tuple[Filed, Somebody]:
    return make_draft(call, "Nakuru")


@pytest.fixture
def officer(app: Flask, call: Call) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, make_person(Role.OFFICER, "Joseph Mwangi", office="Programme officer"))
    return browser


def scan(words: str = "Name of the city: Nakuru") -> io.BytesIO:
    picture = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(picture).text((80, 80), words, fill="black")
    data = io.BytesIO()
    picture.save(data, "JPEG")
    data.seek(0)
    return data


def add(client: FlaskClient, typist: str) -> str:
    answer = send(client, f"{FILE}/by-hand", {"files": (scan(), "form.jpg"), "typist": typist})
    assert answer.status_code == 303, answer.text[:2000]
    return paper_id()


def paper_id() -> str:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return str(work.session.scalar(select(PaperForm.id)))


def answers_of(filed: Filed, section: str) -> dict[str, object]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = work.session.scalar(
            select(DraftSection.answers).where(
                DraftSection.application_id == filed.id, DraftSection.section == section
            )
        )
        return dict(found or {})


def events_of(filed: Filed) -> list[str]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return [entry.event for entry in reversed(entries(work, filed.id))]


TYPED = {"city_name": "Nakuru City", "website": "https://nakuru.example"}


def typed_by_officer(at_work: FlaskClient, officer: FlaskClient) -> str:
    paper = add(at_work, "commission")
    there = f"/c/ke/desk/intake/KE-2027-001/{paper}"
    assert send(officer, f"{there}/section/city", TYPED).status_code == 303
    done = send(officer, f"{there}/finish", {}, seen=page(officer, there))
    assert done.status_code == 303
    return paper


def test_the_city_types_itself_with_the_scan_beside(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    paper = add(at_work, "city")
    html = page(at_work, f"{FILE}/by-hand/{paper}/section/city")
    image = re.search(r'src="(/c/ke/files/[^"]+/pages/1)"', html)
    assert image
    assert at_work.get(image[1]).mimetype == "image/jpeg"
    assert send(at_work, f"{FILE}/by-hand/{paper}/section/city", TYPED).status_code == 303
    assert answers_of(draft[0], "city")["city_name"] == "Nakuru City"
    overview = page(at_work, f"{FILE}/by-hand/{paper}")
    assert "not needed: the city types" in overview
    finish = send(at_work, f"{FILE}/by-hand/{paper}/finish", {}, seen=overview)
    assert finish.status_code == 303
    assert events_of(draft[0])[-2:] == ["paper_form_received", "paper_form_typed"]


def test_nothing_typed_is_not_finished(at_work: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    paper = add(at_work, "city")
    overview = page(at_work, f"{FILE}/by-hand/{paper}")
    early = send(at_work, f"{FILE}/by-hand/{paper}/finish", {}, seen=overview)
    assert early.status_code == 422
    assert "Nothing has been typed from this form yet." in early.text


def test_an_officer_types_for_the_city_and_the_city_confirms(
    at_work: FlaskClient, officer: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    paper = typed_by_officer(at_work, officer)
    assert answers_of(draft[0], "city")["city_name"] == "Nakuru City"
    assert "Your commission has typed answers for you" in page(at_work, FILE)
    early = send(at_work, f"{FILE}/check", {})
    assert early.status_code == 422
    assert "Your commission typed answers for you from a form filled in by hand." in early.text
    assert application_of(draft[0]).state is State.DRAFT
    overview = page(at_work, f"{FILE}/by-hand/{paper}")
    assert "Joseph Mwangi (Officer) typed these answers for you." in overview
    assert send(at_work, f"{FILE}/by-hand/{paper}/confirm", {}, seen=overview).status_code == 303
    assert events_of(draft[0])[-3:] == [
        "paper_form_received",
        "paper_form_typed",
        "typed_text_confirmed",
    ]
    assert send(at_work, f"{FILE}/check", {}).status_code == 303
    assert application_of(draft[0]).state is State.AWAITING_MAYOR


def test_the_print_and_the_file_say_who_typed(
    at_work: FlaskClient, officer: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    paper = typed_by_officer(at_work, officer)
    overview = page(at_work, f"{FILE}/by-hand/{paper}")
    send(at_work, f"{FILE}/by-hand/{paper}/confirm", {}, seen=overview)
    send(at_work, f"{FILE}/check", {})
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        attachments = work.session.scalar(select(Submission.attachments))
        printed = work.session.scalar(
            select(Document.sha256).where(Document.kind == DocumentKind.PRINT)
        )
    assert attachments
    assert printed
    assert attachments[-1]["title"] == "Form filled in by hand, typed by Joseph Mwangi (Officer)"
    document = pypdfium2.PdfDocument(read(printed))
    text = " ".join("".join(p.get_textpage().get_text_range() for p in document).split())
    document.close()
    assert "typed from a form filled in by hand, by Joseph Mwangi (Officer)" in text
    assert "Grace Njeri confirmed them for the city" in text


def test_typing_again_asks_the_city_again(
    at_work: FlaskClient, officer: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    paper = typed_by_officer(at_work, officer)
    overview = page(at_work, f"{FILE}/by-hand/{paper}")
    send(at_work, f"{FILE}/by-hand/{paper}/confirm", {}, seen=overview)
    there = f"/c/ke/desk/intake/KE-2027-001/{paper}/section/city"
    assert send(officer, there, {**TYPED, "city_name": "Nakuru Town"}).status_code == 303
    assert send(at_work, f"{FILE}/check", {}).status_code == 422


def test_both_sides_are_told_by_mail(
    at_work: FlaskClient,
    officer: FlaskClient,
    draft: tuple[Filed, Somebody],
    administrator: psycopg.Connection,
) -> None:
    typed_by_officer(at_work, officer)
    tell_all(administrator)
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        mails = work.session.execute(
            select(OutboxMail.subject, OutboxMail.text).order_by(OutboxMail.created_at)
        ).all()
    subjects = [mail.subject for mail in mails]
    assert "A form filled in by hand is to be typed: KE-2027-001" in subjects
    assert "Please confirm the answers typed for you: KE-2027-001" in subjects
    confirm = next(mail.text for mail in mails if mail.subject.startswith("Please confirm"))
    assert "/c/ke/my/KE-2027-001/offline" in confirm


def test_an_officer_writes_nothing_without_a_paper(
    officer: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    person = make_person(Role.OFFICER, "Mary Wanjiru")
    with (
        pytest.raises(NotAllowed),
        unit_of_work(Commission(KENYA), person.actor) as work,
    ):
        save_section(work, draft[0].id, "city", {"city_name": "Mine"}, {})


def test_one_scan_is_added_once(at_work: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    add(at_work, "city")
    again = send(at_work, f"{FILE}/by-hand", {"files": (scan(), "x.jpg"), "typist": "city"})
    assert again.status_code == 409
    assert "This form is there already" in again.text


def test_what_is_no_scan_is_refused(at_work: FlaskClient, draft: tuple[Filed, Somebody]) -> None:
    wrong = send(
        at_work, f"{FILE}/by-hand", {"files": (io.BytesIO(b"hello"), "x.txt"), "typist": "city"}
    )
    assert wrong.status_code == 422
    assert "This is not a PDF, JPEG or PNG file." in wrong.text


def test_saving_while_typing_answers_with_the_time(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    paper = add(at_work, "city")
    section = f"{FILE}/by-hand/{paper}/section/city"
    answer = send(at_work, f"{section}/autosave", TYPED, seen=page(at_work, section))
    assert answer.status_code == 200
    assert "Saved at" in answer.text
    assert answers_of(draft[0], "city")["city_name"] == "Nakuru City"


def sheets(filed: Filed) -> list[Image.Image]:
    """The pages of the form to fill in by hand, as a scanner sees them."""
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        pdf = application_form(work, filed.id, language="en", by_hand=True)
    return [page.render(scale=150 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def photograph(sheet: Image.Image, kind: str = "JPEG") -> io.BytesIO:
    data = io.BytesIO()
    sheet.convert("RGB").save(data, kind)
    data.seek(0)
    return data


def test_photographs_in_any_order_become_one_form(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    register_heif_opener()
    first, second, third, *_rest = sheets(draft[0])
    upside_down = third.rotate(180)
    sent = [
        (photograph(upside_down), "IMG_1.jpg"),
        (photograph(first, "HEIF"), "IMG_2.heic"),
        (photograph(second, "PNG"), "IMG_3.png"),
    ]
    answer = send(at_work, f"{FILE}/by-hand", {"files": sent, "typist": "city"})
    assert answer.status_code == 303, answer.text[:2000]
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        paper = work.session.query(PaperForm).one()
        names = [file["file_name"] for file in paper.files]
        shown = [Image.open(io.BytesIO(read(sha256))) for sha256 in paper.shown_sha256s]
    assert names == ["IMG_2.heic", "IMG_3.png", "IMG_1.jpg"]
    assert paper.pages == 3
    bottom_first = [find_codes(page)[0].corners[0][1] / page.height for page in shown]
    assert all(place > 0.5 for place in bottom_first)
    html = page(at_work, answer.location)
    assert 'href="#scan-page-3"' in html
    assert "is missing" not in html


def test_what_is_missing_among_the_photographs_is_said(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    first, _second, third, *_rest = sheets(draft[0])
    sent = [(photograph(third), "c.jpg"), (photograph(first), "a.jpg")]
    answer = send(at_work, f"{FILE}/by-hand", {"files": sent, "typist": "city"})
    assert "Page 2 of the form is missing." in page(at_work, answer.location)


def test_each_file_of_a_form_is_frozen_as_evidence(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    sent = [(scan("one"), "a.jpg"), (scan("two"), "b.jpg")]
    send(at_work, f"{FILE}/by-hand", {"files": sent, "typist": "city"})
    send(at_work, f"{FILE}/check", {})
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        frozen = work.session.query(Submission).one().attachments
    assert [(file["title"], file["kind"], file["file_name"]) for file in frozen] == [
        ("Form filled in by hand: file 1 of 2", "form_by_hand", "a.jpg"),
        ("Form filled in by hand: file 2 of 2", "form_by_hand", "b.jpg"),
    ]


def test_the_file_that_cannot_be_read_is_named(at_work: FlaskClient) -> None:
    sent = [(scan(), "a.jpg"), (io.BytesIO(b"hello"), "notes.txt")]
    answer = send(at_work, f"{FILE}/by-hand", {"files": sent, "typist": "city"})
    assert answer.status_code == 422
    assert "notes.txt: This is not a PDF, JPEG or PNG file." in answer.text
