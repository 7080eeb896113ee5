"""When the mayor's mandate is needed, and what is said where it is missing or over."""

from dataclasses import replace
from datetime import date

import pytest

from portal.applications.mandates import (
    Applicant,
    MandateFacts,
    MandateState,
    frozen_facts,
    mandate_problem,
    mandate_state,
    organisation_of,
)

TODAY = date(2027, 3, 1)
FACTS = MandateFacts(
    applicant=Applicant.REPRESENTATIVE,
    holder_name="Neema Barasa",
    organisation="Lake University",
    mayor_name="Joyce Achieng",
    signed_on=date(2027, 1, 15),
    valid_until=date(2027, 3, 1),
    has_file=True,
)


@pytest.mark.parametrize(
    ("facts", "organisation", "state"),
    [
        (None, "", MandateState.NOT_NEEDED),
        (None, "Lake University", MandateState.UNSAID),
        (replace(FACTS, applicant=Applicant.AUTHORITY), "Office", MandateState.NOT_NEEDED),
        (replace(FACTS, has_file=False), "", MandateState.MISSING),
        (FACTS, "Lake University", MandateState.THERE),
        (replace(FACTS, valid_until=None), "", MandateState.THERE),
        (replace(FACTS, valid_until=date(2027, 2, 28)), "", MandateState.EXPIRED),
    ],
)
def test_how_a_mandate_stands(
    facts: MandateFacts | None, organisation: str, state: MandateState
) -> None:
    assert mandate_state(facts, organisation, TODAY) is state


def test_the_organisation_is_the_one_the_form_names() -> None:
    assert organisation_of({"contact": {"contact_organisation": " Lake University "}}) == (
        "Lake University"
    )
    assert organisation_of({}) == ""


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (MandateState.UNSAID, True),
        (MandateState.MISSING, True),
        (MandateState.EXPIRED, True),
        (MandateState.THERE, False),
        (MandateState.NOT_NEEDED, False),
    ],
)
def test_only_what_is_to_be_done_is_a_problem(state: MandateState, told: bool) -> None:
    assert (mandate_problem(state, FACTS) is not None) is told


def test_a_frozen_mandate_is_read_from_the_files_of_the_version() -> None:
    kept = {
        "holder_name": "Neema Barasa",
        "organisation": "Lake University",
        "mayor_name": "Joyce Achieng",
        "signed_on": "2027-01-15",
        "valid_until": "2027-03-01",
    }
    assert frozen_facts([{"title": "Plan"}, {"title": "Mandate", "mandate": kept}]) == FACTS
    assert frozen_facts([{"title": "Plan"}]) is None
