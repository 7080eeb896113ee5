"""A version that waits for its mayor, and a delegate who sends its sheets."""

import io
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select

from portal.applications.paper_models import Sheet
from portal.applications.services.freezing import freeze
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.print_layout import layout_of
from portal.documents.shelf import read
from portal.tenancy.scope import City, Commission
from tests import paper
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    revision_of,
)
from tests.integration.city.browsing import page, send

FILE = "/c/ke/my/KE-2027-001"
PAPER = f"{FILE}/mayor/paper"


@dataclass(frozen=True)
class Frozen:
    """An application that waits for its mayor, and its print."""

    filed: Filed
    delegate: Somebody
    printed: bytes
    pages: int
    """Of Part 1."""


def frozen_version(filed: Filed, delegate: Somebody) -> Frozen:
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        sha256 = freeze(work, filed.id, seen_revision=revision_of(filed)).print_sha256
    return Frozen(filed, delegate, read(sha256), layout_of(sha256).mayor_page)


def add(client: FlaskClient, *files: bytes | tuple[bytes, str]) -> str:
    """Send files as one request, have them read; the page afterwards."""
    named = [
        each if isinstance(each, tuple) else (each, f"scan-{number}.pdf")
        for number, each in enumerate(files, 1)
    ]
    sent = [(io.BytesIO(data), name) for data, name in named]
    assert send(client, PAPER, {"papers": sent}).status_code == 303
    paper.read_all()
    return page(client, PAPER)


def confirm(client: FlaskClient, *, seen: str | None = None):
    values = {"signer_name": "Joyce Achieng", "signer_office": "Governor", "attested": "y"}
    return send(client, f"{PAPER}/confirm", values, seen=seen)


def sheets_of(filed: Filed) -> list[Sheet]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return list(
            work.session.scalars(
                select(Sheet)
                .where(Sheet.application_id == filed.id)
                .order_by(Sheet.file_id, Sheet.position)
            )
        )


def act(client: FlaskClient, sheet: Sheet, name: str, **values: object) -> str:
    answer = send(client, f"{PAPER}/sheets/{sheet.id}/{name}", values, seen=page(client, PAPER))
    assert answer.status_code == 303, answer.text
    return page(client, PAPER)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
