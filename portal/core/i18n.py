"""Locales, direction and formatting: the language of a reader, not of a request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import force_locale, get_locale

__all__ = [
    "INTERFACE_LANGUAGES",
    "day",
    "days",
    "direction",
    "endonym",
    "gettext",
    "in_language",
    "language_now",
    "lazy_gettext",
    "locale_of",
    "moment",
    "ngettext",
    "number",
    "percent",
    "pgettext",
    "remember_translations",
]

gettext: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
pgettext: Callable[..., str] = flask_babel.pgettext
lazy_gettext: Callable[..., object] = flask_babel.lazy_gettext

INTERFACE_LANGUAGES = ("en", "fr", "ar")
"""Languages whose catalogue is complete; the only list of them."""
_REGIONAL = {"en": "en_GB"}
"""English dates are written the British way, as UNESCO does."""


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language code."""
    return Locale.parse(_REGIONAL.get(language, language).replace("-", "_"))


def language_now() -> str:
    """The language code in force: of the request's reader or of the mail's recipient."""
    locale = get_locale()
    return locale.language if locale else "en"


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return str(locale_of(language).text_direction)


def endonym(language: str) -> str:
    """The language's own name, as a switcher shows it."""
    name = Locale.parse(language.replace("-", "_")).get_display_name() or language
    return name[:1].upper() + name[1:]


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Render in the language of a recipient instead of the request's."""
    with force_locale(language if language in INTERFACE_LANGUAGES else "en"):
        yield


def number(value: float, language: str | None = None) -> str:
    """A number with the digits and separators of the language."""
    return _number(value, language or language_now())


def percent(share: float, language: str | None = None) -> str:
    """A share of one as a percentage, the way the language writes it."""
    return format_percent(share, locale=locale_of(language or language_now()))


def day(value: date | datetime, language: str | None = None, width: str = "long") -> str:
    """A date in words: 23 November 2026."""
    return _day(value, language or language_now(), width)


def moment(
    value: datetime,
    language: str | None = None,
    *,
    zone: tzinfo | str = "UTC",
    width: str = "long",
) -> str:
    """Date and time in a time zone, with the zone's name."""
    tz = ZoneInfo(zone) if isinstance(zone, str) else zone
    locale = locale_of(language or language_now())
    text = format_datetime(value.astimezone(tz), "d MMMM y, HH:mm", tzinfo=tz, locale=locale)
    if width == "long":
        text += " " + format_datetime(value.astimezone(tz), "z", tzinfo=tz, locale=locale)
    return text


def days(count: int, language: str | None = None) -> str:
    """A number of days in words, in the right plural."""
    return format_timedelta(
        timedelta(days=count),
        granularity="day",
        threshold=9999,
        locale=locale_of(language or language_now()),
    )


def remember_translations(app: Flask) -> None:
    """Let templates look each text up once per language: a page holds the same few hundred."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _translation(language_now(), text),
        lambda one, many, count: _plural(language_now(), one, many, count),
        newstyle=True,
        pgettext=pgettext,
    )


@lru_cache(maxsize=20_000)
def _translation(language: str, text: str) -> str:
    """``language`` is the one in force; it makes the key of the memory."""
    return str(flask_babel.get_translations().ugettext(text))


@lru_cache(maxsize=20_000)
def _plural(language: str, one: str, many: str, count: int) -> str:
    return str(flask_babel.get_translations().ungettext(one, many, count))


@lru_cache(maxsize=8192)
def _number(value: float, language: str) -> str:
    return format_decimal(value, locale=locale_of(language))


@lru_cache(maxsize=4096)
def _day(value: date | datetime, language: str, width: str) -> str:
    return format_date(value, width, locale=locale_of(language))
