"""How a commission sets up its space. Checks truth; never touches the directory's own facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import available_timezones

import regex

from portal.commissions.models import Commission, SignatureMethod, Style
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES, joined, number
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.web.theme import contrast, is_readable, nearest_readable

SETTINGS_PERMISSION = "commission:settings"
"""The permission of accounts, a layer above, by its name."""
_COLOR = regex.compile(r"#[0-9a-fA-F]{6}")
_WEBSITE = regex.compile(r"https?://[^\s/?#]+\.[^\s]+")
LONGEST_INTRODUCTION = 4000
"""Characters."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a commission's people may set. None: it stays as it is."""

    names: dict[str, str] | None = None
    languages: tuple[str, ...] | None = None
    official_language: str | None = None
    time_zone: str | None = None
    letterhead: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    website: str | None = None
    brand_color: str | None = None
    introduction: dict[str, str] | None = None
    two_step_decision: bool | None = None
    forward_at_once: bool | None = None
    officers_may_decline: bool | None = None
    signature_method: SignatureMethod | None = None
    is_open: bool | None = None

    def given(self) -> dict[str, Any]:
        """The settings that are to change, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


def change_settings(work: Work, commission_id: int, *, settings: Settings) -> Commission:
    """Set a part of a commission's space up. Raises Invalid naming the field that is wrong.

    What is changed here is from now on the commission's own, not the Coordination Team's.
    """
    commission = commission_to_change(work, commission_id)
    values = checked(settings)
    if values.get("brand_color", commission.brand_color) != commission.brand_color:
        _check_contrast(values["brand_color"])
    if "names" in values:
        first = values.get("languages", commission.languages)[0]
        if not values["names"].get(first):
            raise Invalid(
                _l("Give the name of the commission in its first language."), field=f"name_{first}"
            )
        values["names"] = {**commission.names, **values["names"]}
    own = {name for name, value in values.items() if getattr(commission, name) != value}
    commission.own_settings = sorted({*commission.own_settings, *own})
    for name, value in values.items():
        setattr(commission, name, value)
    commission.updated_at = work.now
    work.session.flush()
    return commission


def checked(settings: Settings) -> dict[str, Any]:
    """The settings that are given, tidied up. Raises Invalid naming the field that is wrong."""
    values = {
        name: _TIDIED[name](value) if name in _TIDIED else value
        for name, value in settings.given().items()
    }
    _check(values)
    return values


def choose_style(work: Work, commission_id: int, *, style: Style, seen_style: Style) -> Commission:
    """Set how a commission works with its cities, from now on and for open applications too.

    Moves no application and deletes nothing: what was written in a step that disappears comes back
    with it. Raises Conflict if the style is not ``seen_style`` any more.
    """
    commission = commission_to_change(work, commission_id)
    if commission.style is not seen_style:
        raise Conflict(
            _l("A colleague has changed the style meanwhile. Look at what is set now, then choose.")
        )
    commission.style = style
    commission.updated_at = work.now
    work.session.flush()
    return commission


def commission_to_change(work: Work, commission_id: int) -> Commission:
    """The commission, locked for a change by one of its people."""
    if SETTINGS_PERMISSION not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    commission = work.session.get(Commission, commission_id, with_for_update=True)
    if commission is None:
        raise NotFound()
    return commission


def _check(values: Mapping[str, Any]) -> None:
    languages = values.get("languages", ["en"])
    if not languages:
        raise Invalid(_l("Offer at least one language."), field="languages")
    if unknown := set(languages) - set(INTERFACE_LANGUAGES):
        raise Invalid(
            _l("The portal is not available in: %(languages)s.", languages=joined(sorted(unknown))),
            field="languages",
        )
    if values.get("official_language", "en") not in ("en", "fr"):
        raise Invalid(
            _l("Applications are written in English or French."), field="official_language"
        )
    if values.get("time_zone", "UTC") not in available_timezones():
        raise Invalid(_l("Choose a time zone from the list."), field="time_zone")
    if "brand_color" in values and not _COLOR.fullmatch(values["brand_color"]):
        raise Invalid(
            _l("Give the colour as # and six signs, such as #1e5b45."), field="brand_color"
        )
    if values.get("website") and not _WEBSITE.fullmatch(values["website"]):
        raise Invalid(_l("Give the whole address, beginning with https://."), field="website")
    for language, text in values.get("introduction", {}).items():
        if len(text) > LONGEST_INTRODUCTION:
            raise Invalid(
                _l("The text holds up to %(limit)s characters.", limit=LONGEST_INTRODUCTION),
                field=f"introduction_{language}",
            )


def _check_contrast(color: str) -> None:
    """Raise Invalid for a colour on which nobody could read, offering the nearest that will do."""
    if is_readable(color):
        return
    raise Invalid(
        _l(
            "White text on %(color)s cannot be read: the contrast is %(ratio)s to 1, and 4.5 is"
            " needed. The nearest colour that will do is %(offer)s; it stands in the field now.",
            color=color,
            ratio=number(int(contrast(color, "#ffffff") * 10) / 10),
            offer=nearest_readable(color),
        ),
        field="brand_color",
    )


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


_TIDIED: dict[str, Callable[[Any], Any]] = {
    "names": _filled,
    "languages": list,
    "letterhead": _lines,
    "contact_name": str.strip,
    "contact_email": lambda text: text.strip().lower(),
    "contact_phone": str.strip,
    "website": str.strip,
    "brand_color": str.lower,
    "introduction": _filled,
}
