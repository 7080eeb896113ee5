"""The desk's words for styles and their steps: what each is, what comes and what goes."""

from portal.commissions.models import Style
from portal.commissions.styles import StyleStep
from portal.core.i18n import gettext as _


def style_name(style: Style) -> str:
    """A style in a few words."""
    names: dict[Style, str] = {
        Style.PASS_THROUGH: _("Check and sign"),
        Style.ACCOMPANY: _("Accompany"),
        Style.SELECT: _("Select"),
    }
    return names[style]


def style_sentence(style: Style) -> str:
    """For whom a style is."""
    sentences: dict[Style, str] = {
        Style.PASS_THROUGH: _(
            "Cities write by themselves. You check that everything is there, sign and forward."
        ),
        Style.ACCOMPANY: _(
            "You help your cities to write: you comment in their drafts before the mayor signs."
        ),
        Style.SELECT: _(
            "More cities apply than you forward: jurors read and score, and you decide."
        ),
    }
    return sentences[style]


def step_name(step: StyleStep) -> str:
    """A step as it stands in the list of a style."""
    names: dict[StyleStep, str] = {
        StyleStep.COMMENT_DRAFTS: _("Comments in drafts"),
        StyleStep.CHECK: _("Check with the checklist"),
        StyleStep.SCORE: _("Jurors, conflicts of interest and scores"),
        StyleStep.SIGN: _("Decision and signature"),
        StyleStep.FORWARD: _("Forwarding to the Coordination Team"),
    }
    return names[step]


def gain_sentence(step: StyleStep) -> str:
    """What appears with a step; empty for the steps of every style."""
    sentences: dict[StyleStep, str] = {
        StyleStep.COMMENT_DRAFTS: _(
            "Your officers can comment in all drafts of your cities at once, also in those begun"
            " before. The cities are shown that you can."
        ),
        StyleStep.SCORE: _(
            "Applications that you have not decided yet can be given to jurors. Those already"
            " approved, signed or forwarded go on without scores."
        ),
    }
    return sentences.get(step, "")


def loss_sentence(step: StyleStep) -> str:
    """What disappears with a step, and what stays; empty for the steps of every style."""
    sentences: dict[StyleStep, str] = {
        StyleStep.COMMENT_DRAFTS: _(
            "Your officers can no longer comment in drafts. Comments already written stay where"
            " the cities read them."
        ),
        StyleStep.SCORE: _(
            "Jurors no longer see files. Their scores and conflicts of interest are kept and"
            " appear again if you go back to this style."
        ),
    }
    return sentences.get(step, "")
