"""The guided set-up of a commission's space: its steps, and the act that opens it for cities."""

import enum

from portal.commissions.models import Commission
from portal.commissions.services import commission_to_change
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


class SetUpStep(enum.StrEnum):
    """The steps, in their order. Each has a default that holds until somebody changes it."""

    LANGUAGES = "languages"
    TEXTS = "texts"
    PEOPLE = "people"
    DATES = "dates"
    SIGNATURE = "signature"
    STYLE = "style"


STEPS = tuple(SetUpStep)


def pass_step(work: Work, commission_id: int, step: SetUpStep) -> None:
    """Note that a step has been seen and is right as it is; again is the same."""
    commission = commission_to_change(work, commission_id)
    if step.value not in commission.set_up_steps:
        commission.set_up_steps = [*commission.set_up_steps, step.value]
        work.session.flush()


def open_space(work: Work, commission_id: int, *, has_signatory: bool) -> Commission:
    """Let cities register and apply. Raises Invalid naming what is missing, Conflict.

    A space without somebody to sign, or without an address for questions, would leave its cities
    waiting.
    """
    commission = commission_to_change(work, commission_id)
    if commission.is_open:
        raise Conflict(_l("The space is open already."))
    if not commission.contact_email:
        raise Invalid(_l("Give an e-mail address for the questions of cities first."))
    if not has_signatory:
        raise Invalid(_l("Invite the person who signs for your commission first."))
    commission.is_open = True
    commission.updated_at = work.now
    work.session.flush()
    return commission


def close_space(work: Work, commission_id: int) -> Commission:
    """Let no new city register and apply; what has begun goes on. Raises Conflict, NotAllowed."""
    commission = commission_to_change(work, commission_id)
    if not commission.is_open:
        raise Conflict(_l("The space is not open."))
    commission.is_open = False
    commission.updated_at = work.now
    work.session.flush()
    return commission


def next_step(passed: list[str]) -> SetUpStep | None:
    """The first step nobody has been through; None: all are done."""
    return next((step for step in STEPS if step.value not in passed), None)


def step_after(step: SetUpStep) -> SetUpStep | None:
    """The step that follows in the order; None after the last."""
    return next(iter(STEPS[STEPS.index(step) + 1 :]), None)
