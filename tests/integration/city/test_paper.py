"""The signed print comes back on paper: sheets find their place by their codes."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy import select

from portal.applications.models import Submission
from portal.applications.paper_jobs import read_paper
from portal.applications.paper_models import PaperFile
from portal.applications.services.reopening import reopen
from portal.applications.workflow import State
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.documents.print_layout import layout_of
from portal.documents.shelf import read
from portal.tenancy.scope import City, Commission
from tests import paper
from tests.factories import (
    KENYA,
    application_of,
    make_call,
    make_commission,
    make_draft,
    revision_of,
    sign_in,
    start_again,
)
from tests.integration.city.browsing import page, send
from tests.integration.city.gathering import (
    FILE,
    PAPER,
    Frozen,
    act,
    add,
    confirm,
    frozen_version,
    sheets_of,
    words,
)


@pytest.fixture
def frozen(client: FlaskClient) -> Frozen:
    make_commission()
    filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)
    return frozen_version(filed, delegate)


def test_sheets_in_any_order_are_put_in_order_and_taken_in(
    client: FlaskClient, frozen: Frozen
) -> None:
    numbers = list(range(1, frozen.pages + 1))
    first = paper.scan(paper.pages_of(frozen.printed, numbers[2:][::-1]))
    photograph = io.BytesIO()
    paper.pages_of(frozen.printed, [2])[0].rotate(90, expand=True).save(photograph, "JPEG")
    html = add(client, first, (photograph.getvalue(), "IMG 1.jpg"))
    assert "Page 1 is missing. Photograph it again, the whole sheet with both codes." in html
    assert client.get(f"{PAPER}/confirm").status_code == 303
    last = paper.scan(paper.pages_of(frozen.printed, [1]))
    html = add(client, last)
    assert f"All {frozen.pages} pages are here." in html
    assert confirm(client).status_code == 303
    assert application_of(frozen.filed).state is State.SIGNED
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        signed = work.session.scalars(
            select(Document).where(Document.kind == DocumentKind.SIGNED)
        ).one()
        scans = work.session.scalars(select(Document).where(Document.kind == DocumentKind.SCAN))
        assert sorted(row.title for row in scans) == ["IMG 1.jpg", "scan-1.pdf", "scan-1.pdf"]
        assert work.session.scalars(select(PaperFile.id)).all() == []
    with pikepdf.open(io.BytesIO(read(signed.sha256))) as pdf:
        originals = {
            name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments
        }
    del originals["application.json"]
    assert set(originals.values()) == {first, photograph.getvalue(), last}


def test_what_was_taken_in_is_submitted_and_followed(client: FlaskClient, frozen: Frozen) -> None:
    everything = paper.pages_of(frozen.printed, list(range(1, frozen.pages + 1)))
    add(client, paper.scan(everything))
    assert confirm(client).status_code == 303

    submitted = send(client, f"{FILE}/submit", {})

    assert submitted.status_code == 303, submitted.text[:3000]
    assert application_of(frozen.filed).state is State.SUBMITTED
    html = page(client, f"{FILE}/tracker")
    assert "It is with the National Commission." in html
    assert "Receipt" in html
    assert "Joyce Achieng" in page(client, f"{FILE}/mayor")


def test_what_is_missing_is_named(client: FlaskClient, frozen: Frozen) -> None:
    html = add(client, paper.scan(paper.pages_of(frozen.printed, [2])))
    assert f"1 of {frozen.pages} pages are here." in html
    assert frozen.pages == 4
    assert "Pages 1, 3 and 4 are missing. Photograph them again, each the whole sheet" in html


def test_a_stamp_that_is_not_seen_is_a_hint_and_no_obstacle(
    client: FlaskClient, frozen: Frozen
) -> None:
    unsigned = paper.pages_of(frozen.printed, range(1, frozen.pages + 1))
    assert "We do not see the signature and the stamp yet." in add(client, paper.scan(unsigned))
    assert client.get(f"{PAPER}/confirm").status_code == 200
    signed = unsigned[-1].copy()
    left, top, right, bottom = layout_of(_print_of(frozen)).places(is_rtl=False)["signature"]
    scale = paper.DOTS_PER_INCH / 72
    ends = (left * scale + 20, top * scale + 30, right * scale - 20, bottom * scale - 30)
    ImageDraw.Draw(signed).line(ends, fill=(20, 30, 120), width=5)
    html = add(client, paper.scan([signed]))
    assert "We do not see the stamp yet. Look whether it is there." in html


def _print_of(frozen: Frozen) -> str:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return work.session.scalars(
            select(Submission.print_sha256).where(Submission.application_id == frozen.filed.id)
        ).one()


def test_of_two_sheets_of_a_page_the_newer_counts_until_the_delegate_says_otherwise(
    client: FlaskClient, frozen: Frozen
) -> None:
    add(client, paper.scan(paper.pages_of(frozen.printed, [1])))
    spoilt = paper.pages_of(frozen.printed, [1])[0]
    ImageDraw.Draw(spoilt).line((100, 500, 700, 520), fill="black", width=9)
    html = add(client, paper.scan([spoilt]))
    assert "2 sheets of this page" in html
    older, newer = sorted(sheets_of(frozen.filed), key=lambda sheet: sheet.preferred_at)
    assert html.index(str(newer.id)) < html.index(str(older.id))
    html = act(client, older, "prefer")
    assert html.index(str(older.id)) < html.index(str(newer.id))
    assert "2 sheets of this page" not in act(client, newer, "remove")


def test_a_sheet_that_cannot_be_read_is_placed_by_hand_and_marked_so(
    client: FlaskClient, frozen: Frozen
) -> None:
    rest = paper.pages_of(frozen.printed, range(2, frozen.pages + 1))
    html = add(client, paper.scan([paper.blank(), *rest]))
    assert "The codes on this sheet could not be read." in html
    unread = next(sheet for sheet in sheets_of(frozen.filed) if sheet.page is None)
    assert "Choose one of the pages of the print." in act(client, unread, "place", page=99)
    assert "Placed by hand" in act(client, unread, "place", page=1)
    assert confirm(client).status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        sha256 = work.session.scalars(
            select(Document.sha256).where(Document.kind == DocumentKind.SIGNED)
        ).one()
    text = words(_text_of(read(sha256)))
    assert text.count("The codes of this page could not be read") == 1


def _text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return str(text)


def test_a_sheet_whose_codes_are_read_is_not_placed_by_hand(
    client: FlaskClient, frozen: Frozen
) -> None:
    add(client, paper.scan(paper.pages_of(frozen.printed, [2])))
    (sheet,) = sheets_of(frozen.filed)
    answer = send(client, f"{PAPER}/sheets/{sheet.id}/place", {"page": 1}, seen=page(client, PAPER))
    assert answer.status_code == 409


def test_turning_shows_another_picture(client: FlaskClient, frozen: Frozen) -> None:
    add(client, paper.scan([paper.blank()]))
    (sheet,) = sheets_of(frozen.filed)
    act(client, sheet, "turn")
    for size in ("page", "thumbnail"):
        shown = client.get(f"{PAPER}/sheets/{sheet.id}/{size}.jpg")
        with Image.open(io.BytesIO(shown.data)) as picture:
            assert picture.width > picture.height
    for _ in range(3):
        act(client, sheet, "turn")
    (turned,) = sheets_of(frozen.filed)
    assert turned.turns == 0


def test_a_page_of_an_earlier_version_is_named_and_left_out(
    client: FlaskClient, frozen: Frozen
) -> None:
    with unit_of_work(City(KENYA, frozen.filed.city_id), frozen.delegate.actor) as work:
        reopen(work, frozen.filed.id, seen_revision=revision_of(frozen.filed))
    frozen_version(frozen.filed, frozen.delegate)
    html = add(client, paper.scan(paper.pages_of(frozen.printed, [2])))
    assert "This is page 2 of version 1, which is no longer to be signed." in html
    assert f"0 of {frozen.pages} pages are here." in html


def test_sheets_of_the_citys_other_application_are_led_there(
    client: FlaskClient, frozen: Frozen
) -> None:
    other = _second_application(frozen)
    mixed = [*paper.pages_of(frozen.printed, [1]), *paper.pages_of(other.printed, [3, 2])]
    html = add(client, paper.scan(mixed))
    assert f"Pages 3 and 2 belong to {other.filed.reference} and were put there." in html
    assert f"1 of {frozen.pages} pages are here." in html
    there = page(client, f"/c/ke/my/{other.filed.reference}/mayor/paper")
    assert f"2 of {other.pages} pages are here." in there
    assert "came with KE-2027-001" in there


def test_a_sheet_of_an_application_that_does_not_wait_is_named(
    client: FlaskClient, frozen: Frozen
) -> None:
    other = _second_application(frozen)
    with unit_of_work(City(KENYA, other.filed.city_id), frozen.delegate.actor) as work:
        reopen(work, other.filed.id, seen_revision=revision_of(other.filed))
    html = add(client, paper.scan(paper.pages_of(other.printed, [2])))
    assert f"This is page 2 of {other.filed.reference}, another application of your city" in html


def _second_application(frozen: Frozen) -> Frozen:
    """Another application of the same city, in another call."""
    return frozen_version(start_again(frozen.filed, frozen.delegate), frozen.delegate)


def test_the_signed_print_among_the_documents_is_led_to_its_place(
    client: FlaskClient, frozen: Frozen
) -> None:
    other = _second_application(frozen)
    with unit_of_work(City(KENYA, other.filed.city_id), frozen.delegate.actor) as work:
        reopen(work, other.filed.id, seen_revision=revision_of(other.filed))
    answer = send(
        client,
        f"/c/ke/my/{other.filed.reference}/attachments",
        {
            "title": "Signed",
            "file": (io.BytesIO(paper.scan(paper.pages_of(frozen.printed, [1]))), "signed.pdf"),
        },
    )
    assert answer.status_code == 303
    assert answer.location == PAPER
    paper.read_all()
    html = page(client, PAPER)
    assert "This is the signed print of KE-2027-001." in html
    assert f"1 of {frozen.pages} pages are here." in html
    documents = page(client, f"/c/ke/my/{other.filed.reference}/attachments")
    assert "signed.pdf" not in documents


def test_only_what_was_looked_at_is_taken_in(client: FlaskClient, frozen: Frozen) -> None:
    pages = paper.pages_of(frozen.printed, range(1, frozen.pages + 1))
    add(client, paper.scan(pages))
    seen = page(client, f"{PAPER}/confirm")
    add(client, paper.scan([pages[0].rotate(1, fillcolor="white")]))
    answer = confirm(client, seen=seen)
    assert answer.status_code == 409
    assert application_of(frozen.filed).state is State.AWAITING_MAYOR


def test_a_refused_file_says_why_and_can_be_put_away(client: FlaskClient, frozen: Frozen) -> None:
    answer = send(client, PAPER, {"papers": [(io.BytesIO(b"<html>"), "scan.html")]})
    assert answer.status_code == 422
    assert "Please save it as one of these" in answer.text
    html = add(client, (b"\xff\xd8\xff\xe0 not a picture at all", "IMG.jpg"))
    assert "IMG.jpg could not be taken in" in html
    assert "This file is damaged and cannot be read." in html
    (remove,) = set(re.findall(r'action="(/[^"]*/files/[^"]*/remove)"', html))
    send(client, remove, {}, seen=html)
    assert "IMG.jpg" not in page(client, PAPER)


def test_nothing_chosen_and_nothing_new_are_told(client: FlaskClient, frozen: Frozen) -> None:
    answer = send(client, PAPER, {})
    assert answer.status_code == 422
    assert "Choose the files first." in answer.text
    blank = paper.scan([paper.blank()])
    add(client, blank)
    assert "1 file was here already." in add(client, blank)
    assert len(sheets_of(frozen.filed)) == 1


def test_the_page_asks_again_and_is_told_when_nothing_is_new(
    client: FlaskClient, frozen: Frozen
) -> None:
    sent = [(io.BytesIO(paper.scan([paper.blank()])), "scan.pdf")]
    send(client, PAPER, {"papers": sent})
    html = page(client, PAPER)
    assert "1 file is being read." in html
    (again,) = re.findall(r'id="sheets" hx-get="([^"]*)"', html)
    headers = {"HX-Request": "true"}
    assert client.get(again, headers=headers).status_code == 204
    paper.read_all()
    answer = client.get(again, headers=headers)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<div")
    assert "being read" not in answer.text


def test_reading_twice_adds_nothing(client: FlaskClient, frozen: Frozen) -> None:
    add(client, paper.scan([paper.blank()]))
    (sheet,) = sheets_of(frozen.filed)
    read_paper(commission_id=KENYA, city_id=str(frozen.filed.city_id), file_id=str(sheet.file_id))
    assert len(sheets_of(frozen.filed)) == 1


def test_another_city_cannot_touch_the_sheets(client: FlaskClient, frozen: Frozen) -> None:
    add(client, paper.scan([paper.blank()]))
    (sheet,) = sheets_of(frozen.filed)
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        call = work.session.query(Call).one()
    other, stranger = make_draft(call, "Kisumu", "Peter Otieno")
    frozen_version(other, stranger)
    sign_in(client, stranger)
    own = f"/c/ke/my/{other.reference}/mayor/paper"
    for path in (PAPER, f"{PAPER}/confirm", f"{PAPER}/sheets/{sheet.id}/page.jpg"):
        assert client.get(path).status_code == 404
    assert client.get(f"{own}/sheets/{sheet.id}/page.jpg").status_code == 404
    seen = page(client, own)
    for name in ("turn", "prefer", "remove"):
        assert send(client, f"{own}/sheets/{sheet.id}/{name}", {}, seen=seen).status_code == 404
    assert send(client, f"{own}/files/{sheet.file_id}/remove", {}, seen=seen).status_code == 404
    assert len(sheets_of(frozen.filed)) == 1
