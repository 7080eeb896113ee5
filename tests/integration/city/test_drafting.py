"""Several people write one draft: nothing any of them wrote is lost."""

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from portal.applications.models import DraftSection
from portal.applications.services.drafting import SaveResult, save_section
from portal.applications.services.freezing import freeze
from portal.core.errors import Conflict, NotAllowed
from portal.core.unit_of_work import Actor, unit_of_work
from portal.tenancy.scope import City
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    revision_of,
)


def save(
    draft: tuple[Filed, Somebody],
    answers: Mapping[str, Any],
    seen: Mapping[str, int],
    *,
    by: str = "",
    page: str = "",
) -> SaveResult:
    filed, person = draft
    actor = Actor(name=by or person.name, office="delegate", permissions=person.actor.permissions)
    with unit_of_work(City(KENYA, filed.city_id), actor) as work:
        return save_section(work, filed.id, "mayor", answers, seen, page=page)


def stored(draft: tuple[Filed, Somebody]) -> dict[str, Any]:
    filed, person = draft
    with unit_of_work(City(KENYA, filed.city_id), person.actor, read_only=True) as work:
        answers: dict[str, Any] = work.session.scalars(
            select(DraftSection.answers).where(
                DraftSection.application_id == filed.id, DraftSection.section == "mayor"
            )
        ).one()
    return answers


def test_a_change_is_stored_and_raises_the_revision(draft: tuple[Filed, Somebody]) -> None:
    result = save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0})

    assert result.is_whole
    assert result.revisions == {"mayor_title": 1}
    assert stored(draft)["mayor_title"] == "Governor"


def test_two_people_in_two_fields_do_not_disturb_each_other(
    draft: tuple[Filed, Somebody],
) -> None:
    save(draft, {"mayor_title": "Governor", "mayor_given_name": "Achieng"}, {})
    result = save(draft, {"mayor_title": "Achieng", "mayor_given_name": "Joyce"}, {}, by="Peter")

    assert [conflict.field for conflict in result.conflicts] == ["mayor_title"]
    assert stored(draft)["mayor_title"] == "Governor"
    assert stored(draft)["mayor_given_name"] == "Joyce"


def test_a_conflict_hands_back_both_texts(draft: tuple[Filed, Somebody]) -> None:
    save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0}, by="Grace")
    result = save(draft, {"mayor_title": "Mayor"}, {"mayor_title": 0}, by="Peter")

    (conflict,) = result.conflicts
    assert (conflict.theirs, conflict.by, conflict.yours) == ("Governor", "Grace", "Mayor")
    assert conflict.revision == 1
    assert conflict.at is not None
    assert stored(draft)["mayor_title"] == "Governor"


def test_whoever_has_seen_the_other_text_may_replace_it(draft: tuple[Filed, Somebody]) -> None:
    save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0}, by="Grace")
    result = save(draft, {"mayor_title": "Mayor"}, {"mayor_title": 1}, by="Peter")

    assert result.is_whole
    assert stored(draft)["mayor_title"] == "Mayor"


def test_the_same_text_twice_is_no_conflict(draft: tuple[Filed, Somebody]) -> None:
    save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0}, by="Grace")
    result = save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0}, by="Peter")

    assert result.is_whole
    assert result.revisions == {"mayor_title": 1}


def test_a_page_whose_reply_got_lost_does_not_contradict_itself(
    draft: tuple[Filed, Somebody],
) -> None:
    save(draft, {"mayor_title": "Gov"}, {"mayor_title": 0}, page="one")
    result = save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0}, page="one")

    assert result.is_whole
    assert stored(draft)["mayor_title"] == "Governor"


def test_a_second_page_of_the_same_person_is_told(draft: tuple[Filed, Somebody]) -> None:
    save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0}, page="one")
    result = save(draft, {"mayor_title": "Mayor"}, {"mayor_title": 0}, page="two")

    assert not result.is_whole


def test_frozen_answers_cannot_be_saved(draft: tuple[Filed, Somebody]) -> None:
    filed, person = draft
    with unit_of_work(City(KENYA, filed.city_id), person.actor) as work:
        freeze(work, filed.id, seen_revision=revision_of(filed))

    with pytest.raises(Conflict):
        save(draft, {"mayor_title": "Governor"}, {"mayor_title": 0})


def test_only_delegates_write(draft: tuple[Filed, Somebody]) -> None:
    filed, _ = draft
    officer = Actor(name="Joseph", office="officer", permissions=frozenset({"application:read"}))

    with (
        pytest.raises(NotAllowed),
        unit_of_work(City(KENYA, filed.city_id), officer) as work,
    ):
        save_section(work, filed.id, "mayor", {"mayor_title": "X"}, {})


def test_another_city_does_not_find_it(draft: tuple[Filed, Somebody]) -> None:
    from portal.core.errors import NotFound

    filed, person = draft
    with (
        pytest.raises(NotFound),
        unit_of_work(City(KENYA, uuid.uuid4()), person.actor) as work,
    ):
        save_section(work, filed.id, "mayor", {"mayor_title": "X"}, {})
