"""The mayor's page: looking never spends the link, signing does, and each end is kind."""

import base64
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy import update

from portal.applications.models import MayorLink
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link, revoke_mayor_links
from portal.applications.services.reopening import reopen
from portal.applications.workflow import State
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import City, Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
    make_call,
    make_commission,
    make_draft,
    revision_of,
    utc_now,
)
from tests.integration.city.browsing import page, send


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


def drawing() -> str:
    picture = Image.new("RGBA", (300, 120), (255, 255, 255, 0))
    ImageDraw.Draw(picture).line((20, 90, 120, 20, 180, 100, 280, 30), fill="#12294d", width=5)
    data = io.BytesIO()
    picture.save(data, "PNG")
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()


def state(frozen: tuple[Filed, Somebody]) -> State:
    return application_of(frozen[0]).state


def test_looking_and_scanning_never_spends_the_link(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
        assert client.options(link).status_code == 200

    assert state(frozen) is State.AWAITING_MAYOR
    assert "For your signature" in page(client, link)


def test_the_address_is_told_to_nobody(client: FlaskClient, link: str) -> None:
    response = client.get(link)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_page_speaks_the_language_of_the_link(
    client: FlaskClient, frozen: tuple[Filed, Somebody]
) -> None:
    filed, person = frozen
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        secret = make_mayor_link(work, filed.id, email="", language="ar")

    assert '<html lang="ar" dir="rtl">' in page(client, f"/mayor/ke/{secret}")
    assert '<html lang="fr" dir="ltr">' in page(client, f"/mayor/ke/{secret}?language=fr")


def test_the_exact_document_can_be_read_before_signing(client: FlaskClient, link: str) -> None:
    response = client.get(f"{link}/application.pdf")

    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_mayor_signs_with_a_drawn_name(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    response = send(
        client,
        link,
        {"name": "Joyce Achieng", "office": "Governor", "drawn": drawing(), "consent": "y"},
    )

    assert response.status_code == 303, response.text[:3000]
    assert state(frozen) is State.SIGNED
    html = page(client, response.location)
    assert "Thank you" in html
    assert "Signed by Joyce Achieng, Governor" in html
    signed = client.get(f"{link}/application.pdf").data
    assert b"/ByteRange" in signed


def test_a_mayor_signs_by_typing_only(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    response = send(client, link, {"name": "Joyce Achieng", "office": "Governor", "consent": "y"})

    assert response.status_code == 303, response.text[:3000]
    assert state(frozen) is State.SIGNED


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "", "office": "Governor", "consent": "y"}, "Type your full name."),
        ({"name": "Joyce", "office": "", "consent": "y"}, "Type your office."),
        ({"name": "Joyce", "office": "Governor"}, "Tick the box to sign."),
        (
            {"name": "Joyce", "office": "Governor", "consent": "y", "drawn": "<svg>"},
            "The drawn signature was not understood.",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_signed(
    client: FlaskClient,
    frozen: tuple[Filed, Somebody],
    link: str,
    data: dict[str, object],
    sentence: str,
) -> None:
    response = send(client, link, data)

    assert response.status_code == 422
    assert sentence in response.text
    assert state(frozen) is State.AWAITING_MAYOR


def test_another_document_than_the_shown_one_is_not_signed(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    data = {"name": "Joyce", "office": "Governor", "consent": "y", "shown_sha256": "0" * 64}
    response = send(client, link, data)

    assert response.status_code == 409
    assert state(frozen) is State.AWAITING_MAYOR


def test_a_mayor_may_say_no(client: FlaskClient, frozen: tuple[Filed, Somebody], link: str) -> None:
    response = send(
        client, f"{link}/decline", {"reason": "The figures are old."}, seen=page(client, link)
    )

    assert response.status_code == 303, response.text[:3000]
    assert state(frozen) is State.AWAITING_MAYOR
    assert "You have said no" in page(client, link, status=410)


def test_a_link_signs_once(client: FlaskClient, frozen: tuple[Filed, Somebody], link: str) -> None:
    form = page(client, link)
    data = {"name": "Joyce Achieng", "office": "Governor", "consent": "y"}
    send(client, link, data, seen=form)
    again = send(client, link, {**data, "name": "Somebody else"}, seen=form)

    assert again.status_code == 303
    assert "Signed by Joyce Achieng" in page(client, link)


def test_a_revoked_link_says_what_to_do(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    filed, person = frozen
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        revoke_mayor_links(work, filed.id)

    assert "Ask your city" in page(client, link, status=410)
    assert client.get(f"{link}/application.pdf").status_code == 404


def test_an_expired_link_says_what_to_do(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.execute(update(MayorLink).values(expires_at=utc_now() - timedelta(days=1)))

    assert "This link has expired." in page(client, link, status=410)


def test_a_link_dies_when_the_city_takes_the_application_back(
    client: FlaskClient, frozen: tuple[Filed, Somebody], link: str
) -> None:
    filed, person = frozen
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        reopen(work, filed.id, seen_revision=revision_of(filed))

    assert client.get(link).status_code == 410


@pytest.mark.parametrize("path", ["/mayor/ke/not-a-token", "/mayor/xx/not-a-token"])
def test_an_unknown_link_is_not_found(client: FlaskClient, link: str, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_link_opens_nothing_in_another_commission(client: FlaskClient, link: str) -> None:
    make_commission(788, "tn")

    assert client.get(link.replace("/ke/", "/tn/")).status_code == 404
