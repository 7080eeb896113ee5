"""Locales, direction and formatting: the language of a reader, not of a request."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context
from flask_babel import force_locale, get_locale
from flask_babel.speaklater import LazyString
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

__all__ = [
    "INTERFACE_LANGUAGES",
    "day",
    "days",
    "direction",
    "endonym",
    "gettext",
    "in_language",
    "joined",
    "language_name",
    "language_now",
    "lazy_gettext",
    "locale_of",
    "moment",
    "ngettext",
    "number",
    "percent",
    "pgettext",
    "remember_translations",
    "with_office",
]

INTERFACE_LANGUAGES = ("en", "fr", "ar")
"""Languages whose catalogue is complete; the only list of them."""
_REGIONAL = {"en": "en_GB"}
"""English dates are written the British way, as UNESCO does."""
_CATALOGUES = Path(__file__).parents[2] / "translations"
_SOURCE = NullTranslations()
"""Of the source language, which needs no catalogue."""


def gettext(message: str, **values: object) -> str:
    """The sentence in the language in force, with its named values filled in."""
    text = str(_catalogue_now().gettext(message))
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The sentence in the plural form the language has for ``num``, which it may name."""
    text = str(_catalogue_now().ngettext(one, many, num))
    return text % {"num": num, **values}


def pgettext(context: str, message: str, **values: object) -> str:
    """The sentence as it is said in a context."""
    text = str(_catalogue_now().pgettext(context, message))
    return text % values if values else text


lazy_gettext: Callable[..., object] = partial(LazyString, gettext)
"""A sentence that is translated when it is read, for the reader of that moment."""


def remember_translations(app: Flask) -> None:
    """Give templates our ``_``, ``gettext``, ``ngettext`` and ``pgettext``; after Babel."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: _catalogue_now().gettext(message),
        ngettext=lambda one, many, num: _catalogue_now().ngettext(one, many, num),
        pgettext=lambda context, message: _catalogue_now().pgettext(context, message),
        newstyle=True,
    )
    app.jinja_env.globals.update(_=_template_gettext, ngettext=_template_ngettext)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language code."""
    return Locale.parse(_REGIONAL.get(language, language).replace("-", "_"))


def language_now() -> str:
    """The language code in force: of the request's reader or of the mail's recipient."""
    if not has_app_context():
        return "en"
    here = g._get_current_object()  # asked for often: its proxy takes longer than the answer
    locale = getattr(here.get("_flask_babel"), "babel_locale", None) or get_locale()
    return str(locale.language) if locale else "en"


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return str(locale_of(language).text_direction)


@lru_cache(maxsize=64)
def endonym(language: str) -> str:
    """The language's own name, as a switcher shows it; in English where CLDR does not know it."""
    try:
        name = Locale.parse(language.replace("-", "_")).get_display_name()
    except UnknownLocaleError:
        name = locale_of("en").languages.get(language)
    return (name or language)[:1].upper() + (name or language)[1:]


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
    return _percent(share, language or language_now())


def language_name(language: str) -> str:
    """The language's name in the language in force; its own name where CLDR does not know it."""
    known: str | None = locale_of(language_now()).languages.get(language)
    return known or endonym(language)


def day(value: date | datetime, language: str | None = None, width: str = "long") -> str:
    """A date in words: 23 November 2026."""
    only = value.date() if isinstance(value, datetime) else value
    return _day(only, width, language or language_now())


def moment(
    value: datetime,
    language: str | None = None,
    *,
    zone: tzinfo | str = "UTC",
    width: str = "long",
) -> str:
    """Date and time in a time zone, with its distance from UTC: many zones have no short name."""
    tz = ZoneInfo(zone) if isinstance(zone, str) else zone
    locale = locale_of(language or language_now())
    both = str(locale.datetime_formats["medium"])  # with the comma of the language
    pattern = both.replace("{1}", "d MMMM y").replace("{0}", "HH:mm")
    text = format_datetime(value.astimezone(tz), pattern, tzinfo=tz, locale=locale)
    if width == "long":
        local = value.astimezone(tz)
        text += " " + _distance_from_utc(local.utcoffset() or timedelta(), locale)
    return text


def joined(words: Iterable[object], language: str | None = None) -> str:
    """A list in a sentence as the language writes it: English, French and Arabic."""
    return format_list([str(word) for word in words], locale=locale_of(language or language_now()))


def with_office(name: object, office: object) -> str:
    """A person and the office, as the language sets them beside each other."""
    if not office:
        return str(name)
    return gettext("%(name)s, %(office)s", name=_isolated(name), office=_isolated(office))


def _isolated(word: object) -> str:
    """A name keeps its own direction: in a line of the other one it does not disturb the order."""
    return f"\u2068{word}\u2069" if direction(language_now()) == "rtl" else str(word)


def _distance_from_utc(distance: timedelta, locale: Locale) -> str:
    """``GMT+03:00`` in the words of the language. Babel's own is wrong west of Greenwich where
    the distance is no whole hour."""
    if not distance:
        return "UTC"
    hours, minutes = divmod(abs(distance) // timedelta(minutes=1), 60)
    sign = "+" if distance > timedelta() else "-"
    return str(locale.zone_formats["gmt"]) % f"{sign}{hours:02}:{minutes:02}"


def days(count: int, language: str | None = None) -> str:
    """A number of days in words, in the right plural."""
    return _days(count, language or language_now())


def _catalogue_now() -> NullTranslations:
    """The catalogue of the language in force, kept where Babel forgets it with the language."""
    if not has_app_context():
        return _SOURCE
    babel = g._get_current_object().get("_flask_babel")  # as in language_now
    found: NullTranslations | None = getattr(babel, "babel_translations", None)
    if found is None:
        found = _catalogue(language_now())
        if babel is not None:
            babel.babel_translations = found
    return found


@lru_cache(maxsize=64)
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(_CATALOGUES, [language])


@pass_eval_context
def _template_gettext(rules: EvalContext, message: str, **values: object) -> str:
    """``_`` of templates: our sentence is markup where the template escapes, the values are not.

    As in all of Jinja's sentences, a percent sign is written twice, also without values.
    """
    text = str(_catalogue_now().gettext(message))
    if rules.autoescape:
        text = Markup(text)  # noqa: S704 - our own sentence
    return text % values if values or "%" in text else text


@pass_eval_context
def _template_ngettext(rules: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    """``ngettext`` of templates, in the same way."""
    text = str(_catalogue_now().ngettext(one, many, num))
    values.setdefault("num", num)
    if rules.autoescape:
        values = {name: _harmless(value) for name, value in values.items()}
        return Markup(text % values)  # noqa: S704 - our own sentence, its values escaped
    return text % values


def _harmless(value: object) -> object:
    """The value escaped; a number is harmless and has to stay one for ``%d``."""
    return value if isinstance(value, int | float) else escape(value)


# The same few values come again and again on a page of figures, and CLDR's rules take their time.


@lru_cache(maxsize=16_384)
def _number(value: float, language: str) -> str:
    return format_decimal(value, locale=locale_of(language))


@lru_cache(maxsize=4_096)
def _percent(share: float, language: str) -> str:
    return format_percent(share, locale=locale_of(language))


@lru_cache(maxsize=4_096)
def _day(value: date, width: str, language: str) -> str:
    return format_date(value, width, locale=locale_of(language))


@lru_cache(maxsize=4_096)
def _days(count: int, language: str) -> str:
    return format_timedelta(
        timedelta(days=count), granularity="day", threshold=9999, locale=locale_of(language)
    )
