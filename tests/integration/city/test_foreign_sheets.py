"""A sheet of somebody else is answered exactly like one that cannot be read."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, select

from portal.applications.models import Submission
from portal.applications.paper_models import PaperFile
from portal.calls.models import Call
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.application_print import render_print
from portal.signing.keyring import page_key
from portal.tenancy.scope import City, Commission
from tests import paper
from tests.factories import (
    KENYA,
    TUNISIA,
    make_call,
    make_commission,
    make_draft,
    sign_in,
)
from tests.integration.city.gathering import (
    Frozen,
    add,
    frozen_version,
    sheets_of,
    words,
)
from tests.unit.documents.sample_forms import sample


@pytest.fixture
def frozen(client: FlaskClient) -> Frozen:
    make_commission()
    filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)
    return frozen_version(filed, delegate)


@pytest.mark.parametrize("whose", ["another city", "another commission", "nobody"])
def test_a_page_of_somebody_else_looks_like_one_that_cannot_be_read(
    client: FlaskClient, frozen: Frozen, whose: str
) -> None:
    """A genuine code of another tenant is answered exactly like a page without codes."""
    if whose == "another commission":
        make_commission(TUNISIA, "tn", country="TN", time_zone="Africa/Tunis")
    picture = {
        "another city": lambda: paper.pages_of(_foreign(frozen), [1])[0],
        "another commission": lambda: paper.pages_of(_of_tunisia(frozen), [1])[0],
        "nobody": lambda: paper.pages_of(_forged(frozen), [1])[0],
    }[whose]()
    unreadable = _answer(client, frozen, paper.blank())
    assert _answer(client, frozen, picture) == unreadable
    assert "could not be read" in unreadable


def _answer(client: FlaskClient, frozen: Frozen, picture: Image.Image) -> str:
    """What the page says of one sheet, without keys and pictures."""
    html = add(client, (paper.scan([picture]), "scan.pdf"))
    (sheet,) = sheets_of(frozen.filed)
    with unit_of_work(City(KENYA, frozen.filed.city_id), frozen.delegate.actor) as work:
        work.session.execute(delete(PaperFile))
    assert (sheet.finding, sheet.page, sheet.about, sheet.ink) == ("unread", None, {}, {})
    return re.sub(r"[0-9.]+ [KM]B| \d+:\d+", "", words(html))


def _foreign(frozen: Frozen) -> bytes:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        call = work.session.query(Call).one()
    filed, delegate = make_draft(call, "Kisumu", "Peter Otieno")
    return frozen_version(filed, delegate).printed


def _of_tunisia(frozen: Frozen) -> bytes:
    """The print of another commission's application: a code that is in nobody's scope here."""
    return _with_code(frozen, "2XAM-79F2-6Z55", genuine=True)


def _forged(frozen: Frozen) -> bytes:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        code = work.session.scalars(select(Submission.verification_code)).one()
    return _with_code(frozen, code, genuine=False)


def _with_code(frozen: Frozen, code: str, *, genuine: bool) -> bytes:
    key = page_key() if genuine else b"somebody else's key"
    return render_print(replace(sample("en"), verification_code=code, page_key=key)).pdf
