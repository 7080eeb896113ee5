"""Where a city lies, as people write and read it: decimal degrees. Pure."""

import re
import unicodedata

from portal.commissions.models import City
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

_POSITION = re.compile(r"([+-]?\d{1,2}(?:\.\d+)?)\s*[,;،\s]\s*([+-]?\d{1,3}(?:\.\d+)?)", re.ASCII)
_NORTHERNMOST, _EASTERNMOST = 90, 180


def written_position(city: City) -> str:
    """Such as ``-0.3031, 36.0800``; empty if it is not known."""
    if city.latitude is None or city.longitude is None:
        return ""
    return f"{city.latitude:.4f}, {city.longitude:.4f}"


def read_position(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of what was written; None for nothing. Raises Invalid."""
    plain = "".join(_sign(sign) for sign in text.strip())
    if not plain:
        return None
    found = _POSITION.fullmatch(plain)
    latitude, longitude = (float(found[1]), float(found[2])) if found else (None, None)
    if (
        latitude is None
        or longitude is None
        or abs(latitude) > _NORTHERNMOST
        or abs(longitude) > _EASTERNMOST
    ):
        raise Invalid(
            _l("Write latitude and longitude in decimal degrees, such as -0.3031, 36.0800."),
            field="city_position",
        )
    return latitude, longitude


def _sign(sign: str) -> str:
    """Digits of any script and the minus sign of print, as ASCII."""
    if sign in "\N{MINUS SIGN}\N{EN DASH}":
        return "-"
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)
