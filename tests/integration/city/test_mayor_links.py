"""Links for the mayor: brought to mind within reason, seen by the delegate, ended together."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.applications.models import MayorLink
from portal.applications.services.freezing import freeze
from portal.applications.services.mayor_links import make_mayor_link, remind_mayor
from portal.calls.models import Call
from portal.core.errors import Conflict
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.notifications.mayor_reminders import remind_mayors
from portal.notifications.reminders import THE_CLOCK
from portal.tenancy.scope import City, Commission, Network, Worker
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    make_call,
    make_commission,
    make_draft,
    revision_of,
    sign_in,
    utc_now,
)
from tests.integration.city.browsing import page, send

Mails = Callable[[], list[tuple[str, str, str]]]


@pytest.fixture
def frozen(app: Flask) -> tuple[Filed, Somebody]:
    make_commission()
    filed, person = make_draft(make_call(), "Nakuru")
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        freeze(work, filed.id, seen_revision=revision_of(filed))
    return filed, person


@pytest.fixture
def mails(administrator: psycopg.Connection) -> Mails:
    def found() -> list[tuple[str, str, str]]:
        return administrator.execute(
            "select to_address, language, text from outbox_mail"
            " where kind = 'mayor_reminded.mayor' order by created_at"
        ).fetchall()

    return found


def send_link(frozen: tuple[Filed, Somebody], *, email: str = "mayor@nakuru.example") -> str:
    filed, person = frozen
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        return f"/mayor/ke/{make_mayor_link(work, filed.id, email=email, language='fr')}"


def remind(frozen: tuple[Filed, Somebody]) -> None:
    filed, person = frozen
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        remind_mayor(work, filed.id)


def days_pass(days: float) -> None:
    """All links become older, as if days had gone by."""
    older = timedelta(days=days)
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.execute(
            update(MayorLink).values(
                created_at=MayorLink.created_at - older, expires_at=MayorLink.expires_at - older
            )
        )


def address_in(text: str) -> str:
    return next(
        line[line.index("/mayor/") :].strip() for line in text.splitlines() if "/mayor/" in line
    )


def links() -> list[MayorLink]:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        return list(work.session.scalars(select(MayorLink).order_by(MayorLink.created_at)))


def test_a_reminder_brings_a_link_of_its_own_in_the_mayors_language(
    client: FlaskClient, frozen: tuple[Filed, Somebody], mails: Mails
) -> None:
    first = send_link(frozen)
    days_pass(2)
    remind(frozen)

    ((to_address, language, text),) = mails()
    assert (to_address, language) == ("mayor@nakuru.example", "fr")
    assert address_in(text) != first
    page(client, address_in(text))
    page(client, first)


def test_a_reminder_never_works_longer_than_the_link_it_recalls(
    frozen: tuple[Filed, Somebody],
) -> None:
    send_link(frozen)
    days_pass(2)
    remind(frozen)

    one, other = links()
    assert one.expires_at == other.expires_at
    assert (one.is_reminder, other.is_reminder) == (False, True)


def test_a_mayor_is_not_reminded_twice_a_day(frozen: tuple[Filed, Somebody], mails: Mails) -> None:
    send_link(frozen)
    with pytest.raises(Conflict, match="less than a day ago"):
        remind(frozen)

    days_pass(1.1)
    remind(frozen)
    with pytest.raises(Conflict, match="less than a day ago"):
        remind(frozen)
    assert len(mails()) == 1


def test_four_reminders_are_enough(frozen: tuple[Filed, Somebody], mails: Mails) -> None:
    send_link(frozen)
    for _ in range(4):
        days_pass(1.1)
        remind(frozen)
    days_pass(1.1)

    with pytest.raises(Conflict, match="often enough"):
        remind(frozen)
    assert len(mails()) == 4


@pytest.mark.parametrize("days", [15, 0])
def test_where_nothing_mailed_is_open_the_delegate_is_told_to_send_again(
    frozen: tuple[Filed, Somebody], days: int
) -> None:
    send_link(frozen, email="mayor@nakuru.example" if days else "")
    days_pass(days)

    with pytest.raises(Conflict, match="Send the link again"):
        remind(frozen)


def test_signing_by_one_link_closes_those_beside_it(
    client: FlaskClient, frozen: tuple[Filed, Somebody], mails: Mails
) -> None:
    first = send_link(frozen)
    days_pass(2)
    remind(frozen)
    later = address_in(mails()[0][2])

    signed = send(client, first, {"name": "Joyce", "office": "Governor", "consent": "y"})

    assert signed.status_code == 303, signed.text[:3000]
    html = page(client, f"{later}?language=en", status=410)
    assert "The application has been signed." in html
    assert client.get(f"{later}/application.pdf").status_code == 404


def remind_by_clock() -> int:
    """At noon, so that it is neither night in Kenya nor the next day."""
    noon = utc_now().replace(hour=9, minute=0, second=0, microsecond=0)
    with unit_of_work(Worker(KENYA), THE_CLOCK, at=noon) as work:
        return remind_mayors(work, KENYA)


def test_the_clock_reminds_once_before_the_link_ends(
    frozen: tuple[Filed, Somebody], mails: Mails
) -> None:
    send_link(frozen)
    days_pass(9)
    assert remind_by_clock() == 0

    days_pass(2.5)
    assert [remind_by_clock(), remind_by_clock()] == [1, 0]
    days_pass(1)
    assert remind_by_clock() == 0
    assert len(mails()) == 1


def test_the_clock_reminds_before_the_call_ends(
    frozen: tuple[Filed, Somebody], mails: Mails
) -> None:
    send_link(frozen)
    days_pass(4)
    assert remind_by_clock() == 0
    with unit_of_work(Network(), OPERATOR) as work:
        work.session.execute(update(Call).values(closes_at=utc_now() + timedelta(days=2)))

    assert remind_by_clock() == 1
    assert "\n" in mails()[0][2]


def test_the_clock_leaves_alone_a_mayor_who_was_mailed_lately(
    frozen: tuple[Filed, Somebody],
) -> None:
    send_link(frozen)
    days_pass(10.5)
    remind(frozen)
    days_pass(1)

    assert remind_by_clock() == 0


def test_a_code_on_screen_is_never_reminded_of(frozen: tuple[Filed, Somebody]) -> None:
    send_link(frozen, email="")
    days_pass(11.5)

    assert remind_by_clock() == 0


def test_only_who_fetches_the_document_has_opened_the_link(
    client: FlaskClient, frozen: tuple[Filed, Somebody]
) -> None:
    link = send_link(frozen)
    html = page(client, link)
    assert links()[0].opened_at is None

    picture = html[html.index('<img class="scan-page"') :]
    address = picture[picture.index('src="') + 5 :].split('"')[0]
    response = client.get(address)

    assert response.mimetype == "image/webp"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert links()[0].opened_at is not None


def test_pages_of_other_bytes_are_not_shown(
    client: FlaskClient, frozen: tuple[Filed, Somebody]
) -> None:
    link = send_link(frozen)

    assert client.get(f"{link}/pages/{'0' * 64}/1.webp").status_code == 404


def test_three_lines_tell_what_it_is_about(
    client: FlaskClient, frozen: tuple[Filed, Somebody]
) -> None:
    html = page(client, f"{send_link(frozen)}?language=en")

    assert "Nakuru asks to join the UNESCO Global Network of Learning Cities" in html
    assert "Beijing Declaration on Building Learning Cities (2013)" in html
    assert "Key Features of Learning Cities (2013)" in html
    assert "After your signature" in html


WITH_MAYOR = "/c/ke/my/KE-2027-001/mayor"


def test_the_delegate_sees_what_became_of_a_link(
    client: FlaskClient, frozen: tuple[Filed, Somebody]
) -> None:
    sign_in(client, frozen[1])
    link = send_link(frozen)
    assert "It has not been opened yet." in page(client, WITH_MAYOR)

    client.get(f"{link}/application.pdf")
    assert "Opened on" in page(client, WITH_MAYOR)

    send(client, f"{WITH_MAYOR}/revoke", {}, seen=page(client, WITH_MAYOR))
    html = page(client, WITH_MAYOR)
    assert "A link is open" not in html
    assert ">closed<" in html.replace("</svg>", ">")


def test_the_delegate_reminds_at_a_click(
    client: FlaskClient, frozen: tuple[Filed, Somebody], mails: Mails
) -> None:
    sign_in(client, frozen[1])
    send_link(frozen)
    html = page(client, WITH_MAYOR)
    assert "Remind the mayor" not in html
    assert "The mayor got a mail less than a day ago." in html

    days_pass(1.1)
    html = page(client, WITH_MAYOR)
    assert "Remind the mayor" in html
    send(client, f"{WITH_MAYOR}/remind", {}, seen=html)

    assert len(mails()) == 1
    assert "The reminder is on its way." in page(client, WITH_MAYOR)


def test_a_no_says_what_to_do_next(client: FlaskClient, frozen: tuple[Filed, Somebody]) -> None:
    link = send_link(frozen)
    send(client, f"{link}/decline", {"reason": "The figures are old."}, seen=page(client, link))
    sign_in(client, frozen[1])

    html = page(client, WITH_MAYOR)
    assert "The figures are old." in html
    assert "Take it back and change it" in html
    assert "The figures are old." in page(client, "/c/ke/my/KE-2027-001/tracker")

    send_link(frozen)
    assert "The figures are old." not in page(client, WITH_MAYOR)
