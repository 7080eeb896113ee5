"""A scan names the document it is a page of: another paper is not attested by mistake."""

import io

import pytest
import segno
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from portal.applications.workflow import State
from portal.core.codes import new_code
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.codes_on_paper import page_address
from portal.signing.keyring import page_key
from portal.signing.models import PublicSeal
from portal.tenancy.scope import Nobody
from tests.factories import Filed, application_of, make_call, make_commission, make_draft, sign_in
from tests.integration.city.browsing import page, send

FILE = "/c/ke/my/KE-2027-001"


@pytest.fixture
def frozen(client: FlaskClient) -> Filed:
    make_commission()
    filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)
    assert send(client, f"{FILE}/check", {}).status_code == 303
    return filed


def own_code() -> str:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return work.session.query(PublicSeal.code).scalar()


def scan_with(text: str) -> io.BytesIO:
    """A page with the QR code of ``text`` in its corner."""
    code = io.BytesIO()
    segno.make_qr(text, error="m").save(code, kind="png", scale=7, border=4)
    picture = Image.new("RGB", (1240, 1754), "white")
    picture.paste(Image.open(code), (880, 60))
    ImageDraw.Draw(picture).text((80, 80), "Signed by the mayor", fill="black")
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data


def hand_in(client: FlaskClient, scan: io.BytesIO):
    values = {"mayor_name": "Joyce Achieng", "mayor_office": "Governor", "attested": "y"}
    return send(
        client,
        f"{FILE}/mayor/paper",
        {**values, "scan": (scan, "scan.png")},
        seen=page(client, f"{FILE}/mayor"),
    )


def test_a_page_of_this_version_is_taken_in(client: FlaskClient, frozen: Filed) -> None:
    address = page_address("http://localhost", own_code(), 6, key=page_key())
    assert hand_in(client, scan_with(address)).status_code == 303
    assert application_of(frozen).state is State.SIGNED


def test_a_page_of_another_paper_is_refused(client: FlaskClient, frozen: Filed) -> None:
    address = page_address("http://localhost", new_code(), 6, key=page_key())
    answer = hand_in(client, scan_with(address))
    assert answer.status_code == 422
    assert "This paper belongs to another application" in answer.text
    assert application_of(frozen).state is State.AWAITING_MAYOR


def test_a_page_with_a_forged_code_is_refused(client: FlaskClient, frozen: Filed) -> None:
    address = page_address("http://localhost", own_code(), 6, key=b"somebody else's key")
    answer = hand_in(client, scan_with(address))
    assert answer.status_code == 422
    assert "was not printed by this portal" in answer.text
    assert application_of(frozen).state is State.AWAITING_MAYOR
