"""A small part of ``make photographs``, the same each time."""

import uuid
from dataclasses import replace

import pytest

from portal.applications.paper_sheets import Finding, judged
from portal.documents.codes_on_paper import PageToken
from tests.photographs.distortions import CAMERAS
from tests.photographs.trials import OWN, pages_with, seen_of, set_of_sheets, versions


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_photographed_page_is_recognised_and_never_taken_for_another(camera: str) -> None:
    tally = pages_with(CAMERAS[camera], 2, seed=11)
    assert (tally.recognised, tally.wrong, tally.boxes_wrong) == (2, 0, 0)


def test_swapped_missing_doubled_and_foreign_pages_are_told_apart() -> None:
    found, expected = set_of_sheets(3)
    assert seen_of(found) == expected
    assert [sheet.page for sheet in found.chosen] == sorted(sheet.page for sheet in found.chosen)


def test_two_pages_on_one_picture_are_no_page() -> None:
    known = {version.code: version for version in versions()}
    first = PageToken(OWN, 1, "AAAAA")
    found = judged(
        {first, replace(first, page=2)},
        known,
        submission_id=known[OWN].submission_id,
        application_id=uuid.UUID(int=1),
    )
    assert found.finding is Finding.SEVERAL
