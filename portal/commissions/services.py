"""How a commission sets up its space. Checks truth; never touches the directory's own facts."""

from dataclasses import dataclass
from zoneinfo import available_timezones

import regex

from portal.commissions.models import Commission, SignatureMethod, Style
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES, joined
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

SETTINGS_PERMISSION = "commission:settings"
"""The permission of accounts, a layer above, by its name."""
_COLOR = regex.compile(r"#[0-9a-fA-F]{6}")
_WEBSITE = regex.compile(r"https?://[^\s/?#]+\.[^\s]+")
LONGEST_INTRODUCTION = 4000
"""Characters."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a commission's people may set, all at once."""

    names: dict[str, str]
    languages: tuple[str, ...]
    official_language: str
    time_zone: str
    letterhead: str
    contact_name: str
    contact_email: str
    contact_phone: str
    website: str
    brand_color: str
    introduction: dict[str, str]
    two_step_decision: bool
    forward_at_once: bool
    officers_may_decline: bool
    signature_method: SignatureMethod
    is_open: bool


def change_settings(work: Work, commission_id: int, *, settings: Settings) -> Commission:
    """Set a commission's space up. Raises Invalid naming the field that is wrong."""
    commission = _to_change(work, commission_id)
    _check(settings)
    commission.names = {**commission.names, **_filled(settings.names)}
    commission.languages = list(settings.languages)
    commission.official_language = settings.official_language
    commission.time_zone = settings.time_zone
    commission.letterhead = _lines(settings.letterhead)
    commission.contact_name = settings.contact_name.strip()
    commission.contact_email = settings.contact_email.strip().lower()
    commission.contact_phone = settings.contact_phone.strip()
    commission.website = settings.website.strip()
    commission.brand_color = settings.brand_color.lower()
    commission.introduction = _filled(settings.introduction)
    commission.two_step_decision = settings.two_step_decision
    commission.forward_at_once = settings.forward_at_once
    commission.officers_may_decline = settings.officers_may_decline
    commission.signature_method = settings.signature_method
    commission.is_open = settings.is_open
    commission.updated_at = work.now
    work.session.flush()
    return commission


def choose_style(work: Work, commission_id: int, *, style: Style, seen_style: Style) -> Commission:
    """Set how a commission works with its cities, from now on and for open applications too.

    Moves no application and deletes nothing: what was written in a step that disappears comes back
    with it. Raises Conflict if the style is not ``seen_style`` any more.
    """
    commission = _to_change(work, commission_id)
    if commission.style is not seen_style:
        raise Conflict(
            _l("A colleague has changed the style meanwhile. Look at what is set now, then choose.")
        )
    commission.style = style
    commission.updated_at = work.now
    work.session.flush()
    return commission


def _to_change(work: Work, commission_id: int) -> Commission:
    """The commission, locked for a change by one of its people."""
    if SETTINGS_PERMISSION not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    commission = work.session.get(Commission, commission_id, with_for_update=True)
    if commission is None:
        raise NotFound()
    return commission


def _check(settings: Settings) -> None:
    if not settings.languages:
        raise Invalid(_l("Offer at least one language."), field="languages")
    if unknown := set(settings.languages) - set(INTERFACE_LANGUAGES):
        raise Invalid(
            _l("The portal is not available in: %(languages)s.", languages=joined(sorted(unknown))),
            field="languages",
        )
    first = settings.languages[0]
    if not settings.names.get(first, "").strip():
        raise Invalid(
            _l("Give the name of the commission in its first language."), field=f"name_{first}"
        )
    if settings.official_language not in ("en", "fr"):
        raise Invalid(
            _l("Applications are written in English or French."), field="official_language"
        )
    if settings.time_zone not in available_timezones():
        raise Invalid(_l("Choose a time zone from the list."), field="time_zone")
    if not _COLOR.fullmatch(settings.brand_color):
        raise Invalid(
            _l("Give the colour as # and six signs, such as #1e5b45."), field="brand_color"
        )
    if settings.website.strip() and not _WEBSITE.fullmatch(settings.website.strip()):
        raise Invalid(_l("Give the whole address, beginning with https://."), field="website")
    for language, text in settings.introduction.items():
        if len(text) > LONGEST_INTRODUCTION:
            raise Invalid(
                _l("The text holds up to %(limit)s characters.", limit=LONGEST_INTRODUCTION),
                field=f"introduction_{language}",
            )


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
