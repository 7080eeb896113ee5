"""The directory of commissions: loaded from data, kept by the Coordination Team.

Facts about the country are refreshed by each load; what a commission set itself is never touched.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from sqlalchemy import func, select

from portal.commissions.countries import commission_name
from portal.commissions.models import Commission, Region, Standing
from portal.commissions.network_settings import inherited_values
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

DIRECTORY = Path(__file__).with_name("directory.csv")
FIRST_FREE_ID = 1001
"""Commissions beyond one per country are numbered from here on; ISO 3166 ends at 999."""
NAMED_LANGUAGES = ("en", "fr", "ar")
_CODE = re.compile(r"[a-z]{2}(-[a-z0-9]{1,12})?")


@dataclass(frozen=True)
class DirectoryEntry:
    """One line of the directory: facts, and first settings of a space."""

    code: str
    commission_id: int
    country: str
    region: Region
    electoral_group: str
    standing: Standing
    languages: tuple[str, ...]
    official_language: str
    time_zone: str
    closes_on: date | None
    closing_reason: str


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    added: int
    refreshed: int


def read_directory() -> list[DirectoryEntry]:
    """All lines of the directory that comes with the portal."""
    with DIRECTORY.open(encoding="utf-8", newline="") as file:
        return [
            DirectoryEntry(
                code=line["code"],
                commission_id=int(line["commission_id"]),
                country=line["country"],
                region=Region(line["region"]),
                electoral_group=line["electoral_group"],
                standing=Standing(line["standing"]),
                languages=tuple(line["languages"].split()),
                official_language=line["official_language"],
                time_zone=line["time_zone"],
                closes_on=date.fromisoformat(line["closes_on"]) if line["closes_on"] else None,
                closing_reason=line["closing_reason"],
            )
            for line in csv.DictReader(file)
        ]


def load_directory(work: Work) -> Loaded:
    """Add the commissions that are missing and refresh the facts of the others.

    Dates of closing are set when a commission is added, never again: the Coordination Team may
    have taken them back since.
    """
    known = {row.commission_id: row for row in work.session.scalars(select(Commission))}
    inherited = inherited_values(work)
    added = refreshed = 0
    for entry in read_directory():
        commission = known.get(entry.commission_id)
        if commission is None:
            work.session.add(_new(entry, inherited))
            added += 1
        else:
            refreshed += _refresh(commission, entry)
    work.session.flush()
    return Loaded(added=added, refreshed=refreshed)


def add_commission(
    work: Work,
    code: str,
    *,
    country: str,
    name: str,
    region: Region,
    standing: Standing,
    languages: tuple[str, ...],
    official_language: str,
    time_zone: str,
    electoral_group: str = "",
) -> int:
    """Add a commission that the directory does not know; its number.

    Raises Invalid for a code that is taken or malformed, a wrong zone or language.
    """
    code, country = code.strip().lower(), country.strip().upper()
    _check(code, country, name, languages, official_language, time_zone)
    if work.session.scalars(select(Commission).where(Commission.code == code)).first():
        raise Invalid(_l("Another commission has this code already."), field="code")
    highest = work.session.scalar(select(func.max(Commission.commission_id))) or 0
    commission = Commission(
        commission_id=max(FIRST_FREE_ID, highest + 1),
        code=code,
        country=country,
        region=region,
        electoral_group=electoral_group,
        standing=standing,
        names={languages[0]: name.strip(), "en": name.strip()},
        languages=list(languages),
        official_language=official_language,
        time_zone=time_zone,
        **inherited_values(work),
    )
    work.session.add(commission)
    work.session.flush()
    return commission.commission_id


def close_commission(work: Work, commission_id: int, *, closes_on: date, reason: str) -> None:
    """Make a space read only after a day. Raises Invalid without a reason, NotFound."""
    if not reason.strip():
        raise Invalid(_l("Say why the space closes: its people will read it."), field="reason")
    commission = _take(work, commission_id)
    commission.closes_on = closes_on
    commission.closing_reason = reason.strip()


def reopen_commission(work: Work, commission_id: int) -> None:
    """Take a closing back. Raises Conflict if the space is not closing, NotFound."""
    commission = _take(work, commission_id)
    if commission.closes_on is None:
        raise Conflict(_l("This space is not closing. Somebody may have reopened it meanwhile."))
    commission.closes_on = None
    commission.closing_reason = ""


def _take(work: Work, commission_id: int) -> Commission:
    commission = work.session.scalars(
        select(Commission).where(Commission.commission_id == commission_id).with_for_update()
    ).first()
    if commission is None:
        raise NotFound()
    return commission


def _new(entry: DirectoryEntry, inherited: dict[str, Any]) -> Commission:
    return Commission(
        commission_id=entry.commission_id,
        code=entry.code,
        country=entry.country,
        region=entry.region,
        electoral_group=entry.electoral_group,
        standing=entry.standing,
        names=_names(entry.country),
        languages=list(entry.languages),
        official_language=entry.official_language,
        time_zone=entry.time_zone,
        closes_on=entry.closes_on,
        closing_reason=entry.closing_reason,
        **inherited,
    )


def _refresh(commission: Commission, entry: DirectoryEntry) -> bool:
    """Bring facts up to date and add names in languages that had none; whether any changed."""
    names = {**_names(entry.country), **commission.names}
    facts = {
        "country": entry.country,
        "region": entry.region,
        "electoral_group": entry.electoral_group,
        "standing": entry.standing,
        "names": names,
    }
    changed = {key: value for key, value in facts.items() if getattr(commission, key) != value}
    for key, value in changed.items():
        setattr(commission, key, value)
    return bool(changed)


def _names(country: str) -> dict[str, str]:
    return {language: commission_name(country, language) for language in NAMED_LANGUAGES}


def _check(
    code: str,
    country: str,
    name: str,
    languages: tuple[str, ...],
    official_language: str,
    time_zone: str,
) -> None:
    if not _CODE.fullmatch(code):
        raise Invalid(
            _l("Write two letters, or two letters, a hyphen and a word: ke, be-fr."), field="code"
        )
    if country not in Locale("en").territories or not country.isalpha():
        raise Invalid(_l("Write the two letters of the country: KE."), field="country")
    if not name.strip():
        raise Invalid(_l("Write the official name of the commission."), field="name")
    if official_language not in ("en", "fr"):
        raise Invalid(_l("Choose English or French."), field="official_language")
    if time_zone not in available_timezones():
        raise Invalid(_l("Choose a time zone from the list: Africa/Nairobi."), field="time_zone")
    if not languages or not all(map(_is_language, languages)):
        raise Invalid(_l("Write language codes with spaces between: en sw."), field="languages")


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True
