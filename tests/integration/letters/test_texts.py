"""A commission words its letters: each version is kept, and the portal's own text comes back."""

import pytest
from flask import Flask

from portal.accounts.roles import Role
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.unit_of_work import unit_of_work
from portal.letters.kinds import ENDORSEMENT
from portal.letters.queries import text_now, text_versions, texts_now
from portal.letters.services import restore_default, write_text
from portal.tenancy.scope import Commission
from tests.factories import KENYA, TUNISIA, Somebody, make_commission, make_person


@pytest.fixture
def officer(app: Flask) -> Somebody:
    make_commission()
    make_commission(TUNISIA, "tn")
    return make_person(Role.OFFICER, "Wanjiru Kariithi")


def _write(officer: Somebody, body: str, *, seen_version: int, title: str = "On {city}") -> None:
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        write_text(
            work,
            KENYA,
            kind=ENDORSEMENT,
            language="en",
            title=title,
            body=body,
            seen_version=seen_version,
        )


def test_until_it_writes_one_the_portals_own_text_holds(officer: Somebody) -> None:
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        now = text_now(work, ENDORSEMENT, "en")
    assert (now.version, now.is_default) == (0, True)
    assert "We endorse this application" in now.body


def test_each_version_is_kept_and_the_newest_holds(officer: Somebody) -> None:
    _write(officer, "First: {city}.", seen_version=0)
    _write(officer, "Second: {city}.\n\n\n\nEnd.  ", seen_version=1)
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        assert [each.body for each in text_versions(work, ENDORSEMENT, "en")] == [
            "Second: {city}.\n\nEnd.",
            "First: {city}.",
        ]
        texts = texts_now(work, ENDORSEMENT, ("en", "fr"))
    assert (texts["en"].version, texts["en"].written_by) == (2, "Wanjiru Kariithi")
    assert texts["fr"].version == 0


def test_the_way_back_is_one_more_version(officer: Somebody) -> None:
    _write(officer, "Ours.", seen_version=0)
    with unit_of_work(Commission(KENYA), officer.actor) as work:
        restore_default(work, KENYA, kind=ENDORSEMENT, language="en", seen_version=1)
        now = text_now(work, ENDORSEMENT, "en")
    assert (now.version, now.is_default) == (2, True)
    assert "We endorse this application" in now.body


def test_of_two_who_write_one_reads_that_the_other_was_faster(officer: Somebody) -> None:
    _write(officer, "First.", seen_version=0)
    with pytest.raises(Conflict, match="A colleague has changed this text"):
        _write(officer, "Also first.", seen_version=0)


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [("", "Text", "title"), ("On", "  ", "body"), ("On {mayr}", "Text", "title")],
)
def test_a_text_that_cannot_be_a_letter_is_refused_at_its_field(
    officer: Somebody, title: str, body: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _write(officer, body, title=title, seen_version=0)
    assert refused.value.field == field


def test_another_commission_has_its_own_text(officer: Somebody) -> None:
    _write(officer, "Ours.", seen_version=0)
    with unit_of_work(Commission(TUNISIA), officer.actor) as work:
        assert text_now(work, ENDORSEMENT, "en").version == 0


def test_who_may_not_change_settings_writes_no_letters(officer: Somebody) -> None:
    with pytest.raises(NotAllowed):
        _write(
            make_person(Role.COORDINATOR, "Elena Marín", commission_id=None),
            "Ours.",
            seen_version=0,
        )
