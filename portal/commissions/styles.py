"""Which steps a commission's style has: the only place that says so. Pure values.

A step that a style does not have is not offered; what was written in it stays and comes back.
"""

import enum

from portal.commissions.models import Style


class StyleStep(enum.StrEnum):
    """A step on the way of an application at a commission, in the order of the way."""

    COMMENT_DRAFTS = "comment_drafts"
    """Officers comment in drafts before they are signed."""
    CHECK = "check"
    SCORE = "score"
    """Jurors read assigned files and score them."""
    SIGN = "sign"
    FORWARD = "forward"


_STEPS: dict[Style, frozenset[StyleStep]] = {
    Style.PASS_THROUGH: frozenset({StyleStep.CHECK, StyleStep.SIGN, StyleStep.FORWARD}),
    Style.ACCOMPANY: frozenset(
        {StyleStep.COMMENT_DRAFTS, StyleStep.CHECK, StyleStep.SIGN, StyleStep.FORWARD}
    ),
    Style.SELECT: frozenset(
        {
            StyleStep.CHECK,
            StyleStep.SCORE,
            StyleStep.SIGN,
            StyleStep.FORWARD,
        }
    ),
}


def has_step(style: Style, step: StyleStep) -> bool:
    """Whether commissions of this style take the step."""
    return step in _STEPS[style]


def steps_of(style: Style) -> tuple[StyleStep, ...]:
    """The steps of a style, in the order of the way."""
    return tuple(step for step in StyleStep if step in _STEPS[style])


def steps_gained(before: Style, after: Style) -> tuple[StyleStep, ...]:
    """Steps that appear when a commission changes its style."""
    return tuple(step for step in steps_of(after) if step not in _STEPS[before])


def steps_lost(before: Style, after: Style) -> tuple[StyleStep, ...]:
    """Steps that disappear when a commission changes its style."""
    return steps_gained(after, before)
