"""The directory of commissions: whole, idempotent, and never over what a commission set itself."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.commissions.countries import commission_name, country_name, sort_key
from portal.commissions.directory import load_directory, read_directory
from portal.commissions.models import Commission, Region, Standing
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Network, Nobody


def load() -> tuple[int, int]:
    with unit_of_work(Network(), OPERATOR) as work:
        loaded = load_directory(work)
    return loaded.added, loaded.refreshed


def commission(code: str) -> Commission:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        row = work.session.scalars(select(Commission).where(Commission.code == code)).one()
        work.session.expunge(row)
        return row


def test_it_holds_194_member_states_and_12_associates() -> None:
    entries = read_directory()
    standings = [entry.standing for entry in entries]
    assert (standings.count(Standing.MEMBER), standings.count(Standing.ASSOCIATE)) == (194, 12)
    regions = [entry.region for entry in entries if entry.standing is Standing.MEMBER]
    assert {region: regions.count(region) for region in Region} == {
        Region.AFRICA: 47,
        Region.ARAB_STATES: 19,
        Region.ASIA_PACIFIC: 46,
        Region.EUROPE_NORTH_AMERICA: 49,
        Region.LATIN_AMERICA_CARIBBEAN: 33,
    }
    assert len({entry.commission_id for entry in entries}) == 206


def test_every_space_has_a_language_people_can_read() -> None:
    for entry in read_directory():
        assert set(entry.languages) & {"en", "fr", "ar"}, entry.code


@pytest.mark.parametrize(
    ("code", "number", "languages", "official", "zone"),
    [
        ("ke", 404, ("en", "sw"), "en", "Africa/Nairobi"),
        ("tn", 788, ("ar", "fr"), "fr", "Africa/Tunis"),
        ("cm", 120, ("fr", "en"), "en", "Africa/Douala"),
        ("kr", 410, ("ko", "en"), "en", "Asia/Seoul"),
        ("us", 840, ("en",), "en", "America/New_York"),
    ],
)
def test_facts_of_some_countries(
    code: str, number: int, languages: tuple[str, ...], official: str, zone: str
) -> None:
    entry = next(entry for entry in read_directory() if entry.code == code)
    assert entry.commission_id == number
    assert entry.languages == languages
    assert entry.official_language == official
    assert entry.time_zone == zone


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("TR", "en", "Türkiye"),
        ("VN", "fr", "Viet Nam"),
        ("PS", "en", "State of Palestine"),
        ("IR", "en", "Iran (Islamic Republic of)"),
        ("KR", "en", "Republic of Korea"),
        ("CI", "fr", "Côte d’Ivoire"),
        ("BO", "en", "Bolivia (Plurinational State of)"),
        ("KE", "ar", "كينيا"),
        ("KE", "xx", "Kenya"),
    ],
)
def test_countries_are_spelt_as_unesco_does(country: str, language: str, name: str) -> None:
    assert country_name(country, language) == name


def test_names_of_commissions_are_composed_in_each_language() -> None:
    assert commission_name("KE", "en") == "Kenya National Commission for UNESCO"
    assert commission_name("DE", "en") == "German Commission for UNESCO"
    assert commission_name("TN", "fr") == "Commission nationale de la Tunisie pour l’UNESCO"
    assert commission_name("TN", "ar") == "اللجنة الوطنية لليونسكو في تونس"


def test_names_are_sorted_as_people_expect() -> None:
    names = ["Zambia", "Åland", "Türkiye", "Côte d’Ivoire", "Congo"]
    assert sorted(names, key=sort_key) == ["Åland", "Congo", "Côte d’Ivoire", "Türkiye", "Zambia"]


def test_a_second_load_changes_nothing(app: Flask) -> None:
    assert load() == (206, 0)
    assert load() == (0, 0)


def test_two_countries_leave_at_the_end_of_2026(app: Flask) -> None:
    load()
    assert commission("us").closes_on == date(2026, 12, 31)
    assert commission("ni").closes_on == date(2026, 12, 31)
    assert commission("ke").closes_on is None


def test_a_load_keeps_what_the_commission_set_and_mends_facts(app: Flask) -> None:
    load()
    with unit_of_work(Network(), OPERATOR) as work:
        row = work.session.scalars(select(Commission).where(Commission.code == "us")).one()
        row.closes_on = None
        row.closing_reason = ""
        row.names = {**row.names, "en": "US Commission"}
        row.languages = ["en", "es"]
        row.region = Region.AFRICA
    assert load() == (0, 1)
    found = commission("us")
    assert found.closes_on is None
    assert found.names["en"] == "US Commission"
    assert found.languages == ["en", "es"]
    assert found.region is Region.EUROPE_NORTH_AMERICA


def test_the_command_line_loads_closes_and_reopens(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "206 commissions added" in run(args=["commissions", "load"]).output
    closed = run(args=["commissions", "close", "ke", "--on", "2031-01-31", "--reason", "A test"])
    assert "until 2031-01-31" in closed.output
    assert commission("ke").is_closed_on(date(2031, 2, 1))
    assert not commission("ke").is_closed_on(date(2031, 1, 31))
    assert "open again" in run(args=["commissions", "reopen", "ke"]).output
    again = run(args=["commissions", "reopen", "ke"])
    assert again.exit_code == 1
    assert "not closing" in again.output
    assert run(args=["commissions", "close", "zz", "--on", "2031-01-31", "--reason", "x"]).exit_code
