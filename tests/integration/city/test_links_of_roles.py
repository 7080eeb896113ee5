"""No page leads people of a city where their role is refused, or offers what they may not send."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.services.freezing import freeze
from portal.calls.models import Call
from portal.core.unit_of_work import unit_of_work
from portal.tenancy.scope import City
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    make_call,
    make_commission,
    make_draft,
    make_person,
    make_signed,
    revision_of,
    sign_in,
)
from tests.integration.city.browsing import page

MY = "/c/ke/my"
FILE = f"{MY}/KE-2027-001"
_LINK = re.compile(rf'href="({MY}[^"#]*)')
_FILE = re.compile(r"\.pdf|/receipts/|/preview")


def make_frozen(call: Call, name: str) -> tuple[Filed, Somebody]:
    filed, delegate = make_draft(call, name)
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        freeze(work, filed.id, seen_revision=revision_of(filed))
    return filed, delegate


def refused_links(client: FlaskClient) -> Iterator[str]:
    """Where a page led to that answers 403, from the city's first page on."""
    waiting, seen = [MY], {MY}
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        if answer.status_code == 403:
            yield address
        for link in _LINK.findall(answer.get_data(as_text=True)):
            if link not in seen and not _FILE.search(link):
                seen.add(link)
                waiting.append(link)
    assert f"{FILE}/tracker" in seen


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.EDITOR, Role.READER])
@pytest.mark.parametrize("make", [make_draft, make_frozen, make_signed])
def test_links_lead_where_the_role_may_go(
    app: Flask,
    client: FlaskClient,
    make: Callable[[Call, str], tuple[Filed, Somebody]],
    role: Role,
) -> None:
    make_commission()
    filed, _delegate = make(make_call(), "Nakuru")
    sign_in(client, make_person(role, "Peter", city_id=filed.city_id, city_name="Nakuru"))

    assert list(refused_links(client)) == []


def test_a_reader_is_offered_no_message_to_write(app: Flask, client: FlaskClient) -> None:
    make_commission()
    filed, _delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, make_person(Role.READER, "Peter", city_id=filed.city_id, city_name="Nakuru"))

    assert "<textarea" not in page(client, f"{FILE}/messages")
    assert "Write a message" not in page(client, f"{FILE}/tracker")
    assert "Go on writing" not in page(client, f"{FILE}/tracker") + page(client, MY)
