"""Turns a notice into a mail: subject, text and HTML from one layout, in the reader's language."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from portal.core.i18n import INTERFACE_LANGUAGES, direction, in_language
from portal.core.i18n import gettext as _
from portal.notifications.addresses import Addresses
from portal.notifications.facts import isolated
from portal.notifications.notice import LazyText, Notice

FACTS_SHOWN = ("reference", "city", "call")

_layouts = Environment(
    loader=PackageLoader("portal.notifications"),
    autoescape=select_autoescape(("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
    lstrip_blocks=True,
)
_layouts.globals["_"] = _


@dataclass(frozen=True)
class Written:
    """A mail in words."""

    language: str
    subject: str
    text: str
    html: str


def language_for(reader_language: str) -> str:
    """The language a mail is written in: the reader's, or English where we have no catalogue."""
    return reader_language if reader_language in INTERFACE_LANGUAGES else "en"


def write(
    notice: Notice, words: dict[str, str], *, reader_name: str, language: str, addresses: Addresses
) -> Written:
    """The mail of a notice. ``words`` are in ``language``, which ``language_for`` gave."""
    with in_language(language):
        in_sentence = isolated(words, language)
        link = addresses.of(notice.link, words) if notice.link else ""
        values = {
            "language": language,
            "direction": direction(language),
            "subject": _filled(notice.subject, words),
            "reader_name": reader_name,
            "lead": _filled(notice.lead, in_sentence),
            "quote": words[notice.quote].strip() if notice.quote else "",
            "next": _filled(notice.next, in_sentence),
            "action": str(notice.action),
            "link": link,
            "facts": _facts(words),
        }
        return Written(
            language=language,
            subject=str(values["subject"]),
            text=_layouts.get_template("mail/base.txt").render(values),
            html=_layouts.get_template("mail/base.html").render(values),
        )


def _filled(text: LazyText, words: dict[str, str]) -> str:
    return str(text) % words


def _facts(words: dict[str, str]) -> list[tuple[str, str]]:
    labels = {
        "reference": _("Reference"),
        "city": _("City"),
        "call": _("Call"),
    }
    return [(labels[name], words[name]) for name in FACTS_SHOWN if words.get(name)]
