"""The desk's words for settings and for the steps of the guided set-up."""

from portal.commissions.models import SignatureMethod
from portal.commissions.services import Settings
from portal.commissions.set_up import SetUpStep
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now


def page_title(part: str) -> str:
    """The heading of a page of settings."""
    titles = {
        "languages": _("Languages and names"),
        "texts": _("Words to the cities and contact"),
        "look": _("Letterhead and colour"),
        "signature": _("Decision and signature"),
    }
    return titles[part]


def page_lead(part: str) -> str:
    """What a page of settings is for, in a sentence."""
    leads = {
        "languages": _("In which languages your space speaks, and what your commission is called."),
        "texts": _("What cities read first on your page, and whom they ask."),
        "look": _("How your letters, prints and pages look."),
        "signature": _("Who decides, who signs, and in which way."),
    }
    return leads[part]


def step_title(step: SetUpStep) -> str:
    """A step of the guided set-up in a word or two."""
    titles: dict[SetUpStep, str] = {
        SetUpStep.LANGUAGES: _("Languages"),
        SetUpStep.TEXTS: _("Texts and contact"),
        SetUpStep.PEOPLE: _("People"),
        SetUpStep.DATES: _("Dates"),
        SetUpStep.SIGNATURE: _("Signature"),
        SetUpStep.STYLE: _("Style"),
    }
    return titles[step]


def step_advice(step: SetUpStep) -> str:
    """What to look at in a step, and what holds if nothing is changed."""
    advice: dict[SetUpStep, str] = {
        SetUpStep.LANGUAGES: _(
            "The languages of your country are chosen already. Correct the names if they are not"
            " the official ones."
        ),
        SetUpStep.TEXTS: _(
            "Only the e-mail address is needed. A few words of welcome help cities to begin."
        ),
        SetUpStep.PEOPLE: _(
            "Invite the person who signs for your commission. Colleagues can follow at any time."
        ),
        SetUpStep.DATES: _(
            "Without dates of your own, your cities have until the call closes for everybody."
        ),
        SetUpStep.SIGNATURE: _(
            "As it is set, an officer decides first and the signatory signs second, on screen or"
            " on paper."
        ),
        SetUpStep.STYLE: _(
            "“Check and sign” suits most commissions. You can change the style at any time."
        ),
    }
    return advice[step]


def inherited_words(settings: Settings) -> dict[str, str]:
    """What the Coordination Team has set, in words, by the name of the setting."""
    methods: dict[SignatureMethod, str] = {
        SignatureMethod.BOTH: _("On screen or on paper"),
        SignatureMethod.ELECTRONIC: _("On screen only"),
        SignatureMethod.PAPER: _("On paper only, by a scan"),
    }
    texts = settings.introduction or {}
    assert settings.signature_method is not None
    return {
        "brand_color": settings.brand_color or "",
        "introduction": texts.get(language_now()) or texts.get("en") or _("no text"),
        "two_step_decision": _on_or_off(settings.two_step_decision),
        "forward_at_once": _on_or_off(settings.forward_at_once),
        "officers_may_decline": _on_or_off(settings.officers_may_decline),
        "signature_method": methods[settings.signature_method],
    }


def _on_or_off(value: bool | None) -> str:
    return _("on") if value else _("off")
