import pytest

from portal.commissions.models import Region
from portal.web.query_string import chosen, page_number, search_text


def test_a_known_choice_is_taken() -> None:
    assert chosen(Region, "africa") is Region.AFRICA


@pytest.mark.parametrize("given", [None, "", "Africa", "atlantis"])
def test_what_is_not_understood_counts_as_not_chosen(given: str | None) -> None:
    assert chosen(Region, given) is None


@pytest.mark.parametrize(
    ("given", "page"),
    [("1", 1), ("7", 7), ("99999", 99999), ("100000", 1), ("0", 1), ("-2", 1), ("x", 1), (None, 1)],
)
def test_pages_count_from_one(given: str | None, page: int) -> None:
    assert page_number(given) == page


def test_a_search_is_cut_to_what_anybody_types() -> None:
    assert search_text("  Nakuru ") == "Nakuru"
    assert search_text("x" * 500) == "x" * 80
    assert search_text(None) == ""
