"""Locales, direction and formatting: the language of a reader, not of a request."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
    "Wordings",
    "catalogue_texts",
    "day",
    "days",
    "direction",
    "endonym",
    "gettext",
    "in_language",
    "in_wordings",
    "joined",
    "language_name",
    "language_now",
    "lazy_gettext",
    "locale_of",
    "message_of",
    "moment",
    "ngettext",
    "number",
    "percent",
    "pgettext",
    "plural_examples",
    "remember_translations",
    "use_wordings",
    "with_office",
    "wordings_now",
]

INTERFACE_LANGUAGES = ("en", "fr", "ar")
"""Languages whose catalogue is complete; the only list of them."""
_REGIONAL = {"en": "en_GB"}
"""English dates are written the British way, as UNESCO does."""
_CATALOGUES = Path(__file__).parents[2] / "translations"
_SOURCE = NullTranslations()
"""Of the source language, which needs no catalogue."""


MessageKey = tuple[str, str]
"""Context (empty for most) and the sentence in the source language; of a plural, its singular."""


@dataclass(frozen=True)
class Wordings:
    """Sentences that one space says in words of its own; ``name`` tells its state from others."""

    name: str
    texts: Mapping[str, Mapping[MessageKey, tuple[str, ...]]]
    """By language; the forms of a plural in the order of its catalogue."""


class OwnWords(str):
    """A space's own sentence: no markup, escaped wherever a page escapes."""

    __slots__ = ()


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


def message_of(lazy: object) -> str:
    """The sentence of a ``lazy_gettext`` in the source language, nothing filled in."""
    return str(lazy._args[0]) if isinstance(lazy, LazyString) else str(lazy)


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


def use_wordings(wordings: Wordings | None) -> None:
    """From now on in this request, say sentences as a space words them."""
    here = g._get_current_object()
    here.wordings = wordings
    if (babel := here.get("_flask_babel")) is not None:
        babel.babel_translations = None


@contextmanager
def in_wordings(wordings: Wordings | None) -> Iterator[None]:
    """Say sentences as a space words them, or with None as the portal does, in here only."""
    if not has_app_context():
        yield
        return
    before: Wordings | None = g.get("wordings")
    use_wordings(wordings)
    try:
        yield
    finally:
        use_wordings(before)


def wordings_now() -> str:
    """Which wordings are in force in this language: a name for what is kept; empty for none."""
    found = g._get_current_object().get("wordings") if has_app_context() else None
    return found.name if found is not None and language_now() in found.texts else ""


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
    here = g._get_current_object()  # as in language_now
    babel = here.get("_flask_babel")
    found: NullTranslations | None = getattr(babel, "babel_translations", None)
    if found is None:
        language = language_now()
        found = _catalogue(language)
        own = here.get("wordings")
        if own is not None and language in own.texts:
            found = _Reworded(found, own.texts[language])
        if babel is not None:
            babel.babel_translations = found
    return found


@lru_cache(maxsize=64)
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(_CATALOGUES, [language])


class _Reworded(NullTranslations):
    """A catalogue in which a space says some sentences in its own words."""

    def __init__(
        self, catalogue: NullTranslations, own: Mapping[MessageKey, tuple[str, ...]]
    ) -> None:
        super().__init__()
        self._of_all = catalogue
        self._own = own

    def gettext(self, message: str) -> str:
        found = self._own.get(("", message))
        return OwnWords(found[0]) if found else str(self._of_all.gettext(message))

    def pgettext(self, context: str, message: str) -> str:
        found = self._own.get((context, message))
        if found:
            return OwnWords(found[0])
        return str(self._of_all.pgettext(context, message))

    def ngettext(self, one: str, many: str, num: int) -> str:
        found = self._own.get(("", one))
        if not found:
            return self._of_all.ngettext(one, many, num)
        return OwnWords(found[min(plural_form(self._of_all, num), len(found) - 1)])


def catalogue_texts(
    language: str, message: str, *, plural: str = "", context: str = ""
) -> tuple[str, ...]:
    """A sentence in a language as the portal says it, each form of a plural; nothing filled in."""
    catalogue = _catalogue(language)
    if plural:
        return tuple(
            str(catalogue.ngettext(message, plural, numbers[0]))
            for numbers in plural_examples(language)
        )
    if context:
        return (str(catalogue.pgettext(context, message)),)
    return (str(catalogue.gettext(message)),)


@lru_cache(maxsize=64)
def plural_examples(language: str) -> tuple[tuple[int, ...], ...]:
    """For each form of a plural of the language, in its order, the first numbers that take it."""
    catalogue = _catalogue(language)
    found: dict[int, list[int]] = {}
    for num in range(200):
        found.setdefault(plural_form(catalogue, num), []).append(num)
    return tuple(tuple(found[form][:3]) for form in sorted(found))


def plural_form(catalogue: NullTranslations, num: int) -> int:
    """Which form of a plural a number takes; the source language has two."""
    rule = getattr(catalogue, "plural", None)
    return int(rule(num)) if rule is not None else int(num != 1)


@pass_eval_context
def _template_gettext(rules: EvalContext, message: str, **values: object) -> str:
    """``_`` of templates: our sentence is markup where the template escapes, the values are not.

    As in all of Jinja's sentences, a percent sign is written twice, also without values.
    """
    text = _catalogue_now().gettext(message)
    if rules.autoescape:
        text = _as_markup(text)
    return text % values if values or "%" in text else text


@pass_eval_context
def _template_ngettext(rules: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    """``ngettext`` of templates, in the same way."""
    text = _catalogue_now().ngettext(one, many, num)
    values.setdefault("num", num)
    if rules.autoescape:
        values = {name: _harmless(value) for name, value in values.items()}
        return Markup(str(_as_markup(text)) % values)  # noqa: S704 - values escaped
    return text % values


def _as_markup(text: str) -> Markup:
    """Our own sentence as it stands; a space's words escaped, which leaves placeholders alone."""
    return escape(text) if isinstance(text, OwnWords) else Markup(text)  # noqa: S704 - our own


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
