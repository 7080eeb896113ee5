"""Signing for the mayor: only with a mandate, and everybody who looks is told."""

import io
from datetime import UTC, datetime

import pikepdf
import psycopg
import pypdfium2
import pytest
from cryptography import x509
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.applications.models import Submission
from portal.applications.queries.signing import submission_signatures
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link
from portal.applications.services.mayor_signing import MayorsHand, RepresentedMayor
from portal.applications.signature_stamps import mayor_stamp
from portal.applications.workflow import State
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.signing.models import PublicCertificate, Signature
from portal.tenancy.scope import City, Commission, Network
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_call,
    make_commission,
    make_draft,
    revision_of,
    sign_in,
)
from tests.integration.city.browsing import page, send

DEPUTY = {"name": "Ali Hassan", "office": "Deputy Governor", "consent": "y"}


@pytest.fixture
def frozen(app: Flask) -> tuple[Filed, Somebody]:
    make_commission()
    filed, person = make_draft(make_call(), "Nakuru")
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        freeze(work, filed.id, seen_revision=revision_of(filed))
    return filed, person


@pytest.fixture
def link(frozen: tuple[Filed, Somebody]) -> str:
    filed, person = frozen
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        secret = make_mayor_link(work, filed.id, email="mayor@nakuru.example", language="en")
    return f"/mayor/ke/{secret}"


def mandate() -> tuple[io.BytesIO, str]:
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).text((60, 60), "Decree 12: the deputy may sign", fill="black")
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data, "decree-12.png"


def stamp() -> tuple[io.BytesIO, str]:
    picture = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(picture).ellipse((40, 40, 260, 260), outline="#2040a0", width=14)
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data, "stamp.png"


def sign_for(client: FlaskClient, link: str, **data: object) -> TestResponse:
    form = page(client, f"{link}?signer=for-mayor")
    return send(client, link, {**DEPUTY, "signer": "for-mayor", **data}, seen=form)


def mayor(filed: Filed) -> str:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        name = work.session.scalar(
            select(Submission.mayor_name).where(Submission.application_id == filed.id)
        )
    assert name
    return name


def test_who_signs_is_asked_and_the_sentence_follows(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    own = page(client, link)
    assert "I am the mayor" in own
    assert "I head Nakuru and sign Part 1" in own
    assert "Your mandate" not in own

    for_mayor = page(client, f"{link}?signer=for-mayor")
    assert f"I hold a mandate to sign for {mayor(frozen[0])}" in for_mayor
    assert "Your mandate" in for_mayor


def test_without_a_mandate_nothing_is_signed(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    response = sign_for(client, link)

    assert response.status_code == 422
    assert "Add the mandate" in response.text
    assert "I hold a mandate" in response.text
    assert application_of(frozen[0]).state is State.AWAITING_MAYOR


def test_a_signature_for_the_mayor_says_so_everywhere(
    client: FlaskClient,
    frozen: tuple[Filed, Somebody],
    link: str,
) -> None:
    name = mayor(frozen[0])
    response = sign_for(client, link, mandate=mandate(), stamp=stamp())
    assert response.status_code == 303, response.text[:3000]

    html = page(client, link)
    assert "Signed by Ali Hassan, Deputy Governor" in html
    assert f"For and on behalf of {name}" in html

    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        signature = work.session.scalars(select(Signature)).one()
        kept = {row.kind: row for row in work.session.scalars(select(Document))}
        line = submission_signatures(work, signature.submission_id)[0]
    assert signature.acting_for == name
    assert f"for and on behalf of {name}" in signature.consent
    assert signature.mandate_sha256 == kept[DocumentKind.MANDATE].sha256
    assert kept[DocumentKind.MANDATE].title == "decree-12.png"
    assert signature.stamp_sha256 == kept[DocumentKind.STAMP].sha256
    assert line.acting_for == name

    pdf = read(signature.signed_sha256)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        reasons = [
            str(field.V.Reason)
            for field in opened.Root.AcroForm.Fields
            if "/V" in field and "/Reason" in field.V
        ]
    assert any(f"for and on behalf of {name}" in reason for reason in reasons)


def test_the_appearance_of_the_signature_says_for_whom() -> None:
    hand = MayorsHand(
        name="Ali Hassan",
        office="Deputy Governor",
        consent="Yes.",
        language="en",
        mayor=RepresentedMayor("Joyce Achieng", "Governor"),
    )
    shown = mayor_stamp(hand, reference="KE-2027-001", at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC))

    text = pypdfium2.PdfDocument(shown)[0].get_textpage().get_text_range()
    assert "for and on behalf of Joyce Achieng, Governor" in " ".join(text.split())


def test_the_certificate_names_the_mayor_as_well(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    sign_for(client, link, mandate=mandate())

    with unit_of_work(Network(), OPERATOR) as work:
        row = work.session.scalars(
            select(PublicCertificate).where(PublicCertificate.purpose == "mayor")
        ).one()
    subject = x509.load_pem_x509_certificate(row.certificate_pem.encode()).subject
    assert "CN=Ali Hassan" in subject.rfc4514_string()
    assert f"OU=On Behalf Of {mayor(frozen[0])}" in subject.rfc4514_string()


def test_the_public_page_tells_for_whom_and_by_which_mandate(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    sign_for(client, link, mandate=mandate(), stamp=stamp())
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        code = work.session.scalar(select(Submission.verification_code))
        signature = work.session.scalars(select(Signature)).one()

    html = page(client, f"/s/{code}")

    assert f"For and on behalf of {mayor(frozen[0])}" in html
    assert str(signature.mandate_sha256) in html
    assert str(signature.stamp_sha256) in html


def test_the_stamp_is_shown_to_who_gave_it_while_the_link_lives(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    assert client.get(f"{link}/stamp").status_code == 404
    send(client, link, {**DEPUTY, "stamp": stamp()})

    response = client.get(f"{link}/stamp")
    assert response.mimetype == "image/png"
    assert "Stamp given on" in page(client, link)


def test_history_and_delegate_are_told_who_signed_for_whom(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    sign_for(client, link, mandate=mandate())
    sign_in(client, frozen[1])

    html = page(client, "/c/ke/my/KE-2027-001/tracker")
    told = f"Ali Hassan signed the application on screen for and on behalf of {mayor(frozen[0])}"
    assert told in html
    assert "Mandate of who signed for the mayor" in html


def test_a_mandate_frozen_with_the_version_is_enough_for_whom_it_names(
    client: FlaskClient,
    frozen: tuple[Filed, Somebody],
    link: str,
    administrator: psycopg.Connection,
) -> None:
    administrator.execute(
        "update submission set attachments = %s",
        [
            '[{"title": "Mandate", "sha256": "%s", "mandate": {"holder_name": "ali  Hassan"}}]'
            % ("ab" * 32)
        ],
    )
    administrator.commit()

    assert sign_for(client, link, name="Somebody Else").status_code == 422
    response = sign_for(client, link)

    assert response.status_code == 303, response.text[:3000]
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        assert work.session.scalar(select(Signature.mandate_sha256)) == "ab" * 32


def test_a_stamp_in_a_corner_of_a_scan_is_cut_out(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    sheet = Image.new("RGB", (1000, 1000), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((50, 50, 300, 80), fill="black")
    pen.ellipse((700, 700, 900, 900), outline="#2040a0", width=20)
    scan = io.BytesIO()
    sheet.save(scan, "PDF")
    scan.seek(0)

    response = send(
        client, link, {**DEPUTY, "stamp": (scan, "scan.pdf"), "stamp_where": "lower_right"}
    )

    assert response.status_code == 303, response.text[:3000]
    with Image.open(io.BytesIO(client.get(f"{link}/stamp").data)) as kept:
        width, height = kept.size
    assert abs(width - height) < 12


def test_a_rectangle_around_the_stamp_goes_before_the_corner(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    edges = {"stamp_left": "0", "stamp_right": "50", "stamp_top": "0", "stamp_bottom": "100"}

    send(client, link, {**DEPUTY, **edges, "stamp": stamp(), "stamp_where": "lower_right"})

    with Image.open(io.BytesIO(client.get(f"{link}/stamp").data)) as kept:
        width, height = kept.size
    assert abs(2 * width - height) < 12
