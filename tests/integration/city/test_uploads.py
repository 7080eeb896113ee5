"""A document that comes in parts: the line may be cut after each, and nothing is sent twice."""

import base64
import hashlib
import io
import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal.accounts.roles import Role
from portal.applications.attachment_models import Attachment, Upload
from portal.applications.services.national import propose_to_cities
from portal.applications.services.uploading import (
    LARGEST_PART_BYTES,
    WrongPlace,
    add_part,
    begin_upload,
    discard_upload,
    forget_old_uploads,
    uploaded_file,
)
from portal.calls.models import Call
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.shelf import storage
from portal.tenancy.scope import City, Commission, Worker
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_draft,
    make_person,
    sign_in,
)
from tests.integration.city.browsing import page, send

FILE = "/c/ke/my/KE-2027-001"


def picture() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((400, 500), 60).convert("RGB").save(data, "PNG")
    return data.getvalue()


def announce(client: FlaskClient, data: bytes, *, name: str = "plan.png") -> TestResponse:
    words = {"filename": name, "sha256": hashlib.sha256(data).hexdigest()}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())
    return client.post(
        f"{FILE}/uploads",
        headers={"Upload-Length": str(len(data)), "Upload-Metadata": metadata},
    )


def send_part(client: FlaskClient, address: str, offset: int, data: bytes) -> TestResponse:
    return client.patch(
        address,
        data=data,
        headers={
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        },
    )


def attached() -> list[Attachment]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = list(work.session.scalars(select(Attachment)))
        work.session.expunge_all()
        return found


def uploads_left() -> int:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return len(list(work.session.scalars(select(Upload.id))))


def test_a_file_in_parts_becomes_the_same_document(at_work: FlaskClient) -> None:
    data = picture()
    half = len(data) // 2
    begun = announce(at_work, data)
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    address = begun.headers["Location"]

    first = send_part(at_work, address, 0, data[:half])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(half))
    assert at_work.head(address).headers["Upload-Offset"] == str(half)
    last = send_part(at_work, address, half, data[half:])
    assert last.headers["Upload-Offset"] == str(len(data))
    finished = send(
        at_work,
        f"{FILE}/attachments",
        {"title": "Our plan", "kind": "strategy", "upload": begun.headers["Upload-Id"]},
    )

    assert finished.status_code == 303, finished.text[:2000]
    (document,) = attached()
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.title, document.kind, document.file_name) == (
        "Our plan",
        "strategy",
        "plan.png",
    )
    assert uploads_left() == 0
    assert "Strategy or plan" in page(at_work, f"{FILE}/attachments")


def test_the_same_file_goes_on_where_it_stopped(at_work: FlaskClient) -> None:
    data = picture()
    begun = announce(at_work, data)
    send_part(at_work, begun.headers["Location"], 0, data[:1000])
    html = page(at_work, f"{FILE}/attachments")
    assert "Not finished yet" in html
    assert "plan.png" in html

    again = announce(at_work, data)

    assert again.headers["Upload-Id"] == begun.headers["Upload-Id"]
    assert again.headers["Upload-Offset"] == "1000"


def test_a_part_at_another_place_is_told_the_right_one(at_work: FlaskClient) -> None:
    data = picture()
    address = announce(at_work, data).headers["Location"]
    send_part(at_work, address, 0, data[:1000])
    wrong = send_part(at_work, address, 0, data[:1000])
    assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, "1000")


def test_a_part_that_is_too_large_or_of_another_type_is_refused(at_work: FlaskClient) -> None:
    address = announce(at_work, b"x" * 3_000_000).headers["Location"]
    assert send_part(at_work, address, 0, b"x" * (LARGEST_PART_BYTES + 1)).status_code == 422
    assert at_work.patch(address, data=b"x", headers={"Upload-Offset": "0"}).status_code == 422
    assert at_work.head(address).headers["Upload-Offset"] == "0"


def test_an_upload_that_is_not_whole_says_so(at_work: FlaskClient) -> None:
    data = picture()
    begun = announce(at_work, data)
    send_part(at_work, begun.headers["Location"], 0, data[:1000])
    answer = send(
        at_work,
        f"{FILE}/attachments",
        {"title": "Our plan", "kind": "other", "upload": begun.headers["Upload-Id"]},
    )
    assert answer.status_code == 422
    assert "The file has not arrived whole." in answer.text
    assert attached() == []


def test_what_is_no_document_is_refused_although_it_came_in_parts(at_work: FlaskClient) -> None:
    data = b"<html><script>1</script>"
    begun = announce(at_work, data)
    send_part(at_work, begun.headers["Location"], 0, data)
    answer = send(
        at_work,
        f"{FILE}/attachments",
        {"title": "Page", "kind": "other", "upload": begun.headers["Upload-Id"]},
    )
    assert answer.status_code == 422
    assert "This is not a PDF, JPEG or PNG file." in answer.text


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(at_work: FlaskClient) -> None:
    answer = at_work.post(f"{FILE}/uploads", headers={"Upload-Length": str(21 << 20)})
    assert (answer.status_code, answer.text) == (422, "A document may have up to 20 MB.")


def test_an_upload_is_discarded(at_work: FlaskClient) -> None:
    address = announce(at_work, picture()).headers["Location"]
    assert send(at_work, f"{address}/discard", {}, seen=page(at_work, FILE)).status_code == 303
    assert at_work.get(address).status_code == 404


def test_the_commission_s_kinds_are_offered_and_watched(
    client: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    officer = make_person(Role.OFFICER, "Wanjiru Kariithi")
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        call_id = draft_call(draft)
        propose_to_cities(work, KENYA, call_id, answers={}, document_kinds=["Letter of the county"])
    sign_in(client, draft[1])
    html = page(client, f"{FILE}/attachments")
    assert '<option value="Letter of the county">' in html
    assert "Still missing" in html
    send(
        client,
        f"{FILE}/attachments",
        {
            "title": "Letter",
            "kind": "Letter of the county",
            "file": (io.BytesIO(picture()), "l.png"),
        },
        seen=html,
    )
    assert "Still missing" not in page(client, f"{FILE}/attachments")


def draft_call(draft: tuple[Filed, Somebody]) -> uuid.UUID:
    return application_of(draft[0]).call_id


def begin(draft: tuple[Filed, Somebody], data: bytes, *, digest: str | None = None) -> uuid.UUID:
    filed, delegate = draft
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        return begin_upload(
            work,
            filed.id,
            file_name="a.pdf",
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest() if digest is None else digest,
        ).id


def test_a_city_has_five_unfinished_uploads_at_most(draft: tuple[Filed, Somebody]) -> None:
    for number in range(5):
        begin(draft, b"x" * (number + 1))
    with pytest.raises(Conflict, match="5 unfinished uploads"):
        begin(draft, b"another")


def test_a_damaged_file_is_not_taken(draft: tuple[Filed, Somebody]) -> None:
    filed, delegate = draft
    upload_id = begin(draft, b"data", digest="0" * 64)
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        add_part(work, filed.id, upload_id, offset=0, data=b"data")
        with pytest.raises(Invalid, match="arrived damaged"):
            uploaded_file(work, filed.id, upload_id)


def test_nothing_is_added_beyond_the_end(draft: tuple[Filed, Somebody]) -> None:
    filed, delegate = draft
    upload_id = begin(draft, b"data")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        with pytest.raises(Invalid):
            add_part(work, filed.id, upload_id, offset=0, data=b"data and more")
        with pytest.raises(WrongPlace):
            add_part(work, filed.id, upload_id, offset=2, data=b"ta")


def test_another_city_finds_no_upload(draft: tuple[Filed, Somebody]) -> None:
    upload_id = begin(draft, b"data")
    other, neighbour = make_draft_again()
    with (
        pytest.raises(NotFound),
        unit_of_work(City(KENYA, other.city_id), neighbour.actor) as work,
    ):
        add_part(work, other.id, upload_id, offset=0, data=b"data")


def make_draft_again() -> tuple[Filed, Somebody]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        call = work.session.scalars(select(Call)).one()
        work.session.expunge(call)
    return make_draft(call, "Kisumu", "Peter Odhiambo")


def test_what_nobody_goes_on_with_is_forgotten_after_three_days(
    draft: tuple[Filed, Somebody],
) -> None:
    filed, delegate = draft
    old, young = begin(draft, b"old!"), begin(draft, b"young")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        add_part(work, filed.id, old, offset=0, data=b"old!")
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.execute(
            update(Upload).where(Upload.id == old).values(touched_at=work.now - timedelta(days=4))
        )

    with unit_of_work(Worker(KENYA), OPERATOR) as work:
        assert forget_old_uploads(work) == 1

    with pytest.raises(RuntimeError):
        storage().joined_parts(old, [4])
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        discard_upload(work, filed.id, young)
    assert uploads_left() == 0
