"""Letterhead and the text of the letter: pictures painted anew, versions, preview, the way back."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from portal.accounts.roles import Role
from portal.commissions.models import Commission as CommissionRow
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.shelf import read
from portal.tenancy.scope import Commission
from tests.factories import KENYA, make_person, make_submitted, sign_in
from tests.integration.desk.conftest import Desk

PLACE = "/c/ke/desk/settings/letterhead"
TEXT = "/c/ke/desk/settings/letter/en"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60">'
    b'<rect width="100" height="60" rx="8" fill="#0b6b3a"/></svg>'
)


def picture(kind: str, color: str = "#1d4f91") -> bytes:
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).ellipse((80, 40, 320, 260), outline=color, width=12)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def send(browser: FlaskClient, name: str, data: bytes, file_name: str = "picture") -> Any:
    return browser.post(
        f"{PLACE}/{name}",
        data={name: (io.BytesIO(data), file_name)},
        content_type="multipart/form-data",
    )


def logo_sha256() -> str | None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        return work.session.get_one(CommissionRow, KENYA).logo_sha256


@pytest.mark.parametrize("data", [SVG, picture("PNG"), picture("JPEG")])
def test_a_logo_is_painted_anew_and_shown_to_everybody(
    officer: FlaskClient, data: bytes, app: Any
) -> None:
    assert send(officer, "logo", data).status_code == 303
    sha256 = logo_sha256()
    assert sha256 is not None
    kept = read(sha256)
    assert kept != data
    assert kept.startswith(b"\x89PNG")
    anybody = app.test_client()
    assert anybody.get("/c/ke/logo").data == kept
    assert "/c/ke/logo" in anybody.get("/c/ke/").get_data(as_text=True)


def test_a_logo_can_be_removed(officer: FlaskClient) -> None:
    send(officer, "logo", picture("PNG"))
    officer.post(f"{PLACE}/logo", data={"remove": "1"})
    assert logo_sha256() is None
    assert officer.get("/c/ke/logo").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file."),
        (b"GIF89a", "This is not a PDF, JPEG or PNG file"),
        (b"\x89PNG\r\n\x1a\nbroken", "This file is damaged"),
        (SVG.replace(b"<rect", b"<script>1</script><rect"), "This SVG holds a program"),
        (
            SVG.replace(b"<rect", b'<image href="file:///etc/passwd"/><rect'),
            "This SVG holds a program or refers to other files",
        ),
        (
            b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG,
            "This SVG holds a program or refers to other files",
        ),
    ],
)
def test_what_is_no_harmless_picture_is_refused_with_a_sentence(
    officer: FlaskClient, data: bytes, sentence: str
) -> None:
    answer = send(officer, "logo", data)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert logo_sha256() is None


def test_the_stamp_is_for_the_commissions_own_people(
    officer: FlaskClient, app: Any, desk: Desk
) -> None:
    assert send(officer, "stamp", picture("JPEG")).status_code == 303
    shown = officer.get(f"{PLACE}/stamp-picture")
    image = Image.open(io.BytesIO(shown.data))
    assert (shown.mimetype, image.mode) == ("image/png", "RGBA")
    assert "Given by Joseph Mwangi" in officer.get(PLACE).get_data(as_text=True)
    stranger = app.test_client()
    sign_in(stranger, make_person(Role.COORDINATOR, "Elena Marín", commission_id=None))
    assert stranger.get(f"{PLACE}/stamp-picture").status_code in (403, 404)


def test_the_text_is_saved_as_a_version_and_the_way_back_is_one_more(
    officer: FlaskClient,
) -> None:
    assert "You have not changed this text." in officer.get(TEXT).get_data(as_text=True)
    form = {"title": "On {city}", "body": "We endorse {city}.", "seen_version": "0"}
    assert officer.post(TEXT, data=form).status_code == 303
    page = officer.get(TEXT).get_data(as_text=True)
    assert "Version 1 holds now." in page
    assert "We endorse {city}." in page
    stale = officer.post(TEXT, data={**form, "body": "Mine."})
    assert stale.status_code == 409
    assert "Mine." in stale.get_data(as_text=True)
    assert officer.post(f"{TEXT}/default", data={"seen_version": "1"}).status_code == 303
    assert "The portal's own text holds now." in officer.get(TEXT).get_data(as_text=True)
    earlier = officer.get(f"{TEXT}?version=1").get_data(as_text=True)
    assert "This is version 1. It holds again once you save it." in earlier
    assert 'value="On {city}"' in earlier


def test_an_unknown_placeholder_is_refused_by_name_and_the_text_kept(
    officer: FlaskClient,
) -> None:
    form = {"title": "On {city}", "body": "Dear {mayr},", "seen_version": "0"}
    for extra in ({}, {"preview": "1"}):
        answer = officer.post(TEXT, data={**form, **extra})
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "“{mayr}” stands for nothing here." in text
        assert "Dear {mayr}," in text


def test_a_preview_keeps_nothing(officer: FlaskClient, desk: Desk) -> None:
    filed, _delegate = make_submitted(desk.call, "Nakuru")
    form = {"title": "On {city}", "body": "We endorse {city}.", "seen_version": "0"}
    for reference in ("", filed.reference):
        answer = officer.post(TEXT, data={**form, "preview": "1", "reference": reference})
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-")
    assert officer.get(f"{PLACE}/preview").mimetype == "application/pdf"
    unknown = officer.post(TEXT, data={**form, "preview": "1", "reference": "KE-2027-999"})
    assert unknown.status_code == 404
    assert "You have not changed this text." in officer.get(TEXT).get_data(as_text=True)


def test_a_language_the_commission_does_not_have_has_no_text(officer: FlaskClient) -> None:
    assert officer.get("/c/ke/desk/settings/letter/es").status_code == 404
