"""Every page somebody can reach is looked at in the browser, by axe and on narrow screens."""

from itertools import combinations

from flask import Flask

from tests.browser.walks import (
    FILES,
    FOR_DEVELOPERS,
    FOR_PROGRAMS,
    LEADS_ON,
    NO_PAGES,
    PARTS_OF_PAGES,
    PICTURES,
    WALKS,
)


def test_every_address_is_walked_or_is_no_page(started_app: Flask) -> None:
    addresses = {
        rule.endpoint
        for rule in started_app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
    }
    walked = frozenset().union(*WALKS.values())
    assert sorted(addresses - walked - NO_PAGES) == [], "walk to it, or say why it is no page"
    assert sorted((walked | NO_PAGES) - addresses) == [], "there is no such address any more"
    assert sorted(walked & NO_PAGES) == []


def test_what_is_no_page_has_one_reason() -> None:
    reasons = (FILES, PICTURES, FOR_PROGRAMS, PARTS_OF_PAGES, FOR_DEVELOPERS, LEADS_ON)
    assert [sorted(one & other) for one, other in combinations(reasons, 2) if one & other] == []
