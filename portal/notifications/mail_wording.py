"""Mails in a commission's own words: which there are, their sentences, and how one will look."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.commissions.rewording import with_proposal
from portal.core.i18n import Wordings, in_language, in_wordings, message_of
from portal.core.i18n import gettext as _
from portal.core.sentences import Sentence, key_of, placeholders_of, sentences
from portal.notifications.addresses import Addresses
from portal.notifications.notice import Audience, Notice
from portal.notifications.notices import NOTICES
from portal.notifications.writing import Written, write

PARTS = ("subject", "lead", "next", "action")
"""The sentences of a mail, in their order."""


@dataclass(frozen=True)
class PartOfMail:
    """One sentence of a mail."""

    name: str
    sentence: Sentence


def worded_notices() -> tuple[Notice, ...]:
    """The mails whose words a commission may choose: those to its own people and its cities'."""
    return tuple(notice for notice in NOTICES if notice.audience is not Audience.COORDINATION)


def notice_of(kind: str) -> Notice | None:
    """The mail of a kind, if its words may be chosen."""
    return next((notice for notice in worded_notices() if notice.kind == kind), None)


def parts_of(notice: Notice) -> tuple[PartOfMail, ...]:
    """The sentences of a mail that can be worded anew."""
    known = sentences()
    keys = {
        name: key_of("", message_of(getattr(notice, name)))
        for name in PARTS
        if getattr(notice, name)
    }
    return tuple(PartOfMail(name, known[key]) for name, key in keys.items() if key in known)


def part_name(name: str) -> str:
    """A sentence of a mail, as its writer calls it."""
    names = {
        "subject": _("Subject"),
        "lead": _("What happened"),
        "next": _("What comes next"),
        "action": _("Button"),
    }
    return names[name]


def audience_name(audience: Audience) -> str:
    """Who reads a mail."""
    names: dict[Audience, str] = {
        Audience.CITY: _("To the city"),
        Audience.OFFICERS: _("To the officers"),
        Audience.SIGNATORIES: _("To the signatories"),
        Audience.COORDINATION: _("To the Coordination Team"),
        Audience.MAYOR: _("To the mayor"),
        Audience.NAMED: _("To the person concerned"),
    }
    return names[audience]


def as_it_will_look(
    notice: Notice,
    language: str,
    wordings: Wordings | None,
    proposed: Mapping[str, tuple[str, ...]],
    *,
    addresses: Addresses,
) -> Written:
    """The mail in a language with what is proposed for its parts, about an invented city."""
    own = {
        (part.sentence.context, part.sentence.message): proposed[part.name]
        for part in parts_of(notice)
        if proposed.get(part.name)
    }
    with in_wordings(with_proposal(wordings, language, own)), in_language(language):
        return write(
            notice,
            _invented(notice),
            reader_name=_("Amina Otieno"),
            language=language,
            addresses=addresses,
        )


def _invented(notice: Notice) -> dict[str, str]:
    values = {
        "actor": _("Amina Otieno"),
        "call": _("Call for applications"),
        "city": _("Baraka"),
        "city_name": _("Baraka"),
        "code": "zz",
        "reference": "ZZ-2027-014",
    }
    names = {
        placeholder[2:-2]
        for part in PARTS
        for placeholder in placeholders_of(str(getattr(notice, part)))
    }
    names |= set(notice.link.parts.values()) if notice.link else set()
    if notice.quote:
        names.add(notice.quote)
    return {name: f"[{name.replace('_', ' ')}]" for name in sorted(names)} | values
