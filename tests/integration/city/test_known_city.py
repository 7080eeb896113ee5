"""What is known of a city is proposed in its form: shown, to take over, never taken in silence."""

import re

from flask.testing import FlaskClient

from portal.commissions.models import City
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    application_of,
)
from tests.integration.city.browsing import page, send
from tests.integration.city.test_own_city import CITY, CONSORTIUM, FACTS, FILE, city_of
from tests.sent_statements import sent_statements

THE_CITY = f"{FILE}/section/city"
PROFILE = f"{FILE}/section/profile"
WEBSITE = {"website": "https://nakuru.example"}


def words(html: str) -> str:
    """The text of a page, without its elements."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_record_stands_beside_the_name_in_the_form(at_work: FlaskClient) -> None:
    send(
        at_work,
        CITY,
        {**FACTS, "city_population": "96400", "city_position": "-0.2, 34.5"},
    )
    told = words(page(at_work, THE_CITY))
    assert "The page of your city also says:" in told
    assert "Region or province Nyanza Population 96,400 Coordinates -0.2000, 34.5000" in told


def test_a_place_chosen_in_the_form_is_kept_with_what_is_known_of_it(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    looked = send(at_work, THE_CITY, {**WEBSITE, "city_name": "Kisum", "look": "1"})
    assert 'value="191245:Kisumu"' in page(at_work, looked.location.partition("#")[0])
    send(at_work, THE_CITY, {**WEBSITE, "city_name": "Kisum", "choose": "191245:Kisumu"})
    assert 'value="Kisumu"' in page(at_work, THE_CITY)
    city = city_of(draft[0])
    assert (city.name, city.place_id) == ("Kisumu", 191245)
    assert (round(city.latitude, 1), round(city.longitude, 1)) == (-0.1, 34.8)
    assert city.population is not None
    assert application_of(draft[0]).city_name == "Kisumu"


def test_a_written_name_changes_no_record(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    send(at_work, THE_CITY, {**WEBSITE, "city_name": "Kisumu"})
    assert city_of(draft[0]).name == "Nakuru"
    assert "The page of your city says:" in page(at_work, THE_CITY)


def test_a_chosen_place_does_not_replace_what_a_consortium_says(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    send(at_work, CITY, {**CONSORTIUM, "city_population": "160000"})
    send(at_work, THE_CITY, {**WEBSITE, "city_name": "Kisum", "choose": "191245:Kisumu"})
    city = city_of(draft[0])
    assert (city.population, len(city.partners)) == (160_000, 2)


def test_the_population_is_offered_and_waits_for_its_year(
    at_work: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.get_one(City, (KENYA, draft[0].city_id)).population = 96_400
    send(at_work, PROFILE, {"then": "stay"})
    offered = page(at_work, PROFILE)
    assert 'value="city:population"' in offered
    assert 'value="96,400"' not in offered
    send(at_work, PROFILE, {"accept": "city:population"})
    taken = page(at_work, PROFILE)
    assert 'value="96,400"' in taken
    assert 'value="city:population"' not in taken


def test_the_members_of_a_consortium_are_offered(at_work: FlaskClient) -> None:
    send(at_work, CITY, CONSORTIUM)
    offered = page(at_work, THE_CITY)
    assert 'value="city:consortium_members"' in offered
    send(
        at_work,
        THE_CITY,
        {**WEBSITE, "city_name": "Nakuru", "accept": "city:consortium_members"},
    )
    assert re.search(r"<textarea[^>]*>\s*Bonde\s+Ziwani</textarea>", page(at_work, THE_CITY))


def test_one_statement_more_for_a_section_that_knows_the_city(at_work: FlaskClient) -> None:
    def statements(address: str) -> int:
        page(at_work, address)
        with sent_statements() as seen:
            page(at_work, address)
        return len(seen)

    assert statements(THE_CITY) == statements(f"{FILE}/section/mayor") + 1
