"""What the demo's commissions have prepared: proposals to cities, texts to ask for completion."""

import uuid

from portal.applications.services.national import propose_to_cities
from portal.core.unit_of_work import Actor, unit_of_work
from portal.demo.answers import national_answers
from portal.demo.plan import CommissionPlan, texts
from portal.desk.return_texts import keep_return_text
from portal.tenancy.scope import Commission


def propose(
    plan: CommissionPlan, commission_id: int, officer: Actor, *, call_id: uuid.UUID, code: str
) -> None:
    """What the commission proposes to its cities in the present call."""
    with unit_of_work(Commission(commission_id), officer) as work:
        propose_to_cities(
            work,
            commission_id,
            call_id,
            answers=national_answers(plan, code),
            document_kinds=texts()["document_kinds"][plan.official_language],
        )


def keep_texts(plan: CommissionPlan, commission_id: int, officer: Actor) -> None:
    """Two texts that an officer keeps."""
    with unit_of_work(Commission(commission_id), officer) as work:
        for text in texts()["return_texts"]:
            keep_return_text(
                work,
                commission_id,
                text_id=None,
                title=text["title"].get(plan.languages[0], text["title"]["en"]),
                wordings={
                    language: words
                    for language, words in text["wordings"].items()
                    if language in plan.languages
                }
                or {"en": text["wordings"]["en"]},
            )
