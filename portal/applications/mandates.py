"""Whether the mayor has endorsed who applies: when that is needed, and what is wrong with it.

Pure. Source: concept note, "Who can apply?" and "Who is the member?": city authorities apply; other
representatives once they are formally endorsed by the mayor.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l

ORGANISATION_FIELD = ("contact", "contact_organisation")
"""Where the form asks for an organisation other than the municipality."""


class Applicant(enum.StrEnum):
    """Who prepares an application."""

    AUTHORITY = "authority"
    REPRESENTATIVE = "representative"


class MandateState(enum.StrEnum):
    """How the mayor's endorsement stands."""

    NOT_NEEDED = "not_needed"
    UNSAID = "unsaid"
    MISSING = "missing"
    EXPIRED = "expired"
    THERE = "there"


@dataclass(frozen=True)
class MandateFacts:
    """What is known of a mandate, in a draft or in a frozen version."""

    applicant: Applicant
    holder_name: str
    organisation: str
    mayor_name: str
    signed_on: date | None
    valid_until: date | None
    has_file: bool


def organisation_of(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The organisation the form names beside the municipality; empty if none."""
    section, field = ORGANISATION_FIELD
    return str(answers.get(section, {}).get(field) or "").strip()


def mandate_state(facts: MandateFacts | None, organisation: str, today: date) -> MandateState:
    """How the endorsement stands today."""
    if facts is None:
        return MandateState.UNSAID if organisation else MandateState.NOT_NEEDED
    if facts.applicant is Applicant.AUTHORITY:
        return MandateState.NOT_NEEDED
    if not facts.has_file:
        return MandateState.MISSING
    if facts.valid_until is not None and facts.valid_until < today:
        return MandateState.EXPIRED
    return MandateState.THERE


def mandate_problem(state: MandateState, facts: MandateFacts | None) -> object | None:
    """What keeps an application from being frozen, and what to do; None if nothing does."""
    if state is MandateState.UNSAID:
        return _l(
            "The form names an organisation. Say on the page of the mandate whether the city"
            " authority itself applies, or somebody it has endorsed."
        )
    if state is MandateState.MISSING:
        return _l(
            "The mayor's mandate is missing: other representatives apply once the mayor has"
            " formally endorsed them. Upload the signed document on the page of the mandate."
        )
    if state is MandateState.EXPIRED and facts is not None and facts.valid_until is not None:
        return _l(
            "The mayor's mandate ended on %(day)s. Ask the mayor to sign a new one and upload it on"
            " the page of the mandate.",
            day=day(facts.valid_until),
        )
    return None


def frozen_facts(attachments: list[dict[str, Any]]) -> MandateFacts | None:
    """The mandate among the files of a frozen version."""
    kept = next((file["mandate"] for file in attachments if file.get("mandate")), None)
    if kept is None:
        return None
    return MandateFacts(
        applicant=Applicant.REPRESENTATIVE,
        holder_name=kept["holder_name"],
        organisation=kept["organisation"],
        mayor_name=kept["mayor_name"],
        signed_on=date.fromisoformat(kept["signed_on"]),
        valid_until=date.fromisoformat(kept["valid_until"]) if kept["valid_until"] else None,
        has_file=True,
    )
