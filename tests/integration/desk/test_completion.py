"""Asking for completion: the text proposed in the city's language, and the commission's own."""

import re
import uuid

from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.models import Application
from portal.applications.workflow import State
from portal.core.unit_of_work import unit_of_work
from portal.desk.return_texts import keep_return_text
from portal.tenancy.scope import Commission
from tests.complete_answers import complete_answers
from tests.factories import (
    KENYA,
    Filed,
    application_of,
    make_person,
    make_row,
    revision_of,
)
from tests.integration.city.browsing import page, send
from tests.integration.desk.conftest import Desk

TEXTS = "/c/ke/desk/settings/completion-texts"


def place(filed: Filed, rest: str = "completion") -> str:
    return f"/c/ke/desk/{filed.reference}/{rest}"


def submitted(desk: Desk, *, language: str = "en") -> Filed:
    filed = make_row(desk.call, "Kisumu", State.SUBMITTED, answers=complete_answers())
    make_person(
        Role.DELEGATE,
        "Peter Odhiambo",
        city_id=filed.city_id,
        city_name="Kisumu",
        language=language,
    )
    return filed


def keep(desk: Desk, title: str, wordings: dict[str, str]) -> uuid.UUID:
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        return keep_return_text(work, KENYA, text_id=None, title=title, wordings=wordings).id


def proposed(html: str) -> str:
    found = re.search(r'<textarea[^>]*name="reason"[^>]*>\s*(.*?)</textarea>', html, re.DOTALL)
    assert found
    return found[1]


def test_points_found_wrong_are_proposed_with_their_sections(
    officer: FlaskClient, desk: Desk
) -> None:
    filed = submitted(desk)
    officer.post(
        place(filed, "check"),
        data={"point": "statistics", "verdict": "needs_work", "note": "The census is of 1989"},
    )
    html = page(officer, place(filed))
    text = proposed(html)
    assert "Dear colleagues of Kisumu," in text
    assert "– The statistics carry plausible years: A figure says of which year it is" in text
    assert "Joseph Mwangi\nNational Commission of KE" in text
    assert "1989" not in text
    assert "The census is of 1989" in html
    assert 'value="profile" checked' in html
    assert 'value="motivation" checked' not in html


def test_the_text_is_in_the_language_of_the_city(officer: FlaskClient, desk: Desk) -> None:
    filed = submitted(desk, language="fr")
    keep(
        desk, "Stamp", {"en": "The stamp of {city} is missing.", "fr": "{city} : le sceau manque."}
    )
    html = page(officer, place(filed))
    assert proposed(html) == "Kisumu : le sceau manque."
    assert 'lang="fr"' in html
    assert proposed(page(officer, place(filed) + "?language=en&text=")).startswith("Dear")


def test_a_chosen_text_is_filled_in_and_may_be_changed(officer: FlaskClient, desk: Desk) -> None:
    filed = submitted(desk)
    chosen = keep(desk, "Zoning", {"en": "Please look at {reference} again, {unknown"})
    html = page(officer, f"{place(filed)}?text={chosen}&language=en")
    assert proposed(html) == "Please look at KE-2027-001 again, {unknown"
    answer = officer.post(
        place(filed, "return"),
        data={
            "seen_revision": revision_of(filed),
            "reason": "My own words.",
            "sections": ["profile"],
        },
    )
    assert answer.status_code == 303
    returned = application_of(filed)
    assert (returned.state, returned.return_reason) == (State.RETURNED, "My own words.")


def test_a_city_whose_language_a_text_lacks_is_pointed_out(
    officer: FlaskClient, desk: Desk
) -> None:
    filed = submitted(desk, language="ar")
    chosen = keep(desk, "Stamp", {"en": "The stamp is missing."})
    html = page(officer, f"{place(filed)}?text={chosen}")
    assert "Your text does not exist in this language." in html


def test_asking_is_over_when_the_application_has_moved_on(officer: FlaskClient, desk: Desk) -> None:
    filed = submitted(desk)
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        work.session.get_one(Application, (KENYA, filed.id)).state = State.RETURNED
    assert officer.get(place(filed)).status_code == 303


def test_a_text_is_kept_changed_and_removed(officer: FlaskClient) -> None:
    answer = send(
        officer,
        f"{TEXTS}/new",
        {"title": "Missing stamp", "text_en": "Dear {city}, the stamp is missing."},
    )
    assert answer.status_code == 303
    html = page(officer, TEXTS)
    address = re.search(rf'href="({TEXTS}/[0-9a-f-]{{36}})"', html)
    assert address
    assert "Missing stamp" in html
    send(officer, address[1], {"title": "Stamp", "text_en": "", "text_fr": "Le sceau manque."})
    assert "Le sceau manque." in page(officer, address[1])
    officer.post(f"{address[1]}/remove")
    assert "No texts of your own yet" in page(officer, TEXTS)
    assert officer.get(address[1]).status_code == 404


def test_a_place_nothing_stands_for_is_refused(officer: FlaskClient) -> None:
    answer = send(
        officer, f"{TEXTS}/new", {"title": "Stamp", "text_en": "Dear {mayor.__class__} of {city}"}
    )
    assert answer.status_code == 422
    assert "Nothing stands for {mayor.__class__}." in answer.text
    assert "Dear {mayor.__class__} of {city}" in answer.text


def test_two_texts_do_not_share_a_title(officer: FlaskClient, desk: Desk) -> None:
    keep(desk, "Stamp", {"en": "The stamp is missing."})
    answer = send(officer, f"{TEXTS}/new", {"title": "Stamp", "text_en": "Another."})
    assert answer.status_code == 422
    assert "Another text has this title." in answer.text


def test_a_text_needs_a_title_and_words(officer: FlaskClient) -> None:
    answer = send(officer, f"{TEXTS}/new", {"title": "", "text_en": "Words"})
    assert "Give the text a title" in answer.text
    answer = send(officer, f"{TEXTS}/new", {"title": "Empty", "text_en": " "})
    assert "Write the text in at least one language." in answer.text
